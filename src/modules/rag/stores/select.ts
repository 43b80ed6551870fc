import type { Knex } from 'knex'
import { isSqlite } from './dialect.ts'
import type { Value } from './rows.ts'

/** Runs a query that is written out, and gives its rows; those are what the caller says that they are. */
export const select = async <Row>(
  database: Knex,
  sql: string,
  bindings: readonly (Value | string[] | number[])[],
): Promise<Row[]> => {
  const found: unknown = await database.raw(sql, [...bindings])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two drivers return rows, and an object with rows
  return isSqlite(database) ? (found as Row[]) : (found as { rows: Row[] }).rows
}
