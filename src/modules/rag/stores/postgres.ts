import type { SoughtTerm, TextEngine } from './text-engine.ts'
import { insertRows } from './insert.ts'

const quoted = (stem: string): string => `'${stem.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
const mostPositions = 255

/** Stems as PostgreSQL writes a tsvector, each with as many positions as it has occurrences. */
const tsvector = (stems: readonly string[]): string => {
  const counts = new Map<string, number>()
  for (const stem of stems) counts.set(stem, Math.min((counts.get(stem) ?? 0) + 1, mostPositions))
  return [...counts]
    .map(([stem, count]) => `${quoted(stem)}:${Array.from({ length: count }, (_, i) => i + 1).join(',')}`)
    .join(' ')
}

const matching = ({ stems, isPrefix }: SoughtTerm): string =>
  stems.map((stem) => quoted(stem) + (isPrefix ? ':*' : '')).join(' | ')

/** PostgreSQL's full text search, over stems made by us. */
export const postgresText: TextEngine = {
  name: 'postgres',
  async insert(database, rows) {
    await insertRows(
      database,
      'chunk_stems',
      { key: 'integer', document_key: 'integer', audience: 'integer', stems: 'tsvector' },
      rows.map(({ key, documentKey, audience, stems }) => [key, documentKey, audience, tsvector(stems.split(' '))]),
    )
  },
  async remove(database, documentKeys) {
    await database.raw('delete from chunk_stems where document_key = any(?)', [[...documentKeys]])
  },
  async move(database, documentKey, audience) {
    await database.raw('update chunk_stems set audience = ? where document_key = ?', [audience, documentKey])
  },
  async postings(database, terms, from) {
    const later = from > 0 ? ` and key >= ${from}` : ''
    // They are put in order by whoever reads them: here it would cost more.
    const selects = terms.map(
      (_, i) =>
        `select ${i} as term, string_agg(key::text, ',') as keys from chunk_stems where stems @@ ?::tsquery${later}`,
    )
    const { rows } = await database.raw<{ rows: { term: number; keys: string | null }[] }>(
      selects.join(' union all '),
      terms.map(matching),
    )
    const keys = new Map(rows.map((row) => [row.term, row.keys]))
    return terms.map((_, i) => keys.get(i) ?? null)
  },
  async best(database, terms, scope, limit) {
    const all = terms.map((term) => `(${matching(term)})`).join(' & ')
    const { rows } = await database.raw<{ rows: { key: number }[] }>(
      `select s.key from chunk_stems s where s.stems @@ ?::tsquery ${scope ? `and ${scope.sql}` : ''}
       order by ts_rank(s.stems, ?::tsquery, 1) desc, s.key limit ?`,
      [all, ...(scope?.bindings ?? []), all, limit],
    )
    return rows.map((row) => row.key)
  },
}
