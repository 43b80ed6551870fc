/** All lists of a store together hold at most so many keys, at four bytes each. */
const mostKeys = 8_000_000

/** Lists of keys as they were at one revision of a store, the ones used last. */
export interface KeyLists {
  /** The lists of these names, those that are not held yet by one call of `load`, in its order. */
  get(
    revision: number,
    names: readonly string[],
    load: (missing: readonly string[]) => Promise<Uint32Array[]>,
  ): Promise<Uint32Array[]>
}

/** Keeps lists of keys in memory until the store changes. */
export const createKeyLists = (): KeyLists => {
  let lists = new Map<string, Uint32Array>()
  let heldAt = -1
  let size = 0

  const put = (name: string, keys: Uint32Array): void => {
    size += keys.length - (lists.get(name)?.length ?? 0)
    lists.delete(name)
    lists.set(name, keys)
    for (const [oldest, { length }] of lists) {
      if (size <= mostKeys || oldest === name) break
      lists.delete(oldest)
      size -= length
    }
  }

  return {
    async get(revision, names, load) {
      if (revision > heldAt) [lists, heldAt, size] = [new Map(), revision, 0]
      const known = new Map(names.flatMap((name) => (lists.has(name) ? [[name, lists.get(name)] as const] : [])))
      const missing = [...new Set(names)].filter((name) => !known.has(name))
      const loaded = missing.length > 0 ? await load(missing) : []
      missing.forEach((name, i) => known.set(name, loaded[i]))
      const found = names.map((name) => known.get(name) ?? new Uint32Array())
      // What was read before the store changed must not be taken for what it holds now.
      if (revision === heldAt) names.forEach((name, i) => put(name, found[i] ?? new Uint32Array()))
      return found
    },
  }
}
