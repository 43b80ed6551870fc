import type { Knex } from 'knex'
import type { Migration } from '../../../platform/db/migrate.ts'

const isSqlite = (database: Knex): boolean => database.client.config.client === 'better-sqlite3'

/**
 * Passages enter the full text search in the order of their keys, so one number says which are pending; these are found by
 * looking through their texts. Hashes of texts are looked up only where there are vectors, so their index comes with the first model.
 */
export const indexedKey: Migration = {
  up: async (knex) => {
    await knex.schema.alterTable('collection_state', (table) => {
      table.integer('indexed_key').notNullable().defaultTo(1)
    })
    await knex.raw(
      'update collection_state set indexed_key = coalesce((select min(first) from pending_stems), next_key)',
    )
    await knex.raw('drop table pending_stems')
    await knex.raw('drop index if exists chunks_text_hash_index')
  },
  down: async (knex) => {
    const binary = isSqlite(knex) ? 'blob' : 'bytea'
    await knex.raw(`create table pending_stems(
      first integer primary key, passages integer not null, bytes ${binary} not null)`)
    // With lists of no stems: they are found again once they are entered.
    const waiting: { key: number }[] = await knex('chunks')
      .select('key')
      .where('key', '>=', knex('collection_state').select('indexed_key'))
    for (const { key } of waiting)
      await knex('pending_stems').insert({ first: key, passages: 1, bytes: Buffer.from(Int32Array.of(key, 0).buffer) })
    await knex.raw('create index if not exists chunks_text_hash_index on chunks(text_hash)')
    await knex.schema.alterTable('collection_state', (table) => {
      table.dropColumn('indexed_key')
    })
  },
}
