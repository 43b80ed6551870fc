import type { Knex } from 'knex'
import { z } from 'zod'

/** The algorithms that tokens may be signed with. */
export const algorithms = ['HS256', 'ES256', 'RS256'] as const

/** One of them. */
export type Algorithm = (typeof algorithms)[number]

/** `current` signs; `previous` still verifies; `retired` does neither. */
export type KeyStatus = 'current' | 'previous' | 'retired'

/** A signing key as it is kept; `sealed` is null for the one that comes from the configuration. */
export interface StoredKey {
  kid: string
  algorithm: Algorithm
  sealed: string | null
  status: KeyStatus
  createdAt: string
}

/** Signing keys; at most one is current. */
export interface KeyTable {
  /** Newest first. */
  list(): Promise<StoredKey[]>
  /** Adds a key as the current one, and makes the one before a previous one. Nothing happens when it is there already. */
  addCurrent(key: Omit<StoredKey, 'status'>): Promise<void>
  retire(kid: string): Promise<void>
}

const row = z
  .object({
    kid: z.string(),
    algorithm: z.enum(algorithms),
    sealed: z.string().nullable(),
    status: z.enum(['current', 'previous', 'retired']),
    created_at: z.string(),
  })
  .transform(({ created_at, ...rest }): StoredKey => ({ ...rest, createdAt: created_at }))

/** The rows of signing keys. */
export const createKeyTable = (knex: Knex): KeyTable => ({
  list: async () => {
    const rows: unknown[] = await knex('signing_keys').orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'kid', order: 'desc' },
    ])
    return rows.map((found) => row.parse(found))
  },
  addCurrent: ({ kid, algorithm, sealed, createdAt }) =>
    knex.transaction(async (transaction) => {
      const made = await transaction('signing_keys')
        .insert({ kid, algorithm, sealed, status: 'current', created_at: createdAt })
        .onConflict('kid')
        .ignore()
        .returning('kid')
      if (made.length === 0) return
      await transaction('signing_keys').where({ status: 'current' }).whereNot({ kid }).update({ status: 'previous' })
    }),
  retire: async (kid) => {
    await knex('signing_keys').where({ kid }).update({ status: 'retired', sealed: null })
  },
})
