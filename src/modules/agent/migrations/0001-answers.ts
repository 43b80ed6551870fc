import type { Migration } from '../../../platform/db/migrate.ts'

/** Conversations, the answers given in them, and what their askers said of those. */
export const answers: Migration = {
  up: async (knex) => {
    await knex.schema.createTable('conversations', (table) => {
      table.text('id').primary()
      table.text('user_id').notNullable()
      table.text('title').notNullable()
      table.text('database').notNullable()
      table.text('created_at').notNullable()
      table.text('updated_at').notNullable()
      table.index(['user_id', 'id'])
    })
    await knex.schema.createTable('answers', (table) => {
      table.text('id').primary()
      table.text('user_id').notNullable()
      table.text('conversation_id').references('id').inTable('conversations').onDelete('CASCADE')
      table.text('question').notNullable()
      table.text('database').notNullable()
      table.text('view_key').notNullable()
      table.text('outcome').notNullable()
      table.text('sql')
      table.integer('max_rows').notNullable()
      table.text('result_sha256')
      table.integer('row_count').notNullable()
      table.text('body').notNullable()
      table.text('created_at').notNullable()
      table.index(['conversation_id', 'id'])
    })
    await knex.schema.createTable('feedback', (table) => {
      table.text('answer_id').primary().references('id').inTable('answers').onDelete('CASCADE')
      table.text('user_id').notNullable()
      table.text('verdict').notNullable()
      table.text('question').notNullable()
      table.text('sql')
      table.text('database').notNullable()
      table.text('view_key').notNullable()
      table.boolean('shared').notNullable()
      table.text('created_at').notNullable()
      table.index(['database', 'user_id'])
    })
  },
  down: async (knex) => {
    for (const name of ['feedback', 'answers', 'conversations']) await knex.schema.dropTable(name)
  },
}
