import { permissionsOf, type Role } from '../../../contract/roles.ts'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import type { KeptPassword } from '../credentials/passwords.ts'
import type { User } from './user-tables.ts'

/** What an account is made from. */
export interface NewAccount {
  username: string
  role: Role
  password: KeptPassword
  email?: string | undefined
  attributes?: Record<string, unknown>
}

/** A new user, not yet kept. */
export const newUser = ({ username, role, password, email, attributes }: NewAccount, clock: Clock): User => {
  const now = timestamp(clock.now())
  return {
    id: newId(),
    username,
    email: email ?? null,
    role,
    passwordHash: password.hash,
    passwordScheme: password.scheme,
    attributes: attributes ?? {},
    disabledAt: null,
    createdAt: now,
    updatedAt: now,
    lastLoginAt: null,
  }
}

/** How a user's password is kept. */
export const keptPassword = (user: User): KeptPassword => ({ hash: user.passwordHash, scheme: user.passwordScheme })

/** The error for a name that somebody has. */
export const nameTaken = (): AppError =>
  new AppError('conflict', 'This username is taken; choose another.', { reason: 'username_taken' })

/** Throws `invalid` for a password that its own account gives away. */
export const checkPassword = (password: string, username: string): void => {
  if (password.toLowerCase() !== username.toLowerCase()) return
  throw new AppError('invalid', 'The password must not be the username.', {
    errors: [{ path: 'password', message: 'must not be the username' }],
  })
}

/** A user as it goes over the wire. */
export const userView = (user: User) => ({
  user_id: user.id,
  username: user.username,
  role: user.role,
  email: user.email,
  disabled: user.disabledAt !== null,
  attributes: user.attributes,
  permissions: [...permissionsOf[user.role]],
  created_at: user.createdAt,
  updated_at: user.updatedAt,
  last_login_at: user.lastLoginAt,
})
