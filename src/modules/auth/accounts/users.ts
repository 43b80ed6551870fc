import { onRecord } from '../../../contract/audit.ts'
import type { Call } from '../../../contract/operation.ts'
import type { Role } from '../../../contract/roles.ts'
import { timestamp } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import { callerOf, mayManage } from '../access/can.ts'
import type { Parts } from '../parts.ts'
import { checkPassword, nameTaken, newUser } from './accounts.ts'
import type { User } from './user-tables.ts'

interface Wanted {
  username: string
  password: string
  role: Role
  email?: string | undefined
  attributes: Record<string, unknown>
}

interface Changes {
  role?: Role | undefined
  disabled?: boolean | undefined
  password?: string | undefined
  email?: string | null | undefined
  attributes?: Record<string, unknown> | undefined
}

const notLast = (kept: 'kept' | 'last_admin'): void => {
  if (kept === 'kept') return
  throw new AppError('conflict', 'This is the last admin; make another one first.', { reason: 'last_admin' })
}

/** What whoever manages users may do. Nobody touches an account that may more than they do. */
export const createUsers = ({ tables, passwords, audit, clock }: Parts) => {
  const find = async (id: string): Promise<User> => {
    const user = await tables.users.byId(id)
    if (user) return user
    throw new AppError('not_found', 'There is no such user.')
  }
  return {
    create: async (wanted: Wanted, call: Call): Promise<User> => {
      const { username, role } = wanted
      mayManage(callerOf(call), role)
      checkPassword(wanted.password, username)
      if (await tables.users.byName(username)) throw nameTaken()
      const user = newUser({ ...wanted, password: await passwords.hash(wanted.password) }, clock)
      const details = { username, role, attributes: Object.keys(wanted.attributes) }
      return onRecord(audit, call, { action: 'user.created', target: user.id, details }, async () => {
        if (!(await tables.users.insert(user))) throw nameTaken()
        return user
      })
    },

    update: async (id: string, changes: Changes, call: Call): Promise<User> => {
      const user = await find(id)
      const caller = callerOf(call)
      mayManage(caller, user.role)
      if (changes.role !== undefined) mayManage(caller, changes.role)
      if (changes.password !== undefined) checkPassword(changes.password, user.username)
      const kept = changes.password === undefined ? undefined : await passwords.hash(changes.password)
      const details = {
        username: user.username,
        changed: Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [name])),
        ...(changes.role === undefined ? {} : { role: changes.role, role_before: user.role }),
        ...(changes.disabled === undefined ? {} : { disabled: changes.disabled }),
      }
      await onRecord(audit, call, { action: 'user.changed', target: id, details }, async () => {
        const now = timestamp(clock.now())
        const disabledAt = changes.disabled === undefined ? undefined : changes.disabled ? now : null
        notLast(
          await tables.users.update(id, {
            updatedAt: now,
            ...(changes.role === undefined || changes.role === user.role ? {} : { role: changes.role }),
            ...(disabledAt === undefined ? {} : { disabledAt }),
            ...(changes.email === undefined ? {} : { email: changes.email }),
            ...(changes.attributes === undefined ? {} : { attributes: changes.attributes }),
            ...(kept === undefined ? {} : { passwordHash: kept.hash, passwordScheme: kept.scheme }),
          }),
        )
        if (changes.disabled || kept !== undefined) await tables.sessions.endAll(id, now)
      })
      return find(id)
    },

    delete: async (id: string, call: Call): Promise<void> => {
      const user = await find(id)
      mayManage(callerOf(call), user.role)
      const details = { username: user.username }
      await onRecord(audit, call, { action: 'user.deleted', target: id, details }, async () =>
        notLast(await tables.users.delete(id)),
      )
    },
  }
}
