import { createHash } from 'node:crypto'
import { AppError } from '../platform/errors.ts'
import type { KeyValue } from '../platform/kv/kv.ts'

/** What is remembered of a call that may be repeated. */
interface Remembered {
  fingerprint: string
  status?: number
  answer?: unknown
}

/** A success as it was first answered. */
export interface StoredAnswer {
  status: number
  answer: unknown
}

/** Runs a call once for its key, and answers a repetition with what was answered first (Idempotency-Key, IETF draft). */
export type Idempotency = (
  key: string,
  call: { operation: string; caller: string; input: unknown },
  run: () => Promise<StoredAnswer>,
) => Promise<StoredAnswer>

const day = 86_400_000
/** How long a call counts as running when its process dies without a word. */
const running = 600_000

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url')

const isRemembered = (value: unknown): value is Remembered =>
  typeof value === 'object' && value !== null && 'fingerprint' in value

/**
 * Idempotency over a key-value store: the same key and input give the stored answer, another input 422, one that still
 * runs 409. An error is not remembered: trying again is then the right thing to do.
 */
export const createIdempotency =
  (kv: KeyValue): Idempotency =>
  async (key, { operation, caller, input }, run) => {
    if (key.length > 255) throw new AppError('invalid', 'Idempotency-Key: must have at most 255 characters')
    const name = `idempotency:${digest([operation, caller, key])}`
    const fingerprint = digest(input ?? null)
    const mine = JSON.stringify({ fingerprint } satisfies Remembered)
    if (!(await kv.setIfAbsent(name, mine, { ttl: running }))) {
      const known: unknown = JSON.parse((await kv.get(name)) ?? 'null')
      if (isRemembered(known)) {
        if (known.fingerprint !== fingerprint)
          throw new AppError('unprocessable', 'This Idempotency-Key was used for another request; take a new one.', {
            reason: 'idempotency_key_reused',
          })
        if (known.status !== undefined) return { status: known.status, answer: known.answer }
      }
      throw new AppError('conflict', 'The first request with this Idempotency-Key is still running.', {
        reason: 'still_running',
        retryAfter: 1,
      })
    }
    try {
      const { status, answer } = await run()
      await kv.set(name, JSON.stringify({ fingerprint, status, answer } satisfies Remembered), { ttl: day })
      return { status, answer }
    } catch (error) {
      await kv.delete(name)
      throw error
    }
  }
