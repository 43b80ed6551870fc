import type { Knex } from 'knex'

/** The one row that counts the collection; the first statement of every write changes it, and so waits for the write before. */
export interface StateRow {
  singleton: number
  revision: number
  next_key: number
  /** The full text search holds all passages with lower keys; the others are pending. */
  indexed_key: number
  documents: number
  chunks: number
  /** How many passages that were removed have been taken out of the full text search. */
  purged: number
}

/** The collection's state row. */
export const readState = async (database: Knex): Promise<StateRow> => {
  const state = await database<StateRow>('collection_state').first()
  if (!state) throw new Error('The collection has lost its state row.')
  return state
}

/** Locks the collection for writing until the transaction ends, counts the write, and returns the state. */
export const lockState = async (database: Knex): Promise<StateRow> => {
  await database<StateRow>('collection_state').increment('revision', 1)
  return readState(database)
}
