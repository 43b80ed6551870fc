import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../../platform/log.ts'
import type { PassageStore } from '../stores/passage-store.ts'
import { tidyMemory } from './tidy-memory.ts'

/** While documents come in, their passages wait to be entered in the full text search until it is quiet for so long … */
const quietMs = 250
/** … or so many of them wait; with more than the second number, those that write wait. */
const enoughPassages = 48_000
const tooManyPassages = 64_000
/** How often is looked whether it is quiet. */
const lookEvery = 100
const pauseAfterFault = 2_000
/** When another process is entering passages, whether it still does is looked at after so long. */
const pauseBehindOthers = 2_000
/** Where very many wait, as after an upgrade, how many are left is told this often. */
const tellEvery = 10_000

/** Enters in the full text search what is pending, in the background. */
export interface Filler {
  /** So many passages were written. */
  wake(passages: number): void
  /** More will be written soon, until what this returns is called. */
  hold(): () => void
  /** Waits while too much is pending for more to be written. */
  room(): Promise<void>
  /** Ends after what is under way; what is left is entered by the next process. */
  close(): Promise<void>
}

/** A filler for a store that other processes may be filling too. */
export const createFiller = ({ store, log }: { store: Pick<PassageStore, 'indexPending'>; log: Log }): Filler => {
  const closing = new AbortController()
  let written = -Infinity
  /** How many are pending, and how many of these were written by way of this filler. */
  let left = 0
  let fresh = 0
  let holders = 0
  let running: Promise<void> | undefined
  let told = -Infinity
  let writers: (() => void)[] = []

  const letGo = (): void => {
    for (const go of writers) go()
    writers = []
  }
  const rest = (time: number) => pause(time, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)

  /** Says how far it is, where that takes long enough to be noticed. */
  const tell = (): void => {
    if (left > tooManyPassages && performance.now() - told > tellEvery) {
      log.info('passages enter the full text search; until they have, searches take longer', { left })
      told = performance.now()
    }
    if (left > 0 || told === -Infinity) return
    log.info('all passages have entered the full text search')
    told = -Infinity
  }

  const fill = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const isQuiet = holders === 0 && performance.now() - written >= quietMs
      if (!isQuiet && left < enoughPassages) {
        await rest(lookEvery)
        continue
      }
      const before = written
      try {
        const entered = await store.indexPending()
        tidyMemory()
        left = entered?.left ?? 0
        // Nobody who writes need wait for what an older version has written.
        fresh = Math.min(fresh, left)
        tell()
        if (fresh <= tooManyPassages) letGo()
        if (!entered && written === before) return
        // Two that enter the same are no quicker than one.
        if (entered?.isOurs === false) await rest(pauseBehindOthers)
      } catch (error) {
        log.warn('passages wait to be entered in the full text search', { error })
        // They are found meanwhile, only more slowly; and it may last.
        letGo()
        await rest(pauseAfterFault)
      }
    }
  }
  const wake = (): void => {
    if (closing.signal.aborted) return
    running ??= fill().finally(() => {
      running = undefined
      letGo()
    })
  }
  wake()

  return {
    wake(passages) {
      written = performance.now()
      left += passages
      fresh += passages
      wake()
    },
    hold() {
      holders += 1
      let held = true
      return () => {
        if (held) holders -= 1
        if (held) written = performance.now()
        held = false
      }
    },
    async room() {
      if (fresh > tooManyPassages && running) await new Promise<void>((resolve) => writers.push(resolve))
    },
    async close() {
      closing.abort()
      letGo()
      await running
    },
  }
}
