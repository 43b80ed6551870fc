import { createHmac } from 'node:crypto'
import { networkOf } from '../../../platform/address.ts'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import { nameKey } from '../accounts/user-tables.ts'
import type { FailureTable } from './failure-tables.ts'

/** Makes guessing slow: failures lock for a while that grows, and never for good. */
export interface Lockout {
  /** Throws `too_many` while the account or the address is locked. The same for names that do not exist. */
  admit(username: string, ip: string): Promise<void>
  /** Counts a failure; answers for how many milliseconds it locks, 0 for not yet. */
  failed(username: string, ip: string): Promise<number>
  /** Forgets the failures of this account from this address. */
  succeeded(username: string, ip: string): Promise<void>
  clear(): Promise<void>
}

const second = 1_000
const minute = 60 * second
const day = 24 * 60 * minute

/**
 * Free tries, then a first wait that doubles up to the longest. An account seen from one address is locked soon and long;
 * the account as such late and for a minute at most, so that nobody can shut its owner out; an address, which may stand
 * for many people, in between.
 */
const rules = {
  pair: { free: 5, first: 5 * second, longest: 15 * minute },
  account: { free: 30, first: 5 * second, longest: minute },
  address: { free: 60, first: 5 * second, longest: 15 * minute },
} as const

type Kind = keyof typeof rules
const kinds: Kind[] = ['pair', 'account', 'address']

const waitAfter = (failures: number, { free, first, longest }: (typeof rules)[Kind]): number =>
  failures < free ? 0 : Math.min(longest, first * 2 ** Math.min(failures - free, 30))

/** The lockout over failed sign-ins. Subjects are kept as keyed hashes: what was typed as a name may have been a password. */
export const createLockout = (options: { failures: FailureTable; key: Buffer; clock: Clock }): Lockout => {
  const { failures, key, clock } = options
  const subjectOf = (kind: Kind, username: string, ip: string): string => {
    const account = nameKey(username)
    const parts = { pair: [account, networkOf(ip)], account: [account], address: [networkOf(ip)] }[kind]
    return createHmac('sha256', key)
      .update(JSON.stringify([kind, ...parts]))
      .digest('base64url')
  }
  return {
    admit: async (username, ip) => {
      const now = clock.now()
      const subjects = kinds.map((kind) => subjectOf(kind, username, ip))
      const until = await failures.lockedUntil(subjects, timestamp(now))
      if (until === null) return
      const retryAfter = Math.max(1, Math.ceil((Date.parse(until) - now) / second))
      throw new AppError('too_many', `Too many failed sign-ins; try again in ${retryAfter} s.`, {
        reason: 'locked',
        retryAfter,
      })
    },
    failed: async (username, ip) => {
      const now = clock.now()
      let longest = 0
      for (const kind of kinds) {
        const subject = subjectOf(kind, username, ip)
        const count = await failures.add(subject, timestamp(now), timestamp(now - day))
        const wait = waitAfter(count, rules[kind])
        if (wait > 0) await failures.lock(subject, timestamp(now + wait))
        longest = Math.max(longest, wait)
      }
      return longest
    },
    succeeded: (username, ip) => failures.forget([subjectOf('pair', username, ip)]),
    clear: () => failures.clear(timestamp(clock.now() - 2 * day)),
  }
}
