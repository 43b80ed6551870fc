import type { Knex } from 'knex'
import type { Migration } from '../../../platform/db/migrate.ts'

const isSqlite = (database: Knex): boolean => database.client.config.client === 'better-sqlite3'

/**
 * Passages are found from the moment they are written by lists of their stems, and enter the full text search soon after,
 * together with what scoring needs of them. A passage's key is id enough.
 */
export const pending: Migration = {
  up: async (knex) => {
    const binary = isSqlite(knex) ? 'blob' : 'bytea'
    await knex.raw(`create table pending_stems(
      first integer primary key, passages integer not null, bytes ${binary} not null)`)
    await knex.raw(`create table chunk_signatures(key integer primary key, bytes ${binary} not null)`)
    await knex.raw('insert into chunk_signatures (key, bytes) select key, signature from chunks')
    await knex.schema.alterTable('chunks', (table) => {
      table.dropUnique(['id'])
    })
    for (const column of ['id', 'signature']) await knex.raw(`alter table chunks drop column ${column}`)
  },
  down: async (knex) => {
    const sqlite = isSqlite(knex)
    await knex.raw(
      `alter table chunks add column signature ${sqlite ? "blob not null default ''" : "bytea not null default ''"}`,
    )
    await knex.raw(`alter table chunks add column id text not null default ''`)
    await knex.raw(sqlite ? 'update chunks set id = key' : 'update chunks set id = key::text')
    await knex.raw(
      'update chunks set signature = (select bytes from chunk_signatures where chunk_signatures.key = chunks.key)',
    )
    await knex.schema.alterTable('chunks', (table) => {
      table.unique(['id'])
    })
    await knex.raw('drop table chunk_signatures')
    await knex.raw('drop table pending_stems')
  },
}
