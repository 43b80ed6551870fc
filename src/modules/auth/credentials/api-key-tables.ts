import type { Knex } from 'knex'
import { z } from 'zod'
import { permissions, type Permission } from '../../../contract/operation.ts'
import { userRow, type User } from '../accounts/user-tables.ts'

/** An API key as it is kept: the hash of its secret, never the secret. Times are RFC 3339. */
export interface ApiKey {
  id: string
  userId: string
  name: string
  prefix: string
  permissions: Permission[]
  createdAt: string
  expiresAt: string
  lastUsedAt: string | null
}

/** API keys, by the hash of their secret. */
export interface ApiKeyTable {
  insert(key: ApiKey, secretHash: string): Promise<void>
  /** The key and its user in one look. */
  byHash(secretHash: string): Promise<{ key: ApiKey; user: User } | undefined>
  /** A user's, newest first. */
  list(userId: string, page: { before?: string; limit: number }): Promise<ApiKey[]>
  used(id: string, now: string): Promise<void>
  /** Whether there was one of this user to delete. */
  delete(id: string, userId: string): Promise<boolean>
}

const row = z
  .object({
    key_id: z.string(),
    user_id: z.string(),
    name: z.string(),
    prefix: z.string(),
    key_permissions: z.string(),
    key_created_at: z.string(),
    expires_at: z.string(),
    last_used_at: z.string().nullable(),
  })
  .transform((found): ApiKey => ({
    id: found.key_id,
    userId: found.user_id,
    name: found.name,
    prefix: found.prefix,
    permissions: z.array(z.enum(permissions)).parse(JSON.parse(found.key_permissions)),
    createdAt: found.key_created_at,
    expiresAt: found.expires_at,
    lastUsedAt: found.last_used_at,
  }))

const columns = [
  'api_keys.id as key_id',
  'api_keys.user_id',
  'api_keys.name',
  'api_keys.prefix',
  'api_keys.permissions as key_permissions',
  'api_keys.created_at as key_created_at',
  'api_keys.expires_at',
  'api_keys.last_used_at',
]

/** The rows of API keys. */
export const createApiKeyTable = (knex: Knex): ApiKeyTable => ({
  insert: async (key, secretHash) => {
    await knex('api_keys').insert({
      id: key.id,
      user_id: key.userId,
      name: key.name,
      prefix: key.prefix,
      secret_hash: secretHash,
      permissions: JSON.stringify(key.permissions),
      created_at: key.createdAt,
      expires_at: key.expiresAt,
      last_used_at: key.lastUsedAt,
    })
  },
  byHash: async (secretHash) => {
    const found: unknown = await knex('api_keys')
      .join('users', 'users.id', 'api_keys.user_id')
      .where('api_keys.secret_hash', secretHash)
      .select('users.*', ...columns)
      .first()
    return found === undefined ? undefined : { key: row.parse(found), user: userRow.parse(found) }
  },
  list: async (userId, { before, limit }) => {
    const query = knex('api_keys').where({ user_id: userId }).orderBy('id', 'desc').limit(limit)
    if (before !== undefined) query.where('id', '<', before)
    const rows: unknown[] = await query.select(columns)
    return rows.map((found) => row.parse(found))
  },
  used: async (id, now) => {
    await knex('api_keys').where({ id }).update({ last_used_at: now })
  },
  delete: async (id, userId) => (await knex('api_keys').where({ id, user_id: userId }).delete()) === 1,
})
