import { AppError } from '../../../platform/errors.ts'
import { timestamp } from '../../../platform/clock.ts'
import type { Parts } from '../parts.ts'
import { checkPassword, newUser } from './accounts.ts'

/**
 * Makes sure that the admin named in the environment exists. An account of that name that is no admin becomes one with
 * the environment's password and loses its sessions, for it may be a stranger's. Throws `invalid` naming the variable.
 */
export const ensureAdmin = async ({ config, tables, passwords, audit, clock, log }: Parts): Promise<void> => {
  const { adminUsername: given, adminPassword: password } = config
  if (given === undefined) return
  const username = given.normalize('NFKC')
  const user = await tables.users.byName(username)
  if (user && user.role === 'admin' && user.disabledAt === null) return
  if (password === undefined)
    throw new AppError('invalid', 'ADMIN_PASSWORD: must be set with ADMIN_USERNAME, to make that account', {
      reason: 'configuration',
    })
  if (!/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._@+-]{2,49}$/u.test(username))
    throw new AppError('invalid', 'ADMIN_USERNAME: must have 3 to 50 letters, digits or . _ - @ +', {
      reason: 'configuration',
    })
  checkPassword(password, username)
  const kept = await passwords.hash(password)
  const details = { role: 'admin', by: 'environment' }
  const by = { outcome: 'success' as const, userId: null, username: null, details }
  const now = timestamp(clock.now())
  if (user) {
    await audit.record({ action: 'user.changed', target: user.id, ...by })
    await tables.sessions.endAll(user.id, now)
    await tables.users.update(user.id, {
      role: 'admin',
      disabledAt: null,
      passwordHash: kept.hash,
      passwordScheme: kept.scheme,
      updatedAt: now,
    })
    return
  }
  const admin = newUser({ username, role: 'admin', password: kept }, clock)
  await audit.record({ action: 'user.created', target: admin.id, ...by })
  // Another replica may have made it in the meantime; that is as good.
  if (await tables.users.insert(admin)) log.info('made the admin that the environment names', { username })
}
