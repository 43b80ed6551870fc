import { AppError } from '../../platform/errors.ts'
import type { Caller, DatabaseView, Gate } from './sql/gate.ts'
import type { DatabaseSchema } from './sql/schema.ts'

/** A database in a list, as one caller sees it. */
export interface DatabaseSummary {
  name: string
  dialect: string
  tables: number
  status: 'available' | 'unavailable'
  indexed?: number
}

/** How far the index of the values of a database has come, 0 to 1; undefined when none is being made. */
export type IndexProgress = (view: DatabaseView) => number | undefined

/** The database that a question without a name is about: "default", else the first. Throws `not_found` when there is none. */
const defaultDatabase = (gate: Gate): string => {
  const names = gate.databases().map(({ name }) => name)
  const name = names.includes('default') ? 'default' : names[0]
  if (name === undefined)
    throw new AppError('not_found', 'No database is configured; set DATABASE_URL and start again.', {
      reason: 'no_database',
    })
  return name
}

/** What a caller may see of a database. Throws `not_found` with the names that there are, or `unavailable`. */
export const viewOf = async (gate: Gate, name: string | undefined, caller: Caller): Promise<DatabaseView> => {
  const wanted = name ?? defaultDatabase(gate)
  const names = gate.databases().map((database) => database.name)
  if (names.includes(wanted)) return gate.view(wanted, caller)
  throw new AppError('not_found', `There is no database "${wanted}". There are: ${names.join(', ') || 'none'}.`, {
    reason: 'database_unknown',
  })
}

/** Every database as the caller sees it; one that is down is listed as such and delays nobody. */
export const summarize = (gate: Gate, caller: Caller, progress: IndexProgress): Promise<DatabaseSummary[]> =>
  Promise.all(
    gate.databases().map(async ({ name, dialect, status }): Promise<DatabaseSummary> => {
      const down: DatabaseSummary = { name, dialect, tables: 0, status: 'unavailable' }
      const looking = gate.view(name, caller).catch(() => undefined)
      // One that was down is looked at again, but nobody waits for it.
      const view = status === 'unavailable' ? undefined : await looking
      if (!view) return down
      const indexed = progress(view)
      return {
        name,
        dialect,
        tables: view.schema.tables.length,
        status: 'available',
        ...(indexed === undefined ? {} : { indexed }),
      }
    }),
  )

/** A schema as it goes over the wire. */
export const wireTables = (schema: DatabaseSchema) =>
  schema.tables.map(({ name, kind, columns, primaryKey, foreignKeys, comment, rowCount }) => ({
    name,
    kind,
    columns,
    primary_key: primaryKey,
    foreign_keys: foreignKeys,
    ...(comment === undefined ? {} : { comment }),
    ...(rowCount === undefined ? {} : { row_count: rowCount }),
  }))
