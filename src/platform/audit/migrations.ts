import { newHead } from './chain.ts'
import type { Migrations } from '../db/migrate.ts'

/** The tables of a module's audit trail; added to the module's own steps by whoever opens its database. */
export const auditMigrations: Migrations = [
  {
    name: 'audit-0001-trail',
    migration: {
      up: async (knex) => {
        await knex.schema.createTable('audit_records', (table) => {
          table.bigInteger('sequence').primary()
          table.text('id').notNullable().unique()
          table.text('time').notNullable().index()
          table.text('action').notNullable().index()
          table.text('outcome').notNullable()
          table.text('user_id').index()
          table.text('username').index()
          table.text('target')
          table.text('request_id')
          table.text('ip')
          table.text('details').notNullable()
          table.text('previous').notNullable()
          table.text('hash').notNullable()
        })
        for (const name of ['audit_head', 'audit_checkpoints'])
          await knex.schema.createTable(name, (table) => {
            if (name === 'audit_head') table.integer('id').primary()
            table.bigInteger('sequence').notNullable()
            table.text('time').notNullable()
            table.text('hash').notNullable()
            table.text('mac').notNullable()
            if (name === 'audit_checkpoints') table.primary(['sequence'])
          })
        // A trail without a head has lost it; a new one has this.
        await knex('audit_head').insert({ id: 1, ...newHead })
      },
      down: async (knex) => {
        for (const name of ['audit_checkpoints', 'audit_head', 'audit_records']) await knex.schema.dropTable(name)
      },
    },
  },
]
