import type { Knex } from 'knex'
import { setImmediate as turn } from 'node:timers/promises'
import { isSqlite } from './dialect.ts'
import type { Value } from './rows.ts'

/** A prepared statement of better-sqlite3. */
interface Statement {
  run(...values: readonly Value[]): unknown
}

/** What is used of better-sqlite3's connection. */
interface SqliteConnection {
  prepare(sql: string): Statement
}

/** So many rows are written before others get their turn. */
const rowsATurn = 1_000

/** The types of PostgreSQL that need to be named, as values come as text. */
export type ColumnTypes = Record<string, 'integer' | 'text' | 'jsonb' | 'bytea' | 'halfvec'>

const insertSqlite = async (database: Knex, table: string, columns: ColumnTypes, rows: Iterable<readonly Value[]>) => {
  const names = Object.keys(columns)
  // knex would work on each row for longer than the connection itself.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- knex does not know the type of its driver's connection
  const connection = (await database.client.acquireConnection()) as SqliteConnection
  // Text may be given as its bytes.
  const marks = names.map((name) => (columns[name] === 'text' ? 'cast(? as text)' : '?')).join(',')
  const statement = connection.prepare(`insert into ${table} (${names.join(',')}) values (${marks})`)
  let count = 0
  for (const row of rows) {
    if (count > 0 && count % rowsATurn === 0) await turn()
    statement.run(...row)
    count++
  }
}

const insertPostgres = async (
  database: Knex,
  table: string,
  columns: ColumnTypes,
  rows: Iterable<readonly Value[]>,
): Promise<void> => {
  const names = Object.keys(columns)
  const types = Object.values(columns)
  const fields = names.map((name, i) => `${name} ${types[i] === 'integer' ? 'integer' : 'text'}`)
  const values = names.map((name, i) =>
    types[i] === 'bytea' ? `decode(${name}, 'base64')` : `${name}::${types[i] ?? 'text'}`,
  )
  let part: Record<string, string | number | null>[] = []
  const flush = async (): Promise<void> => {
    if (part.length === 0) return
    await database.raw(
      `insert into ${table} (${names.join(',')}) select ${values.join(',')} from json_to_recordset(?::json) as given(${fields.join(',')})`,
      [JSON.stringify(part)],
    )
    part = []
  }
  for (const row of rows) {
    const given = row.map((value, i) =>
      Buffer.isBuffer(value) ? value.toString(types[i] === 'bytea' ? 'base64' : 'utf8') : value,
    )
    part.push(Object.fromEntries(given.map((value, i) => [names[i] ?? '', value])))
    if (part.length === rowsATurn) await flush()
  }
  await flush()
}

/** Inserts many rows at little cost, within a transaction. The columns are in the order of the values; text may be given as UTF-8. */
export const insertRows = async (
  database: Knex,
  table: string,
  columns: ColumnTypes,
  rows: Iterable<readonly Value[]>,
): Promise<void> => {
  if (isSqlite(database)) await insertSqlite(database, table, columns, rows)
  else await insertPostgres(database, table, columns, rows)
}
