import type { Call, Permission } from '../../../contract/operation.ts'
import { entryOf } from '../../../contract/audit.ts'
import type { Audit } from '../../../platform/audit/audit.ts'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import type { KeyValue } from '../../../platform/kv/kv.ts'
import type { User } from '../accounts/user-tables.ts'
import { apiKeyPrefix, type ApiKeys } from '../credentials/api-keys.ts'
import type { Sessions } from '../credentials/sessions.ts'
import type { Verified } from '../tokens/verify.ts'
import { permissionsOf, type Role } from '../../../contract/roles.ts'

/** Whom a good credential belongs to, as `validate` answers it. */
export interface Identity {
  valid: true
  user_id: string
  username: string
  role: Role
  permissions: Permission[]
  session_id: string | null
  expires_at: string
  attributes: Record<string, unknown>
}

type Judgement = { identity: Identity } | { identity?: undefined; fault: string; user?: User | undefined }

const sentences: Record<string, string> = {
  token_missing: 'Send a token as "Authorization: Bearer …", or as `token` in the body.',
  expired: 'The token has expired; refresh it or sign in again.',
  session_expired: 'The session has expired; sign in again.',
  session_ended: 'The session has ended; sign in again.',
  account_disabled: 'The account is disabled; ask an admin.',
  key_expired: 'The API key has expired; make a new one.',
}

/** The answer to a credential that is not good: 401 with `valid: false`. `reason` says why, where that helps its owner. */
export const refusal = (fault: string): AppError =>
  new AppError('unauthenticated', sentences[fault] ?? 'The token is not valid; sign in again.', {
    reason: fault in sentences ? fault : 'token_invalid',
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    extensions: { valid: false },
  })

/** Refusals of one kind from one address are put on record once in this time: a broken client must not flood the trail. */
const refusalInterval = 60_000

/** Says whom a token or an API key belongs to, by what session, key and user are at this moment. */
export const createValidate = (options: {
  sessions: Sessions
  apiKeys: ApiKeys
  verify: (token: string) => Promise<Verified>
  audit: Audit
  kv: KeyValue
  clock: Clock
}): ((token: string, call: Call) => Promise<Identity>) => {
  const { sessions, apiKeys, verify, audit, kv, clock } = options

  /** A store that is down costs more records, not the answer. */
  const isFirst = (key: string): Promise<boolean> =>
    kv.setIfAbsent(key, String(clock.now()), { ttl: refusalInterval }).catch(() => true)

  const judgeKey = async (secret: string): Promise<Judgement> => {
    const found = await apiKeys.judge(secret)
    if (!found) return { fault: 'key_unknown' }
    const { key, user, fault } = found
    if (fault) return { fault, user }
    await apiKeys.used(key)
    const allowed: readonly Permission[] = permissionsOf[user.role]
    return {
      identity: {
        ...identityOf(user),
        permissions: key.permissions.filter((permission) => allowed.includes(permission)),
        session_id: null,
        expires_at: key.expiresAt,
      },
    }
  }
  const judgeToken = async (token: string, ip: string): Promise<Judgement> => {
    const verified = await verify(token)
    if (verified.fault) return verified
    const judged = await sessions.judge(verified.sessionId)
    if (judged.fault) return judged
    const { session, user } = judged
    if (user.id !== verified.userId) return { fault: 'claims' }
    await sessions.seen(session, ip)
    const expiresAt = Math.min(verified.expiresAt, sessions.endsAt(session))
    return { identity: { ...identityOf(user), session_id: session.id, expires_at: timestamp(expiresAt) } }
  }

  return async (token, call) => {
    const judgement = token.startsWith(apiKeyPrefix) ? await judgeKey(token) : await judgeToken(token, call.client.ip)
    if (judgement.identity) return judgement.identity
    const { fault, user } = judgement
    if (await isFirst(`refused:${fault}:${user?.id ?? ''}:${call.client.ip}`))
      await audit.record(
        entryOf(call, {
          action: 'token.refused',
          outcome: 'refused',
          userId: user?.id ?? null,
          username: user?.username ?? null,
          details: { reason: fault },
        }),
      )
    throw refusal(fault)
  }
}

const identityOf = (user: User): Omit<Identity, 'session_id' | 'expires_at'> => ({
  valid: true,
  user_id: user.id,
  username: user.username,
  role: user.role,
  permissions: [...permissionsOf[user.role]],
  attributes: user.attributes,
})
