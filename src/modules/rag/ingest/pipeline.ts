import type { Log } from '../../../platform/log.ts'
import { AppError } from '../../../platform/errors.ts'
import { failureOf } from '../parsers/index.ts'
import type { Viewer } from '../stores/passage-store.ts'
import { createAllowance } from './allowance.ts'
import type { JobTables } from './job-tables.ts'
import { lightFirst } from './light-first.ts'
import { bytesOf, planRefusal } from './plan.ts'
import { loadItems, readItem, type LoadedItem, type Reading } from './read-item.ts'
import type { Job, JobItem } from './request.ts'
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
   * Does what is left of a job. An item that cannot be read fails alone. Throws what keeps all from going on, and what the signal
   * aborts with; what was written until then stays.
   */
  run(job: Job, signal: AbortSignal, heard: PipelineListener): Promise<void>
}

/** Who hears how a job goes on. */
export interface PipelineListener {
  /** It has made a step forward. */
  changed: () => void
  /** Only items are left that take long. */
  slowed: () => void
}

interface Held {
  ready: ReadyItem
  release: () => void
}

/** A pipeline; it reads `width` items at a time and writes while it reads. */
export const createPipeline = (parts: {
  tables: { jobs: Pick<JobTables, 'waiting' | 'endItems'> }
  reading: Reading
  write: Write
  width: number
  log: Log
}): Pipeline => {
  const { tables, reading, write, width, log } = parts
  const memory = createAllowance(bytesInMemory)

  /** Undefined for an item that needs more than this turn. */
  const read = async (
    job: Job,
    loaded: LoadedItem,
    turn: number,
    signal: AbortSignal,
  ): Promise<ReadyItem | undefined> => {
    const { ordinal, request } = loaded.item
    try {
      const planned = await readItem(job.id, loaded, reading, turn, signal)
      return planned && { ordinal, request, planned }
    } catch (error) {
      signal.throwIfAborted()
      if (isTransient(error)) throw error
      if (!(error instanceof AppError)) log.warn('a document could not be read', { job_id: job.id, error })
      const { reason, message } = failureOf(error)
      return { ordinal, request, planned: planRefusal(request, reason, message) }
    }
  }

  return {
    run: async (job, signal, { changed, slowed }) => {
      const viewer: Viewer = { userId: job.userId, roles: [job.role] }
      const order: Order = {
        jobId: job.id,
        viewer,
        note: (ended, database) => tables.jobs.endItems(job.id, ended, database),
      }
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
      const work = async (
        items: AsyncGenerator<LoadedItem, undefined>,
        turn: number,
        slow: JobItem[],
      ): Promise<void> => {
        // Not `for await`, whose end would end the generator for the other workers too.
        for (let next = await items.next(); next.value; next = await items.next()) {
          until.throwIfAborted()
          const release = await memory.take(Math.max(next.value.item.size, leastCost))
          try {
            const ready = await read(job, next.value, turn, until)
            if (!ready) {
              slow.push(next.value.item)
              release()
              continue
            }
            held.push({ ready, release })
            bytes += bytesOf(ready.planned)
          } catch (error) {
            release()
            throw error
          }
          if (held.length >= batchItems || bytes >= batchBytes) await flush()
        }
      }
      /** Items that take long are read again when no other is left, so that none of these waits for them. */
      const readAll = async (waiting: readonly JobItem[], turn: number): Promise<void> => {
        const items = loadItems(job.id, waiting, reading)
        const slow: JobItem[] = []
        await Promise.all(Array.from({ length: width }, () => work(items, turn, slow)))
        await flush()
        if (slow.length === 0) return
        slowed()
        await readAll(slow, turn + 1)
      }
      const fail = (error: unknown): void => fault.abort(error)
      const regularly = setInterval(() => void flush().catch(fail), batchAge)
      try {
        await readAll(lightFirst(await tables.jobs.waiting(job.id)), 0)
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
