import type { Migration } from '../../../platform/db/migrate.ts'

/** Policies that were set while the service ran; one without a policy was taken back, and its version stays. */
export const policies: Migration = {
  up: async (knex) => {
    await knex.schema.createTable('policies', (table) => {
      table.text('database').primary()
      table.integer('version').notNullable()
      table.text('policy')
      table.text('updated_by').notNullable()
      table.text('updated_at').notNullable()
    })
  },
  down: async (knex) => {
    await knex.schema.dropTable('policies')
  },
}
