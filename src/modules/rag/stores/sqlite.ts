import type { TextEngine } from './text-engine.ts'
import { insertRows } from './insert.ts'

const quoted = (stem: string): string => `"${stem.replaceAll('"', '""')}"`
/** The first string after all those that begin with this one. */
const after = (prefix: string): string => `${prefix}\u{10ffff}`

/** SQLite's FTS5, over stems made by us. Its own document frequencies come from its vocabulary table. */
export const sqliteText: TextEngine = {
  name: 'sqlite',
  async insert(database, rows) {
    await insertRows(
      database,
      'chunk_stems',
      { rowid: 'integer', stems: 'text' },
      rows.map(({ key, stems }) => [key, stems]),
    )
    await insertRows(
      database,
      'chunk_scope',
      { key: 'integer', document_key: 'integer', audience: 'integer' },
      rows.map(({ key, documentKey, audience }) => [key, documentKey, audience]),
    )
  },
  async remove(database, documentKeys) {
    const marks = documentKeys.map(() => '?').join(',')
    await database.raw(
      `delete from chunk_stems where rowid in (select key from chunk_scope where document_key in (${marks}))`,
      [...documentKeys],
    )
    await database.raw(`delete from chunk_scope where document_key in (${marks})`, [...documentKeys])
  },
  async move(database, documentKey, audience) {
    await database.raw('update chunk_scope set audience = ? where document_key = ?', [audience, documentKey])
  },
  async frequencies(database, query) {
    const exact = [...new Set(query.terms.flatMap((term) => (term.isPrefix ? [] : term.stems)))]
    const found = await database.raw<{ term: string; doc: number }[]>(
      `select term, doc from chunk_terms where term in (${exact.map(() => '?').join(',')})`,
      exact,
    )
    const count = new Map(found.map((row) => [row.term, row.doc]))
    const frequencies: number[] = []
    for (const term of query.terms) {
      if (!term.isPrefix) {
        frequencies.push(Math.max(0, ...term.stems.map((stem) => count.get(stem) ?? 0)))
        continue
      }
      const [sum] = await database.raw<{ doc: number | null }[]>(
        'select sum(doc) as doc from chunk_terms where term >= ? and term < ?',
        [term.word, after(term.word)],
      )
      frequencies.push(sum?.doc ?? 0)
    }
    return frequencies
  },
  async candidates(database, query, terms, scope, limit) {
    const match = terms
      .flatMap(({ term }) => {
        const { stems = [], isPrefix = false } = query.terms[term] ?? {}
        return stems.map((stem) => (isPrefix ? `${quoted(stem)}*` : quoted(stem)))
      })
      .join(' OR ')
    if (!match) return []
    const found = await database.raw<{ key: number }[]>(
      scope
        ? `select s.key as key from chunk_stems cross join chunk_scope s on s.key = chunk_stems.rowid
           where chunk_stems match ? and ${scope.sql} order by chunk_stems.rank limit ?`
        : 'select rowid as key from chunk_stems where chunk_stems match ? order by rank limit ?',
      [match, ...(scope?.bindings ?? []), limit],
    )
    return found.map((row) => row.key)
  },
}
