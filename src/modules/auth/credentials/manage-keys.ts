import { onRecord } from '../../../contract/audit.ts'
import type { Call, Permission } from '../../../contract/operation.ts'
import { AppError } from '../../../platform/errors.ts'
import { parseDuration } from '../../../platform/duration.ts'
import { callerOf, mayGrant, sessionOf } from '../access/can.ts'
import type { Parts } from '../parts.ts'
import type { ApiKey } from './api-key-tables.ts'

const longest = 366 * 86_400_000

/** An API key as it goes over the wire. */
export const apiKeyView = (key: ApiKey) => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  permissions: key.permissions,
  created_at: key.createdAt,
  expires_at: key.expiresAt,
  last_used_at: key.lastUsedAt,
})

/** What people do with their own API keys. */
export const createKeyManagement = ({ tables, apiKeys, audit }: Parts) => ({
  create: async (
    input: { name: string; permissions?: Permission[] | undefined; expires_in: string },
    call: Call,
  ): Promise<{ key: ApiKey; secret: string }> => {
    const { userId } = sessionOf(call)
    const caller = callerOf(call)
    const permissions = [...new Set(input.permissions ?? caller.permissions)]
    mayGrant(caller, permissions)
    const lifetime = parseDuration(input.expires_in) ?? 0
    if (lifetime <= 0 || lifetime > longest)
      throw new AppError('invalid', 'expires_in: must be more than nothing and at most 366d', {
        errors: [{ path: 'expires_in', message: 'must be more than nothing and at most 366d' }],
      })
    const { key, secret, save } = apiKeys.make({ id: userId }, { name: input.name, permissions, lifetime })
    const details = { name: key.name, permissions, expires_at: key.expiresAt }
    await onRecord(audit, call, { action: 'api_key.created', target: key.id, details }, save)
    return { key, secret }
  },

  delete: async (id: string, call: Call): Promise<void> => {
    const { userId } = sessionOf(call)
    await onRecord(audit, call, { action: 'api_key.deleted', target: id }, async () => {
      if (!(await tables.apiKeys.delete(id, userId))) throw new AppError('not_found', 'You have no such API key.')
    })
  },
})
