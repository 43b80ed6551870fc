import type { Log } from '../../../platform/log.ts'
import type { Viewer } from '../stores/passage-store.ts'
import { JobEnded } from './job-tables.ts'
import { countPassages } from '../text/prepare.ts'
import { planRefusal } from './plan.ts'
import { tidyMemory } from './tidy-memory.ts'
import { isTransient, withRetries } from './transient.ts'
import { writeBatch, type NoteEnds, type ReadyItem, type Writing } from './write-batch.ts'

/** For whom and about what something is written. */
export interface Order {
  jobId: string
  viewer: Viewer
  note: NoteEnds
}

/** Writes items that are ready. Throws what keeps all of them from being written, and what the signal aborts with. */
export type Write = (items: readonly ReadyItem[], order: Order, signal: AbortSignal) => Promise<void>

const passagesIn = (items: readonly ReadyItem[]): number =>
  items.reduce(
    (sum, { planned }) => sum + planned.entries.reduce((more, { entry }) => more + countPassages(entry.prepared), 0),
    0,
  )

/** A writer: tries again what may pass, writes apart what fails together, and waits when too much is pending. */
export const createWriter = (
  parts: Writing & { log: Log; written: (passages: number) => void; room: () => Promise<void> },
): Write => {
  const { log, written, room } = parts

  /** One that cannot be written must not keep the others from it, nor come back for ever. */
  const writeApart: Write = async (items, { jobId, viewer, note }, signal) => {
    for (const item of items) {
      try {
        await withRetries(() => writeBatch([item], viewer, parts, note), signal)
      } catch (error) {
        signal.throwIfAborted()
        if (isTransient(error) || error instanceof JobEnded) throw error
        log.error('a document could not be written', { job_id: jobId, error })
        const why = 'The document could not be stored; the log of the server says why.'
        await writeBatch([{ ...item, planned: planRefusal(item.request, 'not_stored', why) }], viewer, parts, note)
      }
    }
  }

  return async (items, order, signal) => {
    await room()
    try {
      await withRetries(() => writeBatch(items, order.viewer, parts, order.note), signal)
    } catch (error) {
      signal.throwIfAborted()
      if (isTransient(error) || error instanceof JobEnded) throw error
      await writeApart(items, order, signal)
    }
    written(passagesIn(items))
    tidyMemory()
  }
}
