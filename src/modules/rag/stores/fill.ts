import type { Knex } from 'knex'
import type { Analysed, SearchableText } from '../text/analyse.ts'
import { insertRows } from './insert.ts'
import { countPending, readPassages } from './pending.ts'
import { forgetRemoved, readRemoved } from './removed.ts'
import { makeSegment, tidySegments, writeSegment } from './segments.ts'
import type { Entered } from './passage-store.ts'
import { lockState, readState, type StateRow } from './state.ts'

/** Takes texts apart, wherever there is room for it. */
export type Analyse = (texts: readonly SearchableText[]) => Promise<Analysed[]>

/** So many passages enter the full text search in one transaction, as a segment, which is joined with three others. */
const passagesAtOnce = 4_096
/** So many are taken apart together: whoever does it holds all of them. */
const analysedAtOnce = 512

/** See PassageStore.indexPending. */
export const indexPending = async (knex: Knex, analyse: Analyse): Promise<Entered | undefined> => {
  const { indexed_key: from, next_key } = await readState(knex)
  if (from >= next_key) return (await tidySegments(knex)) ? { left: 0, isOurs: true } : undefined
  const passages = await readPassages(knex, ['chunks.key >= ?', [from]], passagesAtOnce)
  const isAll = passages.length < passagesAtOnce
  const last = passages.at(-1)?.key ?? from
  const after = isAll ? Math.max(next_key, last + 1) : last + 1
  const stemmed: (Analysed & { key: number })[] = []
  while (passages.length > 0) {
    const some = passages.splice(0, analysedAtOnce)
    const analysed = await analyse(some.map(({ text, language }) => ({ text, language })))
    for (const [i, made] of analysed.entries()) stemmed.push({ key: some[i]?.key ?? after, ...made })
  }
  const whole = await makeSegment(stemmed, after)
  const isOurs = await knex.transaction(async (database) => {
    // No document may be deleted between being looked for and being entered.
    const state = await lockState(database)
    if (state.indexed_key !== from) return false
    const rows: { key: number }[] = await database('chunks').select('key').whereBetween('key', [from, last])
    const living = new Set(rows.map(({ key }) => key))
    const entering = stemmed.filter(({ key }) => living.has(key))
    await writeSegment(database, entering.length === stemmed.length ? whole : await makeSegment(entering, after))
    const signatures = entering.map(({ key, signature }) => [
      key,
      Buffer.from(signature.buffer, signature.byteOffset, signature.length),
    ])
    await insertRows(database, 'chunk_signatures', { key: 'integer', bytes: 'bytea' }, signatures)
    // What was removed before is in no segment.
    await forgetRemoved(database, await readRemoved(database, from, after))
    await database<StateRow>('collection_state').update({ indexed_key: after })
    return true
  })
  while (await tidySegments(knex));
  return { left: await countPending(knex), isOurs }
}
