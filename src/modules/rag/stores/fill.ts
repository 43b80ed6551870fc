import type { Knex } from 'knex'
import type { Analysed, SearchableText } from '../text/analyse.ts'
import { insertRows } from './insert.ts'
import { countPending, keysOf, oldestPending } from './pending.ts'
import { searchableText } from '../text/prepare.ts'
import { lockState } from './state.ts'
import { parsePath } from './tables.ts'
import type { TextEngine } from './text-engine.ts'

/** Takes texts apart, wherever there is room for it. */
export type Analyse = (texts: readonly SearchableText[]) => Promise<Analysed[]>

interface Row {
  key: number
  document_key: number
  audience: number
  title: string
  language: string
  heading_path: string
  context: string | null
  content: string
}

const textOf = (row: Row): SearchableText => ({
  text: searchableText(row.title, {
    text: row.content,
    headingPath: parsePath(row.heading_path),
    ...(row.context === null ? {} : { context: row.context }),
  }),
  language: row.language,
})

/** The texts by which the passages of these keys are found; those that are gone are left out. */
export const searchableTexts = async (
  database: Knex,
  keys: readonly number[],
): Promise<{ row: Row; searchable: SearchableText }[]> => {
  const rows = await database('chunks')
    .join('documents', 'documents.key', 'chunks.document_key')
    .whereIn('chunks.key', [...keys])
    .orderBy('chunks.key')
    .select<Row[]>('chunks.key', 'document_key', 'audience', 'title', 'language', 'heading_path', 'context', 'content')
  return rows.map((row) => ({ row, searchable: textOf(row) }))
}

/** See PassageStore.indexPending. */
export const indexPending = async (knex: Knex, engine: TextEngine, analyse: Analyse): Promise<number | undefined> => {
  const group = await oldestPending(knex)
  if (!group) return undefined
  const keys = keysOf(group)
  const texts = await searchableTexts(knex, keys)
  const analysed = await analyse(texts.map(({ searchable }) => searchable))
  const byKey = new Map(texts.map(({ row }, i) => [row.key, analysed[i]]))
  await knex.transaction(async (database) => {
    // Whoever takes the group away first writes its passages; another replica then finds nothing to do.
    const taken = await database('pending_stems').where({ first: group.first }).delete()
    if (taken === 0) return
    // No document may be deleted between being looked for and being entered.
    await lockState(database)
    const rows: { key: number; document_key: number; audience: number }[] = await database('chunks')
      .join('documents', 'documents.key', 'chunks.document_key')
      .whereIn('chunks.key', keys)
      .select('chunks.key', 'document_key', 'audience')
    const living = rows.flatMap(({ key, document_key, audience }) => {
      const made = byKey.get(key)
      return made ? [{ key, documentKey: document_key, audience, ...made }] : []
    })
    await engine.insert(database, living)
    const signatures = living.map(({ key, signature }) => [key, Buffer.from(signature.buffer)])
    await insertRows(database, 'chunk_signatures', { key: 'integer', bytes: 'bytea' }, signatures)
  })
  return countPending(knex)
}
