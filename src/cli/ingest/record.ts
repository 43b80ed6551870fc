import { createHash } from 'node:crypto'
import { appendFile, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'

const line = z.tuple([z.string(), z.string()])

/** What earlier runs have ingested from one folder: the ids of documents, and the names of their files. */
export interface IngestRecord {
  documents: ReadonlyMap<string, string>
  /** Adds documents. */
  add: (documents: readonly { id: string; source: string }[]) => Promise<void>
  /** Forgets documents. */
  remove: (ids: ReadonlySet<string>) => Promise<void>
  /** The documents that other folders have a record of too. */
  elsewhere: () => Promise<Set<string>>
}

/** The documents in a record's file; a line that a crash has cut off is none. */
const read = async (path: string): Promise<Map<string, string>> => {
  const text = await readFile(path, 'utf8').catch(() => '')
  const documents = new Map<string, string>()
  for (const one of text.split('\n')) {
    try {
      const [id, source] = line.parse(JSON.parse(one))
      documents.set(id, source)
    } catch {
      continue
    }
  }
  return documents
}

const write = (documents: Iterable<readonly [string, string]>): string =>
  [...documents].map((one) => `${JSON.stringify(one)}\n`).join('')

/**
 * Opens the record of a folder, given by its true path. Records lie side by side in `home`, a file a folder, a line a
 * document; so that `--prune` removes what came from this folder, and nothing that others ingested under the same name.
 */
export const openRecord = async (home: string, folder: string): Promise<IngestRecord> => {
  const path = join(home, `${createHash('sha256').update(folder).digest('hex').slice(0, 32)}.jsonl`)
  const documents = await read(path)
  return {
    documents,
    add: async (more) => {
      const fresh = more.filter(({ id, source }) => id !== '' && documents.get(id) !== source)
      if (fresh.length === 0) return
      const entries = fresh.map(({ id, source }) => [id, source] as const)
      for (const [id, source] of entries) documents.set(id, source)
      await mkdir(home, { recursive: true, mode: 0o700 })
      await appendFile(path, `\n${write(entries)}`, { mode: 0o600 })
    },
    remove: async (ids) => {
      if (ids.size === 0) return
      for (const id of ids) documents.delete(id)
      await writeFile(`${path}.new`, write(documents), { mode: 0o600 })
      await rename(`${path}.new`, path)
    },
    elsewhere: async () => {
      const names = (await readdir(home).catch(() => [])).filter(
        (name) => name.endsWith('.jsonl') && name !== basename(path),
      )
      const others = await Promise.all(names.map((name) => read(join(home, name))))
      return new Set(others.flatMap((other) => [...other.keys()]))
    },
  }
}
