import type { Knex } from 'knex'
import { searchableText } from '../text/prepare.ts'
import type { SeekableText } from '../text/seek.ts'
import { readState } from './state.ts'
import { parsePath } from './tables.ts'

/** A passage that the full text search does not hold yet, with the text that it is found by. */
export interface PendingPassage extends SeekableText {
  key: number
}

interface Row {
  key: number
  title: string
  language: string
  heading_path: string
  context: string | null
  content: string
}

const toPassage = (row: Row): PendingPassage => ({
  key: row.key,
  language: row.language,
  text: searchableText(row.title, {
    text: row.content,
    headingPath: parsePath(row.heading_path),
    ...(row.context === null ? {} : { context: row.context }),
  }),
})

/** Passages with the texts that they are found by, ascending; `only` says which. */
export const readPassages = async (
  database: Knex,
  only: (chunks: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<PendingPassage[]> => {
  const rows: Row[] = await only(
    database('chunks').join('documents', 'documents.key', 'chunks.document_key').orderBy('chunks.key'),
  ).select('chunks.key', 'title', 'language', 'heading_path', 'context', 'content')
  return rows.map(toPassage)
}

/** How many passages the full text search does not hold yet. */
export const countPending = async (database: Knex): Promise<number> => {
  const { indexed_key } = await readState(database)
  const [row] = await database('chunks').where('key', '>=', indexed_key).count<{ n: number | string }[]>({ n: '*' })
  return Number(row?.n ?? 0)
}

/** Reads all passages that are pending, those that were read before from memory: what a key stands for never changes. */
export const createPendingReader = (database: Knex): (() => Promise<PendingPassage[]>) => {
  let held: PendingPassage[] = []
  /** All that was written with a lower key has been read. */
  let readTo = 0
  let reading: Promise<unknown> = Promise.resolve()

  const read = async (): Promise<PendingPassage[]> => {
    const { indexed_key, next_key } = await readState(database)
    if (readTo < next_key) {
      const from = Math.max(readTo, indexed_key)
      const fresh =
        from === next_key
          ? []
          : await readPassages(database, (chunks) =>
              chunks.where('chunks.key', '>=', from).where('chunks.key', '<', next_key),
            )
      held = [...held, ...fresh]
      readTo = next_key
    }
    if ((held[0]?.key ?? Infinity) < indexed_key) held = held.filter(({ key }) => key >= indexed_key)
    return held
  }
  return () => {
    const result = reading.then(read)
    reading = result.catch(() => undefined)
    return result
  }
}
