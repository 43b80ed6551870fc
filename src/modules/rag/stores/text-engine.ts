import type { Knex } from 'knex'
import type { QueryTerm } from '../text/lexical-query.ts'
import type { Fragment } from './rows.ts'

/** What a term is looked up by. */
export type SoughtTerm = Pick<QueryTerm, 'stems' | 'isPrefix'>

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
  /** For each term the keys, from `from` on, of all passages that hold it, joined by commas; null for none. */
  postings(database: Knex, terms: readonly SoughtTerm[], from: number): Promise<(string | null)[]>
  /** The best of the passages that hold all these terms, by the engine's own ranking. `scope` is a condition over `s.audience` and `s.document_key`. */
  best(database: Knex, terms: readonly SoughtTerm[], scope: Fragment | undefined, limit: number): Promise<number[]>
}
