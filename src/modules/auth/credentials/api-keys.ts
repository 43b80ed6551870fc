import { createHash, randomBytes } from 'node:crypto'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import type { Permission } from '../../../contract/operation.ts'
import type { User } from '../accounts/user-tables.ts'
import type { ApiKey, ApiKeyTable } from './api-key-tables.ts'

/** How every API key begins, so that people and scanners know one when they see one. */
export const apiKeyPrefix = 'aia_'

/** Keys for programs: scoped, expiring, known by the hash of their secret. */
export interface ApiKeys {
  /** Makes a key; the secret is answered this once and kept nowhere. `lifetime` in milliseconds. */
  make(
    user: { id: string },
    wanted: { name: string; permissions: Permission[]; lifetime: number },
  ): {
    key: ApiKey
    secret: string
    save: () => Promise<void>
  }
  /** The key and its user as they are now. */
  judge(secret: string): Promise<{ key: ApiKey; user: User; fault?: 'key_expired' | 'account_disabled' } | undefined>
  /** Notes that it is in use; at most once a minute. */
  used(key: ApiKey): Promise<void>
}

/** 256 random bits need no slow hash: there is nothing to guess. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** API keys over their table. */
export const createApiKeys = (options: { table: ApiKeyTable; clock: Clock }): ApiKeys => {
  const { table, clock } = options
  return {
    make: (user, { name, permissions, lifetime }) => {
      const secret = `${apiKeyPrefix}${randomBytes(32).toString('base64url')}`
      const now = clock.now()
      const key: ApiKey = {
        id: newId(),
        userId: user.id,
        name,
        prefix: secret.slice(0, apiKeyPrefix.length + 6),
        permissions,
        createdAt: timestamp(now),
        expiresAt: timestamp(now + lifetime),
        lastUsedAt: null,
      }
      return { key, secret, save: () => table.insert(key, hashOf(secret)) }
    },
    judge: async (secret) => {
      const found = await table.byHash(hashOf(secret))
      if (!found) return undefined
      if (found.user.disabledAt !== null) return { ...found, fault: 'account_disabled' }
      if (clock.now() >= Date.parse(found.key.expiresAt)) return { ...found, fault: 'key_expired' }
      return found
    },
    used: async ({ id, lastUsedAt }) => {
      if (lastUsedAt !== null && clock.now() - Date.parse(lastUsedAt) < 60_000) return
      await table.used(id, timestamp(clock.now()))
    },
  }
}
