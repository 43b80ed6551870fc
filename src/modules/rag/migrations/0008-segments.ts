import type { Knex } from 'knex'
import type { Migration } from '../../../platform/db/migrate.ts'

const isSqlite = (database: Knex): boolean => database.client.config.client === 'better-sqlite3'

/** All passages are pending, are found by looking through their texts, and enter the full text search anew in the background. */
const enterAnew = async (knex: Knex): Promise<void> => {
  await knex.raw('update collection_state set revision = revision + 1, indexed_key = 1')
  await knex.raw('delete from chunk_signatures')
}

/** A full text search of our own in place of the engines': segments of adjacent keys, and in blocks the postings of their stems. */
export const segments: Migration = {
  up: async (knex) => {
    for (const table of ['chunk_terms', 'chunk_scope', 'chunk_stems']) await knex.schema.dropTableIfExists(table)
    await knex.schema.createTable('posting_segments', (table) => {
      table.integer('first').primary()
      table.integer('after').notNullable()
      table.integer('passages').notNullable()
      table.binary('filter').notNullable()
    })
    // Stems are in the order of their bytes, whatever order of words the database has.
    const [text, bytes] = isSqlite(knex) ? ['text', 'blob'] : ['text collate "C"', 'bytea']
    await knex.raw(`create table posting_blocks(
      segment integer not null, stem ${text} not null, bytes ${bytes} not null, primary key (segment, stem))`)
    await knex.schema.createTable('removed_passages', (table) => {
      table.integer('key').primary()
      table.integer('revision').notNullable().index()
    })
    await knex.schema.alterTable('collection_state', (table) => {
      table.integer('purged').notNullable().defaultTo(0)
    })
    // Neither becomes smaller by being compressed.
    if (!isSqlite(knex)) {
      await knex.raw('alter table posting_blocks alter column bytes set storage external')
      await knex.raw('alter table posting_segments alter column filter set storage external')
      await knex.raw('alter table chunk_signatures alter column bytes set storage external')
    }
    await enterAnew(knex)
  },
  down: async (knex) => {
    for (const table of ['posting_segments', 'posting_blocks', 'removed_passages']) await knex.schema.dropTable(table)
    await knex.schema.alterTable('collection_state', (table) => {
      table.dropColumn('purged')
    })
    await enterAnew(knex)
    if (isSqlite(knex)) {
      await knex.raw(`create virtual table chunk_stems using fts5(
        stems, content='', contentless_delete=1, tokenize="ascii tokenchars '-._@/+#_'")`)
      await knex.raw(`create virtual table chunk_terms using fts5vocab(chunk_stems, 'row')`)
      await knex.raw(`create table chunk_scope(
        key integer primary key, document_key integer not null, audience integer not null)`)
      await knex.raw('create index chunk_scope_document on chunk_scope(document_key)')
      return
    }
    await knex.raw('alter table chunk_signatures alter column bytes set storage extended')
    await knex.raw(`create table chunk_stems(
      key integer primary key, document_key integer not null, audience integer not null, stems tsvector not null)`)
    await knex.raw('alter table chunk_stems alter column stems set storage main')
    await knex.raw('create index chunk_stems_document on chunk_stems(document_key)')
    await knex.raw('create index chunk_stems_stems on chunk_stems using gin (stems)')
  },
}
