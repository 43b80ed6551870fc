import { networkOf } from '../address.ts'
import type { Clock } from '../clock.ts'
import { parseDuration } from '../duration.ts'
import { AppError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { KeyValue, Limit, Taken } from './kv.ts'
import { createMemoryKeyValue } from './memory.ts'

/** Who is counted: the user when one is signed in, else the network that the request comes from. */
export interface LimitedCaller {
  principal: { userId: string; role: string } | null
  ip: string
}

/** Whether a call may go on, and the header fields that say so (draft-ietf-httpapi-ratelimit-headers). */
export interface RateDecision {
  allowed: boolean
  /** Seconds until it is worth trying again; 0 when allowed. */
  retryAfter: number
  /** `RateLimit-Policy` and `RateLimit`; none when the operation has no limit. */
  headers: Record<string, string>
}

/** Counts calls by operation and caller. */
export interface RateLimiter {
  /** `operation` is `agent.query`, `fallback` its own limit. Never throws: a store that is down is replaced by this process' memory. */
  take(operation: string, fallback: string | undefined, caller: LimitedCaller): Promise<RateDecision>
  close(): Promise<void>
}

/** Reads `10/1m`: ten calls a minute. Throws `invalid` for anything else. */
export const parseLimit = (text: string): Limit => {
  const [, digits, period] = /^(\d{1,9})\s*\/\s*(\w+)$/.exec(text.trim()) ?? []
  const count = Number(digits)
  const length = /^[a-z]/.test(period ?? '') ? parseDuration(`1${period}`) : parseDuration(period ?? '')
  if (!(count > 0) || !length)
    throw new AppError('invalid', `"${text}" is no limit; it must look like 100/1m: a count and a duration`)
  return { count, period: length }
}

const parseOverrides = (limits: Record<string, string>): Map<string, Limit | null> => {
  const read = (name: string, text: string): Limit | null => {
    try {
      return text.trim() === 'off' ? null : parseLimit(text)
    } catch (error) {
      throw new AppError('invalid', `RATE_LIMITS: ${name}: ${AppError.from(error).message}`, { cause: error })
    }
  }
  return new Map(Object.entries(limits).map(([name, text]) => [name, read(name, text)]))
}

const unlimited: RateDecision = { allowed: true, retryAfter: 0, headers: {} }

const decide = (operation: string, limit: Limit, taken: Taken): RateDecision => ({
  allowed: taken.allowed,
  retryAfter: Math.ceil(taken.retryAfter / 1_000),
  headers: {
    'RateLimit-Policy': `"${operation}";q=${limit.count};w=${Math.ceil(limit.period / 1_000)}`,
    RateLimit: `"${operation}";r=${taken.remaining};t=${Math.ceil(taken.reset / 1_000)}`,
  },
})

/** How long a store that failed is left alone, so that its time limit is not added to every request. */
const pauseAfterFailure = 1_000

/** Tokens from the shared store; from this process' memory while that is down, which is said once. */
const createTaker = (kv: KeyValue, clock: Clock, log: Log) => {
  const local = createMemoryKeyValue({ clock })
  let downUntil = 0
  let down = false
  return {
    take: async (key: string, limit: Limit): Promise<Taken> => {
      if (clock.now() < downUntil) return local.take(key, limit)
      try {
        const taken = await kv.take(key, limit)
        if (down) log.info('rate limits are shared again')
        down = false
        return taken
      } catch (error) {
        if (!down) log.warn('rate limits are kept by this process alone until the store answers', { error })
        down = true
        downUntil = clock.now() + pauseAfterFailure
        return local.take(key, limit)
      }
    },
    close: () => local.close(),
  }
}

/**
 * Makes the limiter. `limits` is `off`, or replaces an operation's own limit: `{"rag.retrieve": "100/1m"}` for everyone,
 * `{"rag.retrieve@guest": "5/1m"}` for a role, `off` as a value for none. Throws `invalid` for a limit that cannot be read.
 */
export const createRateLimiter = (options: {
  kv: KeyValue
  limits: 'off' | Record<string, string>
  clock: Clock
  log: Log
}): RateLimiter => {
  if (options.limits === 'off') return { take: () => Promise.resolve(unlimited), close: () => Promise.resolve() }
  const overrides = parseOverrides(options.limits)
  const taker = createTaker(options.kv, options.clock, options.log)
  const limitOf = (operation: string, fallback: string | undefined, role: string | undefined): Limit | null => {
    const own = overrides.get(`${operation}@${role ?? 'anonymous'}`)
    const everyone = own === undefined ? overrides.get(operation) : own
    if (everyone !== undefined) return everyone
    return fallback === undefined ? null : parseLimit(fallback)
  }
  return {
    take: async (operation, fallback, { principal, ip }) => {
      const limit = limitOf(operation, fallback, principal?.role)
      if (!limit) return unlimited
      const subject = principal ? `user:${principal.userId}` : `net:${networkOf(ip)}`
      return decide(operation, limit, await taker.take(`limit:${operation}:${subject}`, limit))
    },
    close: () => taker.close(),
  }
}
