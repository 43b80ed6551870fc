import { entryOf, onRecord } from '../../../contract/audit.ts'
import type { Call } from '../../../contract/operation.ts'
import { permissionsOf } from '../../../contract/roles.ts'
import { timestamp } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import { keptPassword } from '../accounts/accounts.ts'
import type { User } from '../accounts/user-tables.ts'
import { refusal } from '../access/validate.ts'
import type { Parts } from '../parts.ts'
import { signToken } from '../tokens/sign.ts'
import type { Session } from './session-tables.ts'

/** Signs people in and carries their sessions on. */
export const createLogin = ({ config, tables, passwords, lockout, sessions, keyring, audit, clock }: Parts) => {
  const answer = async (message: string, user: User, session: Session, refreshToken: string) => {
    const issuedAt = clock.now()
    const expiresAt = Math.min(issuedAt + config.accessTokenTtl, sessions.endsAt(session))
    const parties = { issuer: config.jwtIssuer, audience: config.jwtAudience }
    const claims = { userId: user.id, sessionId: session.id, issuedAt, expiresAt }
    return {
      message,
      token: signToken(await keyring.current(), parties, claims),
      token_type: 'Bearer' as const,
      expires_in: Math.max(1, Math.round((expiresAt - issuedAt) / 1000)),
      refresh_token: refreshToken,
      session_id: session.id,
      user_info: {
        user_id: user.id,
        username: user.username,
        role: user.role,
        permissions: [...permissionsOf[user.role]],
      },
    }
  }

  /** Puts a failed sign-in on record, and answers alike whatever was wrong. */
  const refuse = async (call: Call, username: string, user: User | undefined, reason: string): Promise<AppError> => {
    const locked = await lockout.failed(username, call.client.ip)
    await audit.record(
      entryOf(call, {
        action: 'login.refused',
        outcome: 'refused',
        userId: user?.id ?? null,
        username: user?.username ?? null,
        details: { reason, ...(locked > 0 ? { locked_seconds: Math.ceil(locked / 1000) } : {}) },
      }),
    )
    return new AppError('unauthenticated', 'Username or password is wrong.', {
      reason: 'credentials_wrong',
      headers: { 'WWW-Authenticate': 'Bearer' },
    })
  }

  return {
    login: async (input: { username: string; password: string }, call: Call) => {
      const { username, password } = input
      await lockout.admit(username, call.client.ip).catch(async (error: unknown) => {
        await audit.record(
          entryOf(call, { action: 'login.refused', outcome: 'refused', details: { reason: 'locked' } }),
        )
        throw error
      })
      const user = await tables.users.byName(username)
      // One hash whether or not there is such a user, before anything else is looked at.
      const right = await passwords.matches(password, user ? keptPassword(user) : null)
      if (!user) throw await refuse(call, username, undefined, 'account_unknown')
      if (!right) throw await refuse(call, username, user, 'password_wrong')
      if (user.disabledAt !== null) throw await refuse(call, username, user, 'account_disabled')
      await lockout.succeeded(username, call.client.ip)
      const by = { userId: user.id, username: user.username }
      const { session, refreshToken } = await onRecord(audit, call, { action: 'session.started', ...by }, () =>
        sessions.start(user, call.client),
      )
      const now = timestamp(clock.now())
      const kept = passwords.outdated(keptPassword(user)) ? await passwords.hash(password) : undefined
      await tables.users.update(user.id, {
        lastLoginAt: now,
        ...(kept ? { passwordHash: kept.hash, passwordScheme: kept.scheme } : {}),
      })
      return answer('Login successful', user, session, refreshToken)
    },

    /** Throws `unauthenticated` for a token that is not good; one that was used before ends its session. */
    refresh: async (refreshToken: string, call: Call) => {
      const refuseRefresh = async (reason: string, target?: string): Promise<AppError> => {
        const about = { ...(target === undefined ? {} : { target }), details: { reason } }
        await audit.record(entryOf(call, { action: 'refresh.refused', outcome: 'refused', ...about }))
        return refusal(reason)
      }
      const read = sessions.read(refreshToken)
      if (!read) throw await refuseRefresh('token_invalid')
      const judged = await sessions.judge(read.sessionId)
      if (judged.fault) throw await refuseRefresh(judged.fault, read.sessionId)
      const { session, user } = judged
      const by = { userId: user.id, username: user.username, target: session.id }
      if (read.counter === session.counter && sessions.refreshExpired(session))
        throw await refuseRefresh('session_expired', session.id)
      const next = await sessions.advance(session, read.counter)
      if (next === undefined) {
        await tables.sessions.end(session.id, user.id, timestamp(clock.now()))
        const details = { reason: 'refresh_token_used_again', generation: read.counter, newest: session.counter }
        await audit.record(entryOf(call, { action: 'session.ended', outcome: 'refused', ...by, details }))
        throw refusal('session_ended')
      }
      await audit.record(entryOf(call, { action: 'session.refreshed', outcome: 'success', ...by }))
      return answer('Token refreshed', user, session, next)
    },
  }
}
