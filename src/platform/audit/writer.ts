import { timestamp, type Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Chain, ChainedRecord, Mark } from './chain.ts'
import type { AuditTables, Place } from './tables.ts'
import { unprovenHead } from './verify.ts'

/** A record before it has its place. */
export type Pending = Omit<ChainedRecord, 'sequence' | 'previous' | 'hash'>

/** Puts records on the chain; those that come while a transaction is under way share the next one. */
export interface Writer {
  /** Resolves when the record is committed. Throws `unavailable` when it could not be. */
  write(record: Pending): Promise<void>
  /** Where the chain stood when this process last wrote. */
  lastHead(): Mark | undefined
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
}

interface Waiting {
  record: Pending
  done: () => void
  failed: (error: unknown) => void
}

const largestBatch = 500

/** A writer of one trail. Several processes may write one trail at once: the head's row is locked while one adds to it. */
export const createWriter = (options: {
  tables: AuditTables
  chain: Chain
  clock: Clock
  checkpointEvery: number
}): Writer => {
  const { tables, chain, clock, checkpointEvery } = options
  const queue: Waiting[] = []
  let working: Promise<void> | undefined
  let lastHead: Mark | undefined

  /** Whether the head is ours, newest, and where the records end. */
  const isWhole = (head: Mark | undefined, last: Place): boolean => {
    if (!head || head.sequence !== last.sequence || head.hash !== last.hash) return false
    if (head.sequence < (lastHead?.sequence ?? 0)) return false
    return head.sequence === 0 || chain.provesMark('head', head)
  }

  /** What speaks of tampering goes on record, instead of being signed over. */
  const evidenceOf = (head: Mark | undefined, last: Place): Pending => ({
    id: newId(),
    time: timestamp(clock.now()),
    action: unprovenHead,
    outcome: 'failure',
    user_id: null,
    username: null,
    target: null,
    request_id: null,
    ip: null,
    details: { head: head ?? null, last_record: last, last_written: lastHead ?? null },
  })

  const append = async (batch: Pending[]): Promise<void> => {
    let written: Mark | undefined
    await tables.append((head, last) => {
      const evidence = isWhole(head, last) ? [] : [evidenceOf(head, last)]
      const start = head && head.sequence > last.sequence ? head : last
      let { sequence, hash } = start
      const records = [...evidence, ...batch].map((pending): ChainedRecord => {
        sequence += 1
        const placed = { ...pending, sequence, previous: hash }
        hash = chain.hashOf(placed)
        return { ...placed, hash }
      })
      const place = { sequence, hash, time: timestamp(clock.now()) }
      written = chain.mark('head', place)
      const due = Math.floor(sequence / checkpointEvery) > Math.floor(start.sequence / checkpointEvery)
      return { records, head: written, ...(due ? { checkpoint: chain.mark('checkpoint', place) } : {}) }
    })
    lastHead = written
  }

  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, largestBatch)
      try {
        await append(batch.map(({ record }) => record))
        for (const { done } of batch) done()
      } catch (cause) {
        const error = new AppError('unavailable', 'The audit trail cannot be written just now; nothing was done.', {
          reason: 'audit_unavailable',
          retryAfter: 5,
          cause,
        })
        for (const { failed } of batch) failed(error)
      }
    }
    working = undefined
  }

  return {
    write: (record) =>
      new Promise((done, failed) => {
        queue.push({ record, done, failed })
        working ??= flush()
      }),
    lastHead: () => lastHead,
    idle: async () => working,
  }
}
