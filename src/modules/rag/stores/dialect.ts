import type { Knex } from 'knex'

/** Whether statements go to SQLite; else they go to PostgreSQL. */
export const isSqlite = (database: Knex): boolean => database.client.config.client === 'better-sqlite3'
