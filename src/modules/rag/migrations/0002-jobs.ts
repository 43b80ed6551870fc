import type { Migration } from '../../../platform/db/migrate.ts'

/** Ingestions under way: what each consists of, and the bytes that are still to be read. Times of leases are milliseconds. */
export const jobs: Migration = {
  up: async (knex) => {
    await knex.schema.createTable('jobs', (table) => {
      table.text('id').primary()
      table.text('user_id').notNullable()
      table.text('role').notNullable()
      table.text('status').notNullable()
      table.text('stage').notNullable()
      table.integer('attempts').notNullable()
      table.double('not_before').notNullable()
      table.text('lease_owner')
      table.double('lease_until').notNullable()
      table.text('created_at').notNullable()
      table.text('updated_at').notNullable()
      table.index(['status', 'not_before'])
    })
    await knex.schema.createTable('job_items', (table) => {
      table.text('job_id').notNullable().references('id').inTable('jobs').onDelete('CASCADE')
      table.integer('ordinal').notNullable()
      table.text('request').notNullable()
      table.text('fingerprint').notNullable()
      table.double('size').notNullable()
      table.text('status').notNullable()
      table.text('outcomes').notNullable()
      table.primary(['job_id', 'ordinal'])
    })
    await knex.schema.createTable('spooled', (table) => {
      table.text('job_id').notNullable().references('id').inTable('jobs').onDelete('CASCADE')
      table.integer('ordinal').notNullable()
      table.integer('part').notNullable()
      table.binary('bytes').notNullable()
      table.primary(['job_id', 'ordinal', 'part'])
    })
    await knex.schema.alterTable('documents', (table) => table.index('content_hash'))
  },
  down: async (knex) => {
    await knex.schema.alterTable('documents', (table) => table.dropIndex('content_hash'))
    for (const name of ['spooled', 'job_items', 'jobs']) await knex.schema.dropTable(name)
  },
}
