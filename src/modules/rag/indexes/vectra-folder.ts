import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { LocalIndex } from 'vectra'
import { z } from 'zod'
import type { EmbeddingModel, VectorEntry } from '../stores/index.ts'

/** What vectra keeps of a passage; texts, since its `$in` mistakes numbers. */
export type VectraMetadata = { audience: string; document: string; chunk: string }

const manifest = z.object({
  model: z.string(),
  dimensions: z.int(),
  generation: z.string().regex(/^[\w-]+$/),
  sequence: z.int(),
  /** Of each file: a single digit that the disk has lost would go unnoticed. */
  sha256: z.array(z.string()),
  items: z.int().min(0),
})
type Manifest = z.infer<typeof manifest>

/** A generation of the index: immutable files, and the point of the store's log that they were read at. */
export interface Generation extends Manifest {
  indexes: LocalIndex<VectraMetadata>[]
}

/** vectra writes a file as one string and looks for duplicates one by one: files stay small. */
const shardNumbers = 2_000_000
const mostShardItems = 8_000
const staleLockMs = 10 * 60_000

/** It brings a language model of its own: a second and 80 MB that only those pay who use it. */
const loadVectra = () => import('vectra')

const manifestFile = 'current.json'
const lockFile = 'writer.lock'

const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

const indexFile = 'index.json'

const digestOf = async (folder: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(join(folder, indexFile)))
    .digest('hex')

/** The generation that the folder's manifest names, or `undefined` when there is none that can be trusted. */
export const openGeneration = async (folder: string, model: EmbeddingModel): Promise<Generation | undefined> => {
  const vectra = await loadVectra()
  try {
    const current = manifest.parse(JSON.parse(await readFile(join(folder, manifestFile), 'utf8')))
    if (current.model !== model.name || current.dimensions !== model.dimensions) return undefined
    const folders = current.sha256.map((_, i) => join(folder, current.generation, String(i)))
    for (const [i, path] of folders.entries()) if ((await digestOf(path)) !== current.sha256[i]) return undefined
    const indexes = folders.map((path) => new vectra.LocalIndex<VectraMetadata>(path))
    // Counting reads them, before another process puts newer ones in their place.
    let items = 0
    for (const index of indexes) items += (await index.getIndexStats()).items
    return items === current.items ? { ...current, indexes } : undefined
  } catch {
    return undefined
  }
}

/** The folders that this process is writing to. */
const writing = new Set<string>()

const lockText = z.string().regex(/^\S+ \d+$/)

/** Whether whoever left the lock is gone: ended on this machine, or for so long that it does not matter where it was. */
const isLeftBehind = async (lock: string): Promise<boolean> => {
  try {
    const { mtimeMs } = await stat(lock)
    if (Date.now() - mtimeMs > staleLockMs) return true
    const [host, owner = ''] = lockText.parse(await readFile(lock, 'utf8')).split(' ')
    if (host !== hostname()) return false
    if (Number(owner) === process.pid) return !writing.has(lock)
    process.kill(Number(owner), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/** Removes what is in a folder but for what has one of these names. */
export const removeOthers = async (root: string, names: ReadonlySet<string>): Promise<void> => {
  for (const name of await readdir(root))
    if (!names.has(name)) await rm(join(root, name), { recursive: true, force: true })
}

/** Runs the work if no other process is at it. A lock that its owner left behind is broken. */
const asOnlyWriter = async (folder: string, work: () => Promise<void>): Promise<boolean> => {
  const lock = join(folder, lockFile)
  try {
    await writeFile(lock, `${hostname()} ${process.pid}`, { flag: 'wx' })
  } catch {
    if (!(await isLeftBehind(lock))) return false
    await rm(lock, { force: true })
    return asOnlyWriter(folder, work)
  }
  writing.add(lock)
  try {
    await work()
  } finally {
    writing.delete(lock)
    await rm(lock, { force: true })
  }
  return true
}

/**
 * Writes a new generation beside the one in use and then puts the manifest in its place by renaming, so that whoever is killed
 * on the way leaves the old one whole. Returns `false` when another process is writing.
 */
export const writeGeneration = async (
  folder: string,
  model: EmbeddingModel,
  sequence: number,
  batches: AsyncIterable<VectorEntry[]>,
): Promise<boolean> => {
  const vectra = await loadVectra()
  await mkdir(folder, { recursive: true })
  return asOnlyWriter(folder, async () => {
    const generation = randomUUID()
    const shardItems = Math.max(1, Math.min(mostShardItems, Math.floor(shardNumbers / model.dimensions)))
    const sha256: string[] = []
    let items = 0
    let waiting: VectorEntry[] = []
    const flush = async (entries: VectorEntry[]): Promise<void> => {
      const path = join(folder, generation, String(sha256.length))
      const index = new vectra.LocalIndex<VectraMetadata>(path)
      await index.createIndex({ version: 1 })
      await index.batchInsertItems(entries.map(toItem))
      await sync(join(path, indexFile))
      sha256.push(await digestOf(path))
      items += entries.length
    }
    for await (const batch of batches) {
      waiting.push(...batch)
      while (waiting.length >= shardItems) {
        await flush(waiting.slice(0, shardItems))
        waiting = waiting.slice(shardItems)
      }
    }
    if (waiting.length > 0) await flush(waiting)
    const next: Manifest = { model: model.name, dimensions: model.dimensions, generation, sequence, sha256, items }
    const draft = join(folder, `${generation}.json`)
    await writeFile(draft, JSON.stringify(next))
    await sync(draft)
    await rename(draft, join(folder, manifestFile))
    await removeOthers(folder, new Set([generation, manifestFile, lockFile]))
  })
}

const toItem = ({ key, audience, documentKey, vector }: VectorEntry) => ({
  id: String(key),
  vector: Array.from(vector),
  metadata: { audience: String(audience), document: String(documentKey), chunk: String(key) },
})
