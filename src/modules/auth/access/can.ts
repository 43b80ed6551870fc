import type { Call, Permission, Principal } from '../../../contract/operation.ts'
import { AppError } from '../../../platform/errors.ts'
import { permissionsOf, type Role } from '../../../contract/roles.ts'

/** Who asks. Throws `unauthenticated` when nobody has signed in; the door lets none such in where it matters. */
export const callerOf = (call: Call): Principal => {
  if (call.principal) return call.principal
  throw new AppError('unauthenticated', 'Sign in first.', { headers: { 'WWW-Authenticate': 'Bearer' } })
}

/** The session of who asks. Throws `forbidden` for an API key: what changes credentials needs a person. */
export const sessionOf = (call: Call): { userId: string; sessionId: string } => {
  const { userId, sessionId } = callerOf(call)
  if (sessionId !== null) return { userId, sessionId }
  throw new AppError('forbidden', 'An API key cannot do this; sign in with username and password.', {
    reason: 'session_needed',
  })
}

/** Throws `forbidden` when the caller has not all of these themselves: nobody hands on more than they have. */
export const mayGrant = (caller: Principal, wanted: readonly Permission[]): void => {
  const missing = wanted.filter((permission) => !caller.permissions.includes(permission))
  if (missing.length === 0) return
  throw new AppError('forbidden', `You cannot give or take what you do not have yourself: ${missing.join(', ')}.`, {
    reason: 'more_than_own',
  })
}

/** Throws `forbidden` when the role has more than the caller. */
export const mayManage = (caller: Principal, role: Role): void => mayGrant(caller, permissionsOf[role])
