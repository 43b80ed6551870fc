import { stat } from 'node:fs/promises'
import { Piscina } from 'piscina'
import type { Analysed, SearchableText } from '../text/analyse.ts'
import * as thread from './preparation-thread.ts'
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
const heapMegabytes = 96
/** With less, most of a thread's time would go into sweeping up. */
const youngMegabytes = 16

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

/** A preparation in so many threads, which start when there is work and end when there was none for a while. */
export const createPreparation = (threads: number): Preparation => {
  const pool = new Piscina({
    filename: new URL('./preparation-entry.mjs', import.meta.url).href,
    minThreads: 0,
    // The next is there when one is done, however busy the one who gives them out.
    concurrentTasksPerWorker: 2,
    execArgv: [],
    maxThreads: threads,
    idleTimeout: 30_000,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
  })
  // A thread that breaks rejects its task; without a listener it would take the process with it.
  pool.on('error', () => undefined)
  const lengthOf = (texts: readonly { text: string }[]): number => texts.reduce((sum, { text }) => sum + text.length, 0)
  return {
    light: async (items, settings) =>
      (await areFew(items)) ? readLight(items, settings) : pool.run({ items, settings }, { name: 'light' }),
    analyse: async (texts) =>
      lengthOf(texts) <= fewCharacters ? thread.analyse(texts) : pool.run(texts, { name: 'analyse' }),
    close: () => pool.destroy(),
  }
}
