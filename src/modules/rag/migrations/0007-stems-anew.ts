import type { Migration } from '../../../platform/db/migrate.ts'

/**
 * For stems that are made otherwise than those in the full text search: empties it, so that all passages are pending, are found
 * by looking through their texts, and enter it anew in the background.
 */
export const stemsAnew: Migration = {
  up: async (knex) => {
    await knex.raw('update collection_state set revision = revision + 1, indexed_key = 1')
    await knex.raw('delete from chunk_stems')
    if (await knex.schema.hasTable('chunk_scope')) await knex.raw('delete from chunk_scope')
    await knex.raw('delete from chunk_signatures')
  },
  down: (knex) => stemsAnew.up(knex),
}
