import type { Knex } from 'knex'
import { isSqlite } from './dialect.ts'
import { isAmongKeys } from './among.ts'
import { parseKeys } from '../text/key-list.ts'
import type { StateRow } from './state.ts'

/** Passages that are no more and that segments, or whoever has read of them, may still hold, as they are at one moment. */
export interface Removed {
  /** Ascending; it only grows while `purged` stays the same. */
  keys: Uint32Array
  /** How many were taken out of segments. What was read of these before that number grew may hold one that nobody knows of. */
  purged: number
}

const joined = (database: Knex): Knex.Raw =>
  database.raw(isSqlite(database) ? 'group_concat(key) as keys' : `string_agg(key::text, ',') as keys`)

/** Notes that the passages of these documents are about to be removed. Within the transaction that removes them. */
export const noteRemoved = async (database: Knex, documentKeys: readonly number[]): Promise<void> => {
  await database.raw(
    `insert into removed_passages (key, revision)
     select chunks.key, revision from chunks cross join collection_state
     where ${isAmongKeys(database, 'document_key', documentKeys)[0]}`,
    [JSON.stringify(documentKeys)],
  )
}

/** The passages from `from` up to but not `end` that were removed and that segments may still hold. */
export const readRemoved = async (database: Knex, from: number, end: number): Promise<Uint32Array> => {
  const [row]: { keys: string | null }[] = await database('removed_passages')
    .select(joined(database))
    .where('key', '>=', from)
    .where('key', '<', end)
  return parseKeys(row?.keys ?? null)
}

/** Notes that these, all between two keys, are in no segment any more. Within the transaction that took them out. */
export const forgetRemoved = async (database: Knex, keys: Uint32Array): Promise<void> => {
  if (keys.length === 0) return
  await database('removed_passages')
    .whereRaw(...isAmongKeys(database, 'key', [...keys]))
    .delete()
  await database<StateRow>('collection_state').increment('purged', keys.length)
}

/** How many keys of documents and passages have been given away and are no more. */
const removedEver = (state: StateRow): number => state.next_key - 1 - state.documents - state.chunks

/** Tells what was removed by a state; of what it knew before only what came since is read. */
export const createRemovedReader = (database: Knex): ((state: StateRow) => Promise<Removed>) => {
  let held: Removed & { revision: number; ever: number } = { keys: new Uint32Array(), purged: 0, revision: 0, ever: 0 }

  const readSince = async (since: number) => {
    // In one statement, so that nothing is taken out of segments in between.
    const keys = database('removed_passages').select(joined(database)).where('revision', '>', since)
    const [row]: { keys: string | null; purged: number; revision: number }[] = await database(
      'collection_state',
    ).select('purged', 'revision', keys.as('keys'))
    return { keys: parseKeys(row?.keys ?? null), purged: row?.purged ?? 0, revision: row?.revision ?? 0 }
  }

  return async (state) => {
    const before = held
    const ever = removedEver(state)
    if (ever <= before.ever && state.purged <= before.purged) return before
    const since = await readSince(before.revision)
    if (since.purged !== before.purged) held = { ...(await readSince(0)), ever }
    else {
      const keys = new Set([...before.keys, ...since.keys])
      held = { ...since, keys: Uint32Array.from(keys).sort(), ever }
    }
    return held
  }
}
