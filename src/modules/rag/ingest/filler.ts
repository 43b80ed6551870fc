import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../../platform/log.ts'
import type { PassageStore } from '../stores/passage-store.ts'
import { tidyMemory } from './tidy-memory.ts'

/** While documents come in, their passages wait to be entered in the full text search until it is quiet for so long … */
const quietMs = 250
/** … or so many groups of them wait; with more than the second number, those that write wait. */
const enoughGroups = 120
const tooManyGroups = 160
/** How often is looked whether it is quiet. */
const lookEvery = 100
const pauseAfterFault = 2_000

/** Enters in the full text search what is pending, in the background. */
export interface Filler {
  /** Something was written. */
  wake(): void
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
  let groups = 0
  let holders = 0
  let running: Promise<void> | undefined
  let waiting: (() => void)[] = []

  const letGo = (): void => {
    for (const go of waiting) go()
    waiting = []
  }
  const rest = (time: number) => pause(time, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)

  const fill = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      const isQuiet = holders === 0 && performance.now() - written >= quietMs
      if (!isQuiet && groups < enoughGroups) {
        await rest(lookEvery)
        continue
      }
      const before = written
      try {
        const left = await store.indexPending()
        tidyMemory()
        groups = left ?? 0
        if (groups <= tooManyGroups) letGo()
        if (left === undefined && written === before) return
      } catch (error) {
        log.warn('passages wait to be entered in the full text search', { error })
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
    wake() {
      written = performance.now()
      groups += 1
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
      if (groups > tooManyGroups && running) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    async close() {
      closing.abort()
      letGo()
      await running
    },
  }
}
