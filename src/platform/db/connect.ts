import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import knexPackage, { type Knex } from 'knex'
import { AppError } from '../errors.ts'
import type { Storage } from './dialect.ts'
import { migrate, type Migrations } from './migrate.ts'
import { rememberStatements } from './remember-statements.ts'

// knex is CommonJS, and Node finds no named exports in it.
const { knex } = knexPackage

/** A module's own database. What another module keeps cannot be named through it. */
export interface Database {
  knex: Knex
  dialect: Storage['dialect']
  /** The names of the migrations that ran as it was opened. */
  migrated: string[]
  /** Throws when the database does not answer; for readiness. */
  ping(): Promise<void>
  close(): Promise<void>
}

interface SqliteConnection {
  pragma(statement: string): unknown
  prepare(sql: string): unknown
}

/** What goes wrong is thrown, and whoever catches it says so; knex would print it besides. */
const silent = { warn() {}, error() {}, debug() {}, deprecate() {} }

const openSqlite = (directory: string, module: string): Knex => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return knex({
    client: 'better-sqlite3',
    connection: { filename: join(directory, `${module}.sqlite`) },
    useNullAsDefault: true,
    log: silent,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) => {
        // Only a new file takes it; passages and audit records fill larger pages better.
        connection.pragma('page_size = 8192')
        connection.pragma('journal_mode = WAL')
        connection.pragma('synchronous = NORMAL')
        connection.pragma('foreign_keys = ON')
        connection.pragma('busy_timeout = 10000')
        // A batch of documents is some megabytes: with the defaults it would be written twice, and synced at every commit.
        connection.pragma('cache_size = -16384')
        connection.pragma('wal_autocheckpoint = 8192')
        rememberStatements(connection)
        done(null, connection)
      },
    },
  })
}

const openPostgres = async (url: string, module: string): Promise<Knex> => {
  const schema = `ai_agent_${module}`
  const database = knex({
    client: 'pg',
    connection: { connectionString: url, application_name: `ai-agent ${module}` },
    searchPath: [schema, 'public'],
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 10_000,
    log: silent,
  })
  try {
    await database.transaction(async (transaction) => {
      await transaction.raw('select pg_advisory_xact_lock(?)', [schemaLock])
      await transaction.raw('create schema if not exists ??', [schema])
    })
  } catch (error) {
    await database.destroy()
    const why = error instanceof Error && error.message ? error.message : String(error)
    throw new AppError('unavailable', `STORAGE_URL: the database cannot be used: ${why}`, { cause: error })
  }
  return database
}

/** Replicas that start at the same moment must not both create the schema. */
const schemaLock = 7_201_415

/** Opens a module's database and brings its tables up to date. Throws when it cannot be reached. */
export const openDatabase = async (storage: Storage, module: string, migrations: Migrations): Promise<Database> => {
  const database =
    storage.dialect === 'sqlite' ? openSqlite(storage.directory, module) : await openPostgres(storage.url, module)
  let migrated: string[]
  try {
    migrated = await migrate(database, migrations, storage.dialect)
  } catch (error) {
    await database.destroy()
    throw error
  }
  return {
    knex: database,
    dialect: storage.dialect,
    migrated,
    ping: async () => {
      await database.raw('select 1')
    },
    close: () => database.destroy(),
  }
}
