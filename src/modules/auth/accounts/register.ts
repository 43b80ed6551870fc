import { isIP } from 'node:net'
import { entryOf, onRecord } from '../../../contract/audit.ts'
import type { Call } from '../../../contract/operation.ts'
import type { Role } from '../../../contract/roles.ts'
import { plainAddress } from '../../../platform/address.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Parts } from '../parts.ts'
import { checkPassword, nameTaken, newUser } from './accounts.ts'
import type { User } from './user-tables.ts'

const isLoopback = (address: string): boolean =>
  /^(127(\.\d{1,3}){3}|::1|localhost)$/i.test(plainAddress(address.replace(/^\[|\]$/g, '')))

/**
 * Whether the first account may be the admin's: nobody but this machine can reach the service, and the caller is on it.
 * A call that came over no network has no address.
 */
const onThisMachine = (host: string, ip: string): boolean => isLoopback(host) && (isIP(ip) === 0 || isLoopback(ip))

/** Makes accounts for whoever asks, while registration is open. */
export const createRegister = ({ tables, passwords, audit, clock, config, host }: Parts) => {
  const firstAccount = async (call: Call): Promise<boolean> => {
    if (!onThisMachine(host, call.client.ip) || (await tables.users.count()) > 0) return false
    // Of several first accounts at the same moment, one is the first.
    return (await tables.fact('first account', call.requestId)).made
  }
  return async (
    input: { username: string; password: string; email?: string | undefined },
    call: Call,
  ): Promise<User> => {
    if (config.registration === 'closed') {
      throw new AppError('forbidden', 'Registration is closed; ask an admin for an account.', {
        reason: 'registration_closed',
      })
    }
    checkPassword(input.password, input.username)
    // The hash comes before the name is looked up, so that the time says nothing about who has an account.
    const password = await passwords.hash(input.password)
    if (await tables.users.byName(input.username)) {
      await audit.record(
        entryOf(call, { action: 'user.created', outcome: 'refused', details: { reason: 'username_taken' } }),
      )
      throw nameTaken()
    }
    const role: Role = (await firstAccount(call)) ? 'admin' : 'user'
    const user = newUser({ ...input, role, password }, clock)
    const by = { userId: user.id, username: user.username, target: user.id }
    return onRecord(audit, call, { action: 'user.created', ...by, details: { role, by: 'registration' } }, async () => {
      if (!(await tables.users.insert(user))) throw nameTaken()
      return user
    })
  }
}
