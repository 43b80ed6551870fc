import type { Knex } from 'knex'

/** One step of a module's tables, forward and back. */
export type Migration = Knex.Migration

/** A module's steps, oldest first, each under a name that never changes: `0001-users`. */
export type Migrations = { name: string; migration: Migration }[]

/** knex records file names, and those differ between source and build; a list with names of our own does not. */
const source = (migrations: Migrations): Knex.MigrationSource<Migrations[number]> => ({
  getMigrations: () => Promise.resolve(migrations),
  getMigrationName: (step) => step.name,
  getMigration: (step) => Promise.resolve(step.migration),
})

/**
 * Runs the steps that have not run yet, under a lock, so that replicas may start together.
 * Returns the names of those that ran. A database that is newer than this program is refused by knex.
 */
export const migrate = async (
  database: Knex,
  migrations: Migrations,
  dialect: 'sqlite' | 'postgres',
): Promise<string[]> => {
  // knex' own lock refuses instead of waiting, and is not there yet in a new database; so each waits for its turn first.
  return database.transaction(async (transaction) => {
    // A transaction of SQLite that begins with a write waits for the others; nobody reads this number.
    const turn =
      dialect === 'sqlite' ? 'pragma user_version = 0' : 'select pg_advisory_xact_lock(hashtext(current_schema()))'
    await transaction.raw(turn)
    const result: unknown = await transaction.migrate.latest({
      migrationSource: source(migrations),
      tableName: 'migrations',
    })
    const names: unknown = Array.isArray(result) ? result[1] : []
    return Array.isArray(names) ? names.map(String) : []
  })
}
