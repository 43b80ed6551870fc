import type { Migration } from '../../../platform/db/migrate.ts'

/** Users, their sessions and API keys; signing keys; failed sign-ins. Times are RFC 3339 texts, which sort as they are. */
export const accounts: Migration = {
  up: async (knex) => {
    await knex.schema.createTable('users', (table) => {
      table.text('id').primary()
      table.text('username').notNullable()
      table.text('username_key').notNullable().unique()
      table.text('email')
      table.text('role').notNullable()
      table.text('password_hash').notNullable()
      table.text('password_scheme').notNullable()
      table.text('attributes').notNullable()
      table.text('disabled_at')
      table.text('created_at').notNullable()
      table.text('updated_at').notNullable()
      table.text('last_login_at')
    })
    await knex.schema.createTable('sessions', (table) => {
      table.text('id').primary()
      table.text('user_id').notNullable().index().references('id').inTable('users').onDelete('CASCADE')
      table.integer('counter').notNullable()
      table.text('device').notNullable()
      table.text('ip').notNullable()
      table.text('created_at').notNullable()
      table.text('last_seen_at').notNullable()
      table.text('refreshed_at').notNullable()
      table.text('ended_at')
    })
    await knex.schema.createTable('api_keys', (table) => {
      table.text('id').primary()
      table.text('user_id').notNullable().index().references('id').inTable('users').onDelete('CASCADE')
      table.text('name').notNullable()
      table.text('prefix').notNullable()
      table.text('secret_hash').notNullable().unique()
      table.text('permissions').notNullable()
      table.text('created_at').notNullable()
      table.text('expires_at').notNullable()
      table.text('last_used_at')
    })
    await knex.schema.createTable('signing_keys', (table) => {
      table.text('kid').primary()
      table.text('algorithm').notNullable()
      table.text('sealed')
      table.text('status').notNullable()
      table.text('created_at').notNullable()
    })
    await knex.schema.createTable('login_failures', (table) => {
      table.text('subject').primary()
      table.integer('failures').notNullable()
      table.text('last_failed_at').notNullable().index()
      table.text('locked_until')
    })
    await knex.schema.createTable('installation', (table) => {
      table.text('name').primary()
      table.text('value').notNullable()
    })
  },
  down: async (knex) => {
    for (const name of ['installation', 'login_failures', 'signing_keys', 'api_keys', 'sessions', 'users'])
      await knex.schema.dropTable(name)
  },
}
