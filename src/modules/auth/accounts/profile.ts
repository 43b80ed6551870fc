import { entryOf, onRecord } from '../../../contract/audit.ts'
import type { Call } from '../../../contract/operation.ts'
import { timestamp } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import { callerOf, sessionOf } from '../access/can.ts'
import type { Parts } from '../parts.ts'
import { checkPassword, keptPassword, userView } from './accounts.ts'

/** What signed-in people see and change of their own account. */
export const createProfile = ({ tables, passwords, lockout, audit, clock }: Parts) => {
  const own = async (userId: string) => {
    const user = await tables.users.byId(userId)
    if (user) return user
    throw new AppError('not_found', 'This account is gone.')
  }
  return {
    me: async (call: Call) => {
      const { userId, sessionId, permissions } = callerOf(call)
      return { ...userView(await own(userId)), permissions: [...permissions], session_id: sessionId }
    },

    /** Throws `unauthenticated` when the current password is wrong; a few of those lock, as at login. */
    changePassword: async (input: { current_password: string; new_password: string }, call: Call) => {
      const { userId, sessionId } = sessionOf(call)
      const user = await own(userId)
      checkPassword(input.new_password, user.username)
      await lockout.admit(user.username, call.client.ip)
      if (!(await passwords.matches(input.current_password, keptPassword(user)))) {
        await lockout.failed(user.username, call.client.ip)
        const details = { reason: 'password_wrong' }
        await audit.record(entryOf(call, { action: 'password.changed', outcome: 'refused', target: user.id, details }))
        throw new AppError('unauthenticated', 'The current password is wrong.', {
          reason: 'password_wrong',
          headers: { 'WWW-Authenticate': 'Bearer' },
        })
      }
      const kept = await passwords.hash(input.new_password)
      return onRecord(audit, call, { action: 'password.changed', target: user.id }, async () => {
        const now = timestamp(clock.now())
        // The other sessions end first: if the rest fails, nobody keeps a session that the owner believes ended.
        const ended = await tables.sessions.endAll(user.id, now, sessionId)
        await tables.users.update(user.id, {
          passwordHash: kept.hash,
          passwordScheme: kept.scheme,
          updatedAt: now,
        })
        return ended
      })
    },
  }
}
