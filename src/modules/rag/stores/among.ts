import type { Knex } from 'knex'
import { isSqlite } from './dialect.ts'

/**
 * The condition that a column's text is one of these, with what is bound to it. However many they are, the statement is the
 * same, and so is made quickly.
 */
export const isAmong = (database: Knex, column: string, values: readonly string[]): [string, [string]] => {
  const all = isSqlite(database) ? 'select value from json_each(?)' : 'select json_array_elements_text(?::json)'
  return [`${column} in (${all})`, [JSON.stringify(values)]]
}

/** The same for a column of whole numbers. */
export const isAmongKeys = (database: Knex, column: string, keys: readonly number[]): [string, [string]] => {
  const all = isSqlite(database)
    ? 'select value from json_each(?)'
    : 'select json_array_elements_text(?::json)::integer'
  return [`${column} in (${all})`, [JSON.stringify(keys)]]
}
