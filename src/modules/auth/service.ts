import { auditService, onRecord } from '../../contract/audit.ts'
import type { Service } from '../../contract/operation.ts'
import { timestamp } from '../../platform/clock.ts'
import { AppError } from '../../platform/errors.ts'
import type { KeyValue } from '../../platform/kv/kv.ts'
import { callerOf, sessionOf } from './access/can.ts'
import { createValidate, refusal } from './access/validate.ts'
import { userView } from './accounts/accounts.ts'
import { createProfile } from './accounts/profile.ts'
import { createRegister } from './accounts/register.ts'
import { createUsers } from './accounts/users.ts'
import type { authContract } from './contract.ts'
import { createLogin } from './credentials/login.ts'
import { apiKeyView, createKeyManagement } from './credentials/manage-keys.ts'
import { pageOf, readCursor } from './page.ts'
import type { Parts } from './parts.ts'
import type { KeyInfo } from './tokens/keys.ts'
import { verifyToken } from './tokens/verify.ts'

const signingKeyView = ({ kid, algorithm, status, createdAt }: KeyInfo) => ({
  kid,
  algorithm,
  status,
  created_at: createdAt,
})

/** The code behind auth's contract. */
export const createService = (parts: Parts, kv: KeyValue): Service<typeof authContract> => {
  const { config, tables, sessions, apiKeys, keyring, audit, clock } = parts
  const parties = { issuer: config.jwtIssuer, audience: config.jwtAudience }
  const verify = (token: string) => verifyToken(token, { keyring, parties, clock })
  const validate = createValidate({ sessions, apiKeys, verify, audit, kv, clock })
  const register = createRegister(parts)
  const { login, refresh } = createLogin(parts)
  const { me, changePassword } = createProfile(parts)
  const users = createUsers(parts)
  const keys = createKeyManagement(parts)
  const now = () => timestamp(clock.now())

  return {
    register: async (input, call) => {
      const { id, username, role, createdAt } = await register(input, call)
      return { message: 'Account made', user: { user_id: id, username, role, created_at: createdAt } }
    },
    login,
    validate: (input, call) => {
      const token = input.token ?? call.token
      if (token === null) throw refusal('token_missing')
      return validate(token, call)
    },
    refresh: ({ refresh_token }, call) => refresh(refresh_token, call),
    logout: async (_, call) => {
      const { userId, sessionId } = sessionOf(call)
      await onRecord(audit, call, { action: 'session.ended', target: sessionId }, () =>
        tables.sessions.end(sessionId, userId, now()),
      )
      return { message: 'Logged out' }
    },
    me: (_, call) => me(call),
    changePassword: async (input, call) => ({
      sessions_ended: await changePassword(input, call),
      message: 'Password changed; the other sessions have ended',
    }),

    listSessions: async ({ limit, cursor }, call) => {
      const { userId, sessionId } = callerOf(call)
      const before = readCursor(cursor)
      const rows = await sessions.list(userId, { limit: limit + 1, ...(before ? { before } : {}) })
      return pageOf(rows, limit, (session) => ({
        id: session.id,
        device: session.device,
        ip: session.ip,
        created_at: session.createdAt,
        last_seen_at: session.lastSeenAt,
        expires_at: timestamp(sessions.expiresAt(session)),
        current: session.id === sessionId,
      }))
    },
    endSession: async ({ id }, call) => {
      const { userId } = sessionOf(call)
      await onRecord(audit, call, { action: 'session.ended', target: id }, async () => {
        if (!(await tables.sessions.end(id, userId, now())))
          throw new AppError('not_found', 'You have no such session, or it has ended.')
      })
      return { message: 'Session ended' }
    },
    endSessions: async (_, call) => {
      const { userId } = sessionOf(call)
      const ended = await onRecord(audit, call, { action: 'session.ended', target: 'all' }, () =>
        tables.sessions.endAll(userId, now()),
      )
      return { message: 'All sessions have ended, this one too', sessions_ended: ended }
    },

    listApiKeys: async ({ limit, cursor }, call) => {
      const before = readCursor(cursor)
      const page = { limit: limit + 1, ...(before ? { before } : {}) }
      return pageOf(await tables.apiKeys.list(callerOf(call).userId, page), limit, apiKeyView)
    },
    createApiKey: async (input, call) => {
      const { key, secret } = await keys.create(input, call)
      return { message: 'Keep the secret now: it is not shown again', ...apiKeyView(key), secret }
    },
    deleteApiKey: async ({ id }, call) => {
      await keys.delete(id, call)
      return { message: 'API key deleted' }
    },

    listUsers: async ({ limit, cursor, username }) => {
      const after = readCursor(cursor)
      const page = { limit: limit + 1, ...(after ? { after } : {}), ...(username === undefined ? {} : { username }) }
      return pageOf(await tables.users.list(page), limit, userView)
    },
    createUser: async (input, call) => ({ message: 'User made', user: userView(await users.create(input, call)) }),
    updateUser: async ({ id, ...changes }, call) => ({
      message: 'User changed',
      user: userView(await users.update(id, changes, call)),
    }),
    deleteUser: async ({ id }, call) => {
      await users.delete(id, call)
      return { message: 'User deleted' }
    },

    jwks: async () => ({ keys: await keyring.published() }),
    listKeys: async () => ({ items: (await keyring.list()).map(signingKeyView) }),
    rotateKeys: async (_, call) => {
      const key = await onRecord(audit, call, { action: 'signing_key.rotated' }, () => keyring.rotate())
      return { message: 'New tokens are signed with a new key', key: signingKeyView(key) }
    },
    retireKey: async ({ kid }, call) => {
      await onRecord(audit, call, { action: 'signing_key.retired', target: kid }, () => keyring.retire(kid))
      return { message: 'Tokens of this key are refused from now on' }
    },
    ...auditService(audit),
  }
}
