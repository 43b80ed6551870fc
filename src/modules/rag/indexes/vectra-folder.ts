import { randomUUID } from 'node:crypto'
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
  shards: z.int().min(0),
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

const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

/** The generation that the folder's manifest names, or `undefined` when there is none that can be trusted. */
export const openGeneration = async (folder: string, model: EmbeddingModel): Promise<Generation | undefined> => {
  const vectra = await loadVectra()
  try {
    const current = manifest.parse(JSON.parse(await readFile(join(folder, manifestFile), 'utf8')))
    if (current.model !== model.name || current.dimensions !== model.dimensions) return undefined
    const indexes = Array.from(
      { length: current.shards },
      (_, i) => new vectra.LocalIndex<VectraMetadata>(join(folder, current.generation, String(i))),
    )
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

/** Runs the work if no other process is at it. A lock that its owner left behind is broken. */
const asOnlyWriter = async (folder: string, work: () => Promise<void>): Promise<boolean> => {
  const lock = join(folder, 'writer.lock')
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
    let [shards, items] = [0, 0]
    let waiting: VectorEntry[] = []
    const flush = async (entries: VectorEntry[]): Promise<void> => {
      const path = join(folder, generation, String(shards++))
      const index = new vectra.LocalIndex<VectraMetadata>(path)
      await index.createIndex({ version: 1 })
      await index.batchInsertItems(entries.map(toItem))
      await sync(join(path, 'index.json'))
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
    const next: Manifest = { model: model.name, dimensions: model.dimensions, generation, sequence, shards, items }
    const draft = join(folder, `${generation}.json`)
    await writeFile(draft, JSON.stringify(next))
    await sync(draft)
    await rename(draft, join(folder, manifestFile))
    for (const name of await readdir(folder))
      if (![generation, manifestFile, 'writer.lock'].includes(name))
        await rm(join(folder, name), { recursive: true, force: true })
  })
}

const toItem = ({ key, audience, documentKey, vector }: VectorEntry) => ({
  id: String(key),
  vector: Array.from(vector),
  metadata: { audience: String(audience), document: String(documentKey), chunk: String(key) },
})
