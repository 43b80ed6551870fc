import type { TextEngine } from './text-engine.ts'
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

const tsquery = (stems: readonly string[], isPrefix: boolean): string =>
  stems.map((stem) => quoted(stem) + (isPrefix ? ':*' : '')).join(' | ')

/**
 * PostgreSQL's full text search, over stems made by us. Its ranking knows no document frequencies, so each term is ranked alone
 * and weighed by its own.
 */
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
  async frequencies(database, query) {
    if (query.terms.length === 0) return []
    const columns = query.terms.map(
      (_, i) => `(select count(*) from chunk_stems where stems @@ ?::tsquery)::int as f${i}`,
    )
    const { rows } = await database.raw<{ rows: Record<string, number>[] }>(
      `select ${columns.join(', ')}`,
      query.terms.map((term) => tsquery(term.stems, term.isPrefix)),
    )
    return query.terms.map((_, i) => rows[0]?.[`f${i}`] ?? 0)
  },
  async candidates(database, query, terms, scope, limit) {
    const parts = terms.map(({ term, weight }) => {
      const { stems = [], isPrefix = false } = query.terms[term] ?? {}
      return { text: tsquery(stems, isPrefix), weight }
    })
    if (parts.length === 0) return []
    // `|| ''` unpacks the compressed value once a row instead of once a term; `offset 0` keeps the planner from undoing that.
    const score = parts.map(() => '?::float8 * ts_rank(stems, ?::tsquery, 1)').join(' + ')
    const { rows } = await database.raw<{ rows: { key: number }[] }>(
      `select key from (
         select s.key, s.stems || ''::tsvector as stems from chunk_stems s
         where s.stems @@ ?::tsquery ${scope ? `and ${scope.sql}` : ''} offset 0) matching
       order by ${score} desc, key limit ?`,
      [
        parts.map((part) => part.text).join(' | '),
        ...(scope?.bindings ?? []),
        ...parts.flatMap((part) => [part.weight, part.text]),
        limit,
      ],
    )
    return rows.map((row) => row.key)
  },
}
