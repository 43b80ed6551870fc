import { stat } from 'node:fs/promises'
import { Piscina } from 'piscina'
import { AppError } from '../../../platform/errors.ts'
import { analyse, type Analysed, type SearchableText } from '../text/analyse.ts'
import { readLight, type LightItem, type LightResult, type LightSettings } from './read-light.ts'

/** Prepares documents for being written, in threads of its own unless they are very small. */
export interface Preparation {
  /** Reads what is small and harmless, and prepares it: see readLight. */
  light(items: LightItem[], settings: LightSettings): Promise<LightResult[]>
  /** Takes texts apart for the full text search. */
  analyse(texts: readonly SearchableText[]): Promise<Analysed[]>
  close(): Promise<void>
}

/** What is less than this is done here and now: telling a thread would take longer. */
const fewItems = 4
const fewCharacters = 100_000
const mostCharacters = 2_000_000
const cannotStart =
  'Documents cannot be prepared: the threads for it do not start. The log of the server says why. If files of its installation are missing, install it again.'
const heapMegabytes = 96
/** With less, most of a thread's time would go into sweeping up. */
const youngMegabytes = 16

/** As many of the items as a thread has room for: their texts are copied to it. */
const handful = (items: readonly LightItem[]): readonly LightItem[] => {
  let characters = 0
  const end = items.findIndex(({ text }) => (characters += text?.length ?? 0) > mostCharacters)
  return end === -1 ? items : items.slice(0, Math.max(1, end))
}

const areFew = async (items: readonly LightItem[]): Promise<boolean> => {
  if (items.length > fewItems) return false
  const sizes = await Promise.all(
    items.map(async ({ path, text }) => {
      const status = path === undefined ? undefined : await stat(path).catch(() => undefined)
      return text?.length ?? status?.size ?? 0
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0) <= fewCharacters
}

const analyseHere = (texts: readonly SearchableText[]): Analysed[] =>
  texts.map(({ text, language }) => analyse(text, language))

interface Threads {
  pool: Piscina
  hasStarted: boolean
  /** What ended one of them. */
  fault?: unknown
}

const ownEntry = new URL('./preparation-entry.mjs', import.meta.url)

/**
 * A preparation in so many threads, which start when there is work and end when there was none for a while; each begins with the
 * module `entry`. What is asked of threads that cannot start rejects with an AppError `internal`.
 */
export const createPreparation = (threads: number, entry = ownEntry): Preparation => {
  let current: Threads | undefined
  let ended: Promise<unknown> = Promise.resolve()

  const open = (): Threads => {
    const pool = new Piscina({
      filename: entry.href,
      minThreads: 0,
      // The next is there when one is done, however busy the one who gives them out.
      concurrentTasksPerWorker: 2,
      execArgv: [],
      maxThreads: threads,
      idleTimeout: 30_000,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
    })
    const opened: Threads = { pool, hasStarted: false }
    // A thread that breaks at work rejects its task; one that never came so far leaves all tasks waiting, and nobody starts
    // another. So these are given up, and the next work tries anew.
    pool.on('workerCreate', () => {
      opened.hasStarted = true
    })
    pool.on('error', (fault) => {
      opened.fault = fault
    })
    pool.on('workerDestroy', () =>
      setImmediate(() => {
        if (pool.queueSize === 0 || pool.threads.length > 0) return
        opened.fault ??= new Error('A thread ended before its work.')
        if (current === opened) current = undefined
        ended = Promise.all([ended, pool.destroy()])
      }),
    )
    return opened
  }

  const run = async <T>(task: unknown, name: string, isSecond = false): Promise<T> => {
    const asked = (current ??= open())
    try {
      return await asked.pool.run(task, { name })
    } catch (error) {
      if (current === asked) throw error
      if (asked.hasStarted && !isSecond) return run(task, name, true)
      throw new AppError('internal', cannotStart, { cause: asked.fault })
    }
  }
  const lengthOf = (texts: readonly { text: string }[]): number => texts.reduce((sum, { text }) => sum + text.length, 0)
  return {
    light: async (items, settings) =>
      (await areFew(items)) ? readLight(items, settings) : run({ items: handful(items), settings }, 'light'),
    analyse: async (texts) => (lengthOf(texts) <= fewCharacters ? analyseHere(texts) : run(texts, 'analyse')),
    close: async () => {
      await current?.pool.destroy()
      await ended
    },
  }
}
