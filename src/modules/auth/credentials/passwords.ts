import { createHmac, randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { AppError } from '../../../platform/errors.ts'

/** A password as it is kept. */
export interface KeptPassword {
  /** bcrypt's own text, `$2b$…`. */
  hash: string
  scheme: string
}

/** Hashes and compares passwords, off the event loop. Both throw `unavailable` when too many wait already. */
export interface Passwords {
  hash(password: string): Promise<KeptPassword>
  /**
   * Whether it is the password. Costs one hash in every case, also when there is none to compare with (null): so the
   * time of the answer does not tell whether there is an account.
   */
  matches(password: string, kept: KeptPassword | null): Promise<boolean>
  /** True for one that was made in an older way and should be hashed anew when its owner next signs in. */
  outdated(kept: KeptPassword): boolean
  close(): Promise<void>
}

/** bcrypt of the password itself, which looks at 72 bytes only: the hashes of the v0.2 system. */
const plain = 'bcrypt'
/** bcrypt of base64(HMAC-SHA-256(installation key, NFKC password)): every byte counts, and no NUL ends it early. */
const keyed = 'hmac-sha256+bcrypt'

const waitingPerThread = 32
/** A thread that never answers, such as one that cannot load, must not keep anybody for ever. */
const longestWait = 60_000

/** A hash that nothing matches, as costly to compare as a real one. */
const decoy = (cost: number): string => {
  const filler = randomBytes(64).toString('base64').replaceAll(/[+=]/g, '.').slice(0, 53)
  return `$2b$${String(cost).padStart(2, '0')}$${filler}`
}

/**
 * `key` goes into every hash that is made; it must never change. `cost` is bcrypt's. At most `threads` hashes run at once,
 * one processor fewer than there are, and at most two, unless said otherwise.
 */
export const createPasswords = (options: { key: Buffer; cost: number; threads?: number }): Passwords => {
  const { key, cost, threads = Math.max(1, Math.min(2, availableParallelism() - 1)) } = options
  const pool = new Piscina<unknown, unknown>({
    filename: new URL('./password-worker.mjs', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    maxQueue: waitingPerThread * threads,
    idleTimeout: 60_000,
  })
  // A thread that breaks rejects its task; without a listener it would take the process with it.
  pool.on('error', () => undefined)
  const nobody = decoy(cost)

  const run = async (name: 'hash' | 'compare', task: unknown): Promise<unknown> => {
    if (pool.queueSize >= waitingPerThread * threads)
      throw new AppError('unavailable', 'Too many people are signing in at once; try again in a moment.', {
        reason: 'busy',
        retryAfter: 2,
      })
    try {
      return await pool.run(task, { name, signal: AbortSignal.timeout(longestWait) })
    } catch (cause) {
      throw new AppError('unavailable', 'Passwords cannot be checked just now; try again in a moment.', {
        reason: 'busy',
        retryAfter: 5,
        cause,
      })
    }
  }
  const prepare = (password: string, scheme: string): string =>
    scheme === plain ? password : createHmac('sha256', key).update(password.normalize('NFKC')).digest('base64')

  return {
    hash: async (password) => {
      const hash = await run('hash', { text: prepare(password, keyed), cost })
      return { hash: String(hash), scheme: keyed }
    },
    matches: async (password, kept) => {
      const text = prepare(password, kept?.scheme ?? keyed)
      return (await run('compare', { text, hash: kept?.hash ?? nobody })) === true && kept !== null
    },
    outdated: ({ hash, scheme }) => scheme !== keyed || Number(hash.slice(4, 6)) < cost,
    close: () => pool.close({ force: true }),
  }
}
