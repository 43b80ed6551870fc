import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { KeyValue, Limit, Taken } from './kv.ts'

interface Entry {
  value: string
  expires: number
}

/** A map whose entries expire, and that never holds more than `most`: then the oldest goes. */
const createExpiring = <T extends { expires: number }>(clock: Clock, most: number) => {
  const entries = new Map<string, T>()
  const sweep = () => {
    for (const [key, entry] of entries) if (entry.expires <= clock.now()) entries.delete(key)
  }
  return {
    get: (key: string): T | undefined => {
      const entry = entries.get(key)
      if (!entry || entry.expires > clock.now()) return entry
      entries.delete(key)
      return undefined
    },
    set: (key: string, entry: T): void => {
      entries.delete(key)
      if (entries.size >= most) sweep()
      const oldest = entries.size >= most ? entries.keys().next().value : undefined
      if (oldest !== undefined) entries.delete(oldest)
      entries.set(key, entry)
    },
    delete: (key: string): boolean => entries.delete(key),
    clear: (): void => entries.clear(),
    sweep,
  }
}

/** The generic cell rate algorithm: a bucket is one time, at which all of its tokens will be back. */
const takeFrom = (full: number, now: number, { count, period }: Limit): Taken & { full: number } => {
  const each = period / count
  const later = Math.max(full, now) + each
  const excess = later - period - now
  if (excess > 1e-6) return { full, allowed: false, remaining: 0, retryAfter: excess, reset: full - now }
  const remaining = Math.floor((period - (later - now)) / each + 1e-6)
  return { full: later, allowed: true, remaining, retryAfter: 0, reset: later - now }
}

const sweepEvery = 60_000

/**
 * The store of a role that runs in one process. Lost when the process ends. `most` bounds its entries, and its
 * buckets separately, so that a flood of callers never pushes out a session or a lock.
 */
export const createMemoryKeyValue = (options: { clock: Clock; most?: number }): KeyValue => {
  const { clock, most = 100_000 } = options
  const values = createExpiring<Entry>(clock, most)
  const buckets = createExpiring<{ expires: number }>(clock, most)
  const sweeper = setInterval(() => {
    values.sweep()
    buckets.sweep()
  }, sweepEvery).unref()
  let closed = false

  /** What Redis would do when it is gone, so that a use after close fails alike. */
  const open = <T>(act: () => T): Promise<T> =>
    closed
      ? Promise.reject(new AppError('unavailable', 'This service is shutting down.', { retryAfter: 1 }))
      : Promise.resolve(act())

  return {
    get: (key) => open(() => values.get(key)?.value ?? null),
    set: (key, value, { ttl = Infinity } = {}) => open(() => values.set(key, { value, expires: clock.now() + ttl })),
    setIfAbsent: (key, value, { ttl }) =>
      open(() => {
        if (values.get(key)) return false
        values.set(key, { value, expires: clock.now() + ttl })
        return true
      }),
    delete: (key) =>
      open(() => {
        values.delete(key)
      }),
    extendIf: (key, value, { ttl }) =>
      open(() => {
        if (values.get(key)?.value !== value) return false
        values.set(key, { value, expires: clock.now() + ttl })
        return true
      }),
    deleteIf: (key, value) => open(() => values.get(key)?.value === value && values.delete(key)),
    take: (key, limit) =>
      open(() => {
        const { full, ...taken } = takeFrom(buckets.get(key)?.expires ?? 0, clock.now(), limit)
        if (taken.allowed) buckets.set(key, { expires: full })
        return taken
      }),
    ping: () => open(() => undefined),
    close: () => {
      closed = true
      clearInterval(sweeper)
      values.clear()
      buckets.clear()
      return Promise.resolve()
    },
  }
}
