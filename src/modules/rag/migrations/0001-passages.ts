import type { Knex } from 'knex'
import type { Migration } from '../../../platform/db/migrate.ts'

const isSqlite = (database: Knex): boolean => database.client.config.client === 'better-sqlite3'

const up = async (database: Knex): Promise<void> => {
  const sqlite = isSqlite(database)
  await database.schema.createTable('audiences', (table) => {
    table.integer('key').primary()
    table.text('spec').notNullable().unique()
    table.text('roles')
    table.text('owner').index()
  })
  await database.schema.createTable('documents', (table) => {
    table.integer('key').primary()
    table.text('id').notNullable().unique()
    table.text('title').notNullable()
    table.text('source').notNullable().index()
    table.text('content_hash').notNullable()
    table.text('language').notNullable()
    if (sqlite) table.text('metadata').notNullable()
    else table.jsonb('metadata').notNullable()
    table.integer('audience').notNullable().references('audiences.key').index()
    table.text('status').notNullable()
    table.integer('chunks').notNullable()
    table.text('created_at').notNullable()
    table.text('updated_at').notNullable()
  })
  await database.schema.createTable('document_texts', (table) => {
    table.integer('document_key').primary().references('documents.key').onDelete('CASCADE')
    table.text('text').notNullable()
  })
  await database.schema.createTable('chunks', (table) => {
    table.integer('key').primary()
    table.text('id').notNullable().unique()
    table.integer('document_key').notNullable().references('documents.key').onDelete('CASCADE')
    table.integer('ordinal').notNullable()
    table.integer('start_offset').notNullable()
    table.integer('end_offset').notNullable()
    table.integer('page')
    table.text('heading_path').notNullable()
    table.text('content').notNullable()
    table.text('context')
    table.binary('text_hash').notNullable()
    table.binary('signature').notNullable()
    table.unique(['document_key', 'ordinal'])
  })
  await database.schema.createTable('collection_state', (table) => {
    table.integer('singleton').primary()
    table.integer('revision').notNullable()
    table.integer('next_key').notNullable()
    table.integer('documents').notNullable()
    table.integer('chunks').notNullable()
  })
  await database('collection_state').insert({ singleton: 1, revision: 0, next_key: 1, documents: 0, chunks: 0 })
  await database.schema.createTable('collection_languages', (table) => {
    table.text('language').primary()
    table.integer('documents').notNullable()
  })
  if (sqlite) {
    // FTS5 is handed stems that were made here: its tokenizer only has to find the blanks between them.
    await database.raw(`create virtual table chunk_stems using fts5(
      stems, content='', contentless_delete=1, tokenize="ascii tokenchars '-._@/+#_'")`)
    await database.raw(`create virtual table chunk_terms using fts5vocab(chunk_stems, 'row')`)
    await database.raw(`create table chunk_scope(
      key integer primary key, document_key integer not null, audience integer not null)`)
    await database.raw('create index chunk_scope_document on chunk_scope(document_key)')
    return
  }
  await database.raw(`create table chunk_stems(
    key integer primary key, document_key integer not null, audience integer not null, stems tsvector not null)`)
  await database.raw('alter table chunk_stems alter column stems set storage main')
  await database.raw('create index chunk_stems_document on chunk_stems(document_key)')
  await database.raw('create index chunk_stems_stems on chunk_stems using gin (stems)')
}

const down = async (database: Knex): Promise<void> => {
  const tables = ['chunk_terms', 'chunk_scope', 'chunk_stems', 'collection_languages', 'collection_state', 'chunks']
  for (const table of [...tables, 'document_texts', 'documents', 'audiences'])
    await database.schema.dropTableIfExists(table)
}

/** Documents, their passages, and the lexical index in the engine's own full text search. */
export const passages: Migration = { up, down }
