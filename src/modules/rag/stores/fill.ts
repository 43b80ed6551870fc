import type { Knex } from 'knex'
import type { Analysed, SearchableText } from '../text/analyse.ts'
import { insertRows } from './insert.ts'
import { countPending, readPassages } from './pending.ts'
import { lockState, readState, type StateRow } from './state.ts'
import type { TextEngine } from './text-engine.ts'

/** Takes texts apart, wherever there is room for it. */
export type Analyse = (texts: readonly SearchableText[]) => Promise<Analysed[]>

/** So many passages enter the full text search in one transaction. */
const passagesAtOnce = 400

/** See PassageStore.indexPending. */
export const indexPending = async (knex: Knex, engine: TextEngine, analyse: Analyse): Promise<number | undefined> => {
  const { indexed_key: from } = await readState(knex)
  const passages = await readPassages(knex, (chunks) => chunks.where('chunks.key', '>=', from).limit(passagesAtOnce))
  const last = passages.at(-1)
  if (!last) return undefined
  const analysed = await analyse(passages.map(({ text, language }) => ({ text, language })))
  const byKey = new Map(passages.map(({ key }, i) => [key, analysed[i]]))
  await knex.transaction(async (database) => {
    // No document may be deleted between being looked for and being entered.
    const state = await lockState(database)
    // Another replica was quicker.
    if (state.indexed_key !== from) return
    const rows: { key: number; document_key: number; audience: number }[] = await database('chunks')
      .join('documents', 'documents.key', 'chunks.document_key')
      .whereBetween('chunks.key', [from, last.key])
      .orderBy('chunks.key')
      .select('chunks.key', 'document_key', 'audience')
    const living = rows.flatMap(({ key, document_key, audience }) => {
      const made = byKey.get(key)
      return made ? [{ key, documentKey: document_key, audience, ...made }] : []
    })
    await engine.insert(database, living)
    const signatures = living.map(({ key, signature }) => [key, Buffer.from(signature.buffer)])
    await insertRows(database, 'chunk_signatures', { key: 'integer', bytes: 'bytea' }, signatures)
    await database<StateRow>('collection_state').update({ indexed_key: last.key + 1 })
  })
  return countPending(knex)
}
