import type { QueryTerm } from '../text/lexical-query.ts'
import type { PendingGroup } from './pending.ts'

/** What pending passages are looked up by. */
type HashedTerm = Pick<QueryTerm, 'hashes'>

/** For each term the keys of the pending passages that hold it, in their order. */
export const pendingPostings = (groups: readonly PendingGroup[], terms: readonly HashedTerm[]): number[][] => {
  const postings = terms.map((): number[] => [])
  const places = new Map<number, number[]>()
  /** Answers most hashes without the map. */
  const maybe = new Uint8Array(0x10000)
  for (const [place, { hashes }] of terms.entries())
    for (const hash of hashes) {
      places.set(hash | 0, [...(places.get(hash | 0) ?? []), place])
      maybe[hash & 0xffff] = 1
    }
  for (const { lists } of groups)
    for (let at = 0; at < lists.length;) {
      const key = lists[at] ?? 0
      const end = at + 2 + (lists[at + 1] ?? 0)
      for (let i = at + 2; i < end; i++) {
        const hash = lists[i] ?? 0
        if (maybe[hash & 0xffff] === 0) continue
        for (const place of places.get(hash) ?? []) {
          const keys = postings[place]
          if (keys && keys.at(-1) !== key) keys.push(key)
        }
      }
      at = end
    }
  return postings
}
