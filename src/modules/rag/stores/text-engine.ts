import type { Knex } from 'knex'
import type { LexicalQuery } from '../text/lexical-query.ts'
import type { WeighedTerm } from './passage-store.ts'
import type { Fragment } from './rows.ts'

/** The lexical entry of a passage. */
export interface LexicalRow {
  key: number
  documentKey: number
  audience: number
  /** Joined by blanks. */
  stems: string
}

/**
 * What differs between the databases: the full text search that finds candidates. The ranking that callers see is made from
 * signatures and is the same for both.
 */
export interface TextEngine {
  name: 'sqlite' | 'postgres'
  insert(database: Knex, rows: readonly LexicalRow[]): Promise<void>
  /** Removes the entries of these documents. */
  remove(database: Knex, documentKeys: readonly number[]): Promise<void>
  /** Gives the entries of a document to another audience. */
  move(database: Knex, documentKey: number, audience: number): Promise<void>
  frequencies(database: Knex, query: LexicalQuery): Promise<number[]>
  /** `scope` is a condition over `s.audience` and `s.document_key`. */
  candidates(
    database: Knex,
    query: LexicalQuery,
    terms: readonly WeighedTerm[],
    scope: Fragment | undefined,
    limit: number,
  ): Promise<number[]>
}
