import { permissions, type Permission } from './operation.ts'

const own: readonly Permission[] = ['read:agent', 'write:agent', 'read:rag', 'write:rag']

/** What each role may do. Whatever is not listed is refused. */
export const permissionsOf = {
  admin: permissions,
  user: own,
  service_account: own,
  guest: ['read:agent'],
} as const satisfies Record<string, readonly Permission[]>

/** One of the four roles. */
export type Role = keyof typeof permissionsOf

/** The four roles, most powerful first. */
export const roles = ['admin', 'user', 'service_account', 'guest'] as const satisfies readonly Role[]
