import type { SoughtTerm, TextEngine } from './text-engine.ts'
import { insertRows } from './insert.ts'

const quoted = (stem: string): string => `"${stem.replaceAll('"', '""')}"`
const matching = ({ stems, isPrefix }: SoughtTerm): string =>
  stems.map((stem) => (isPrefix ? `${quoted(stem)}*` : quoted(stem))).join(' OR ')

/** SQLite's FTS5, over stems made by us. */
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
  async postings(database, terms, from) {
    const later = from > 0 ? ` and rowid >= ${from}` : ''
    const selects = terms.map(
      (_, i) => `select ${i} as term, group_concat(rowid) as keys from chunk_stems where chunk_stems match ?${later}`,
    )
    const found = await database.raw<{ term: number; keys: string | null }[]>(
      selects.join(' union all '),
      terms.map(matching),
    )
    const keys = new Map(found.map((row) => [row.term, row.keys]))
    return terms.map((_, i) => keys.get(i) ?? null)
  },
  async best(database, terms, scope, limit) {
    const found = await database.raw<{ key: number }[]>(
      scope
        ? `select s.key as key from chunk_stems cross join chunk_scope s on s.key = chunk_stems.rowid
           where chunk_stems match ? and ${scope.sql} order by chunk_stems.rank limit ?`
        : 'select rowid as key from chunk_stems where chunk_stems match ? order by rank limit ?',
      [terms.map((term) => `(${matching(term)})`).join(' AND '), ...(scope?.bindings ?? []), limit],
    )
    return found.map((row) => row.key)
  },
}
