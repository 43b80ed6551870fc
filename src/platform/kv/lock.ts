import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { KeyValue } from './kv.ts'

/** How long a lock lives without renewal, and how long to wait for it; milliseconds. */
export interface LockOptions {
  ttl?: number
  wait?: number
  signal?: AbortSignal
}

/** Takes the lock, asking again with growing pauses until `wait` is over. */
const acquire = async (kv: KeyValue, key: string, token: string, options: Required<LockOptions>): Promise<void> => {
  const deadline = performance.now() + options.wait
  for (let delay = 10; ; delay = Math.min(delay * 2, 250)) {
    options.signal.throwIfAborted()
    if (await kv.setIfAbsent(key, token, { ttl: options.ttl })) return
    const left = deadline - performance.now()
    if (left <= 0)
      throw new AppError('conflict', 'The same thing is being done already; try again when it has ended.', {
        reason: 'locked',
        retryAfter: 1,
      })
    await pause(Math.min(delay, left), undefined, { signal: options.signal })
  }
}

/**
 * Runs `act` while no other replica runs anything under this key. The lock is renewed while `act` runs, and let go
 * when it ends; when renewal fails, the signal that `act` is given aborts, for then somebody else may hold it.
 * Throws `conflict` (reason `locked`) when it is not free within `wait` (0 unless given).
 */
export const withLock = async <T>(
  kv: KeyValue,
  key: string,
  options: LockOptions,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const { ttl = 10_000, wait = 0, signal = new AbortController().signal } = options
  const token = newId()
  const name = `lock:${key}`
  await acquire(kv, name, token, { ttl, wait, signal })
  const lost = new AbortController()
  const lose = () => lost.abort(new AppError('conflict', 'Another process took this work over.', { reason: 'locked' }))
  const renewal = setInterval(() => {
    kv.extendIf(name, token, { ttl }).then((held) => held || lose(), lose)
  }, ttl / 3).unref()
  try {
    return await act(AbortSignal.any([signal, lost.signal]))
  } finally {
    clearInterval(renewal)
    // Not letting go is no fault of what was done: the lock ends by itself.
    await kv.deleteIf(name, token).catch(() => false)
  }
}
