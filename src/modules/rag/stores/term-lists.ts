import { joinPostings, noPostings, postingsBetween, postingsWithout, type Postings } from '../text/postings.ts'
import type { Removed } from './removed.ts'

/** All lists of a store together hold at most so many postings, at five bytes each. */
const mostPostings = 8_000_000

/** What the full text search holds: all passages of keys below `end` but those removed. */
export interface Extent {
  removed: Removed
  end: number
}

/** Reads the postings, from the key `from` on, of each of these terms; removed passages may be among them. */
export type ReadTerms = (names: readonly string[], from: number) => Promise<Postings[]>

interface Held {
  postings: Postings
  /** It is complete up to this key. */
  end: number
  /** It is without the passages that had been removed when there were so many. */
  without: number
}

/**
 * Keeps the postings of the terms used last in memory. Keys only grow, so what is added is read and put at the end of a list;
 * what is removed is left out. Once removed passages were taken out of the index, so that not all of them are known any more,
 * all lists are read anew.
 */
export const createTermLists = () => {
  let lists = new Map<string, Held>()
  let heldAt = -1
  let size = 0

  const put = (name: string, held: Held): void => {
    size += held.postings.keys.length - (lists.get(name)?.postings.keys.length ?? 0)
    lists.delete(name)
    lists.set(name, held)
    for (const [oldest, { postings }] of lists) {
      if (size <= mostPostings || oldest === name) break
      lists.delete(oldest)
      size -= postings.keys.length
    }
  }

  return {
    /** The lists of these names as they are at this extent. */
    async get({ removed, end }: Extent, names: readonly string[], read: ReadTerms): Promise<Postings[]> {
      const { keys: gone, purged } = removed
      if (purged > heldAt) [lists, heldAt, size] = [new Map(), purged, 0]
      const known = new Map<string, Held>()
      const missing: string[] = []
      const short: string[] = []
      for (const name of new Set(names)) {
        // Whoever began before reads for itself.
        const held = purged === heldAt ? lists.get(name) : undefined
        if (held) known.set(name, held)
        if (!held) missing.push(name)
        else if (held.end < end) short.push(name)
        if (held && held.without < gone.length)
          known.set(name, { ...held, postings: postingsWithout(held.postings, gone), without: gone.length })
      }
      const fresh = (postings: Postings | undefined, from: number): Postings =>
        postingsWithout(postingsBetween(postings ?? noPostings, from, end), gone)
      const whole = missing.length > 0 ? await read(missing, 0) : []
      missing.forEach((name, i) => known.set(name, { postings: fresh(whole[i], 0), end, without: gone.length }))
      const from = Math.min(...short.map((name) => known.get(name)?.end ?? 0))
      const added = short.length > 0 ? await read(short, from) : []
      for (const [i, name] of short.entries()) {
        const held = known.get(name)
        if (held) known.set(name, { ...held, postings: joinPostings([held.postings, fresh(added[i], held.end)]), end })
      }
      if (purged === heldAt) for (const [name, held] of known) put(name, held)
      return names.map((name) => known.get(name)?.postings ?? noPostings)
    },
  }
}
