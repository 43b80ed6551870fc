import { timestamp, type Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Chain, ChainedRecord, Mark } from './chain.ts'
import type { AuditTables } from './tables.ts'
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

  /** A head that we did not sign, or one older than what we wrote, is evidence: it goes on record instead of being signed over. */
  const evidenceOf = (head: Mark): Pending[] => {
    if (chain.provesMark('head', head) && head.sequence >= (lastHead?.sequence ?? 0)) return []
    const details = { found: head, last_written: lastHead ?? null }
    const nobody = { user_id: null, username: null, target: null, request_id: null, ip: null }
    return [{ id: newId(), time: timestamp(clock.now()), action: unprovenHead, outcome: 'failure', ...nobody, details }]
  }

  const append = async (batch: Pending[]): Promise<void> => {
    let written: Mark | undefined
    await tables.append((head) => {
      let { sequence, hash } = head
      const records = [...evidenceOf(head), ...batch].map((pending): ChainedRecord => {
        sequence += 1
        const placed = { ...pending, sequence, previous: hash }
        hash = chain.hashOf(placed)
        return { ...placed, hash }
      })
      const place = { sequence, hash, time: timestamp(clock.now()) }
      written = chain.mark('head', place)
      const due = Math.floor(sequence / checkpointEvery) > Math.floor(head.sequence / checkpointEvery)
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
