/** All lists of a store together hold at most so many keys, at four bytes each. */
const mostKeys = 8_000_000

/** What the full text search holds: all passages of lower keys but those removed, of which there have been so many in all. */
export interface Extent {
  removed: number
  end: number
}

/** Reads the keys, from `from` on, that each of these terms has. */
export type ReadTerms = (names: readonly string[], from: number) => Promise<Uint32Array[]>

interface Held {
  keys: Uint32Array
  /** It is complete up to this key. */
  end: number
}

/** How many of the keys, which ascend, are lower. */
const countBelow = (keys: Uint32Array, bound: number): number => {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? 0) < bound) low = middle + 1
    else high = middle
  }
  return low
}

const between = (keys: Uint32Array, from: number, end: number): Uint32Array =>
  keys.subarray(countBelow(keys, from), countBelow(keys, end))

const joined = (one: Uint32Array, other: Uint32Array): Uint32Array => {
  if (other.length === 0) return one
  const both = new Uint32Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}

/**
 * Keeps the keys that hold a term in memory, those of the terms used last. Keys only grow, so what is added is read and put at
 * the end of a list; once a passage is removed, all are read anew.
 */
export const createTermLists = () => {
  let lists = new Map<string, Held>()
  let heldAt = -1
  let size = 0

  const put = (name: string, held: Held): void => {
    size += held.keys.length - (lists.get(name)?.keys.length ?? 0)
    lists.delete(name)
    lists.set(name, held)
    for (const [oldest, { keys }] of lists) {
      if (size <= mostKeys || oldest === name) break
      lists.delete(oldest)
      size -= keys.length
    }
  }

  return {
    /** The lists of these names as they are at this extent, ascending. */
    async get({ removed, end }: Extent, names: readonly string[], read: ReadTerms): Promise<Uint32Array[]> {
      if (removed > heldAt) [lists, heldAt, size] = [new Map(), removed, 0]
      const known = new Map<string, Held>()
      const missing: string[] = []
      const short: string[] = []
      for (const name of new Set(names)) {
        // Whoever began before a removal reads for itself.
        const held = removed === heldAt ? lists.get(name) : undefined
        if (held) known.set(name, held)
        if (!held) missing.push(name)
        else if (held.end < end) short.push(name)
      }
      const whole = missing.length > 0 ? await read(missing, 0) : []
      missing.forEach((name, i) => known.set(name, { keys: between(whole[i] ?? new Uint32Array(), 0, end), end }))
      const from = Math.min(...short.map((name) => known.get(name)?.end ?? 0))
      const added = short.length > 0 ? await read(short, from) : []
      for (const [i, name] of short.entries()) {
        const held = known.get(name)
        if (!held) continue
        known.set(name, { keys: joined(held.keys, between(added[i] ?? new Uint32Array(), held.end, end)), end })
      }
      if (removed === heldAt) for (const [name, held] of known) put(name, held)
      return names.map((name) => known.get(name)?.keys ?? new Uint32Array())
    },
  }
}
