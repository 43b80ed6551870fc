import type { Migration } from '../../../platform/db/migrate.ts'

/** Vectors of passages by model and text, and a log of what changed, which the indexes made from them follow. */
export const vectors: Migration = {
  up: async (knex) => {
    const sqlite = knex.client.config.client === 'better-sqlite3'
    await knex.schema.createTable('embedding_models', (table) => {
      table.integer('key').primary()
      table.text('name').notNullable()
      table.integer('dimensions').notNullable()
      table.text('state').notNullable()
      table.text('created_at').notNullable()
      table.unique(['name', 'dimensions'])
    })
    await knex.schema.createTable('embeddings', (table) => {
      table.integer('model').notNullable().references('embedding_models.key').onDelete('CASCADE')
      table.binary('text_hash').notNullable()
      table.binary('vector').notNullable()
      table.primary(['model', 'text_hash'])
    })
    await knex.schema.createTable('vector_changes', (table) => {
      // Never used again after a deletion, so that whoever follows the log cannot mistake a new entry for an old one.
      if (sqlite) table.increments('sequence')
      else table.bigIncrements('sequence')
      table.integer('chunk').notNullable()
    })
    await knex.schema.alterTable('chunks', (table) => {
      table.index('text_hash')
    })
  },
  down: async (knex) => {
    await knex.schema.alterTable('chunks', (table) => {
      table.dropIndex('text_hash')
    })
    for (const table of ['vector_changes', 'embeddings', 'embedding_models']) await knex.schema.dropTableIfExists(table)
  },
}
