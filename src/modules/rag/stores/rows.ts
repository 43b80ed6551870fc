import type { Knex } from 'knex'

/** What a column may be given. */
export type Value = string | number | Buffer | null

const mostBindings = 20_000

/** Inserts many rows with few statements. `cast` names the PostgreSQL type a column's text is to be read as. */
export const insertRows = async (
  database: Knex,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
  cast: Record<string, string> = {},
): Promise<void> => {
  const row = `(${columns.map((column) => (cast[column] ? `?::${cast[column]}` : '?')).join(',')})`
  const perStatement = Math.floor(mostBindings / columns.length)
  for (let from = 0; from < rows.length; from += perStatement) {
    const part = rows.slice(from, from + perStatement)
    const values = Array.from({ length: part.length }, () => row).join(',')
    await database.raw(`insert into ${table} (${columns.join(',')}) values ${values}`, part.flat())
  }
}

/** A part of an SQL statement with what is bound to it. */
export interface Fragment {
  sql: string
  bindings: Value[]
}

/** Fragments with a word between, each in brackets; `none` stands for none at all. */
export const joinFragments = (fragments: readonly Fragment[], word: 'and' | 'or', none: string): Fragment =>
  fragments.length === 0
    ? { sql: none, bindings: [] }
    : {
        sql: fragments.map((fragment) => `(${fragment.sql})`).join(` ${word} `),
        bindings: fragments.flatMap((fragment) => fragment.bindings),
      }
