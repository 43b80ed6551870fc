import type { Log } from '../../../platform/log.ts'
import { AppError } from '../../../platform/errors.ts'
import { failureOf } from '../parsers/index.ts'
import type { Viewer } from '../stores/passage-store.ts'
import type { Tables } from '../tables.ts'
import { createAllowance } from './allowance.ts'
import { lightFirst } from './light-first.ts'
import { bytesOf, planRefusal } from './plan.ts'
import { loadItems, readItem, type LoadedItem, type Reading } from './read-item.ts'
import type { Job } from './request.ts'
import { isTransient } from './transient.ts'
import type { ReadyItem } from './write-batch.ts'
import type { Order, Write } from './writer.ts'

/** So much is written in one transaction, unless an item is larger. */
const batchItems = 100
const batchBytes = 1_000_000
/** What was read is written after so long even if it is little. */
const batchAge = 250
/** What may be in memory between reading and writing, all jobs together, as bytes of content. */
const bytesInMemory = 16 * 1_048_576
/** Even a small item costs something. */
const leastCost = 16_384

/** Reads and writes what jobs consist of. */
export interface Pipeline {
  /**
   * Does what is left of a job; `changed` hears of every step forward. An item that cannot be read fails alone. Throws what
   * keeps all from going on, and what the signal aborts with; what was written until then stays.
   */
  run(job: Job, signal: AbortSignal, changed: () => void): Promise<void>
}

interface Held {
  ready: ReadyItem
  release: () => void
}

/** A pipeline; it reads `width` items at a time and writes while it reads. */
export const createPipeline = (parts: {
  tables: Tables
  reading: Reading
  write: Write
  width: number
  log: Log
}): Pipeline => {
  const { tables, reading, write, width, log } = parts
  const memory = createAllowance(bytesInMemory)

  const read = async (job: Job, loaded: LoadedItem, signal: AbortSignal): Promise<ReadyItem> => {
    const { ordinal, request } = loaded.item
    try {
      return { ordinal, request, planned: await readItem(job.id, loaded, reading, signal) }
    } catch (error) {
      signal.throwIfAborted()
      if (isTransient(error)) throw error
      if (!(error instanceof AppError)) log.warn('a document could not be read', { job_id: job.id, error })
      const { reason, message } = failureOf(error)
      return { ordinal, request, planned: planRefusal(request, reason, message) }
    }
  }

  return {
    run: async (job, signal, changed) => {
      const viewer: Viewer = { userId: job.userId, roles: [job.role] }
      const order: Order = {
        jobId: job.id,
        viewer,
        note: (ended, database) => tables.jobs.endItems(job.id, ended, database),
      }
      const items = loadItems(job.id, lightFirst(await tables.jobs.waiting(job.id)), reading)
      const fault = new AbortController()
      const until = AbortSignal.any([signal, fault.signal])
      let held: Held[] = []
      let bytes = 0
      let writing: Promise<void> = Promise.resolve()

      const writeAfter = async (before: Promise<void>, batch: readonly Held[]): Promise<void> => {
        try {
          await before
          await write(
            batch.map(({ ready }) => ready),
            order,
            until,
          )
          changed()
        } finally {
          for (const { release } of batch) release()
        }
      }
      const flush = (): Promise<void> => {
        const batch = held
        held = []
        bytes = 0
        if (batch.length === 0) return writing
        writing = writeAfter(writing, batch)
        return writing
      }
      const work = async (): Promise<void> => {
        // Not `for await`, whose end would end the generator for the other workers too.
        for (let next = await items.next(); next.value; next = await items.next()) {
          until.throwIfAborted()
          const release = await memory.take(Math.max(next.value.item.size, leastCost))
          try {
            const ready = await read(job, next.value, until)
            held.push({ ready, release })
            bytes += bytesOf(ready.planned)
          } catch (error) {
            release()
            throw error
          }
          if (held.length >= batchItems || bytes >= batchBytes) await flush()
        }
      }
      const fail = (error: unknown): void => fault.abort(error)
      const regularly = setInterval(() => void flush().catch(fail), batchAge)
      try {
        await Promise.all(Array.from({ length: width }, () => work()))
        await flush()
        until.throwIfAborted()
      } catch (error) {
        fail(error)
        throw error
      } finally {
        clearInterval(regularly)
        held.forEach(({ release }) => release())
        await writing.catch(() => undefined)
      }
    },
  }
}
