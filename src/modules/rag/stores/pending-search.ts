import type { LexicalQuery } from '../text/lexical-query.ts'
import type { Candidate, WeighedTerm } from './passage-store.ts'
import type { PendingGroup } from './pending.ts'

/** How quickly more of the same word counts less, as in BM25. */
const saturation = 1.2

/** For every hash that is looked for, the place of its term in the question; `maybe` answers most hashes without the map. */
const createLookUp = (query: LexicalQuery, terms: readonly number[]) => {
  const places = new Map<number, number>()
  const maybe = new Uint8Array(0x10000)
  for (const place of terms)
    for (const hash of query.terms[place]?.hashes ?? []) {
      places.set(hash | 0, place)
      maybe[hash & 0xffff] = 1
    }
  return { places, maybe }
}

/** Calls `found` for each passage that holds any of the terms, with how often it holds each term of the question. */
const scan = (
  groups: readonly PendingGroup[],
  query: LexicalQuery,
  terms: readonly number[],
  found: (key: number, counts: Uint32Array) => void,
): void => {
  const { places, maybe } = createLookUp(query, terms)
  const counts = new Uint32Array(query.terms.length)
  for (const { lists } of groups)
    for (let at = 0; at < lists.length;) {
      const key = lists[at] ?? 0
      const end = at + 2 + (lists[at + 1] ?? 0)
      let any = false
      for (let i = at + 2; i < end; i++) {
        const hash = lists[i] ?? 0
        if (maybe[hash & 0xffff] === 0) continue
        const place = places.get(hash)
        if (place === undefined) continue
        counts[place] = (counts[place] ?? 0) + 1
        any = true
      }
      if (any) {
        found(key, counts)
        counts.fill(0)
      }
      at = end
    }
}

/** For each term of the question how many pending passages hold it. */
export const pendingFrequencies = (groups: readonly PendingGroup[], query: LexicalQuery): number[] => {
  const frequencies = query.terms.map(() => 0)
  scan(groups, query, [...frequencies.keys()], (_key, counts) => {
    for (const [place, count] of counts.entries()) if (count > 0) frequencies[place] = (frequencies[place] ?? 0) + 1
  })
  return frequencies
}

/** The pending passages that hold any of these terms, the best first. */
export const pendingCandidates = (
  groups: readonly PendingGroup[],
  query: LexicalQuery,
  terms: readonly WeighedTerm[],
): Candidate[] => {
  const candidates: Candidate[] = []
  const places = terms.map(({ term }) => term)
  scan(groups, query, places, (key, counts) => {
    let score = 0
    for (const { term, weight } of terms) {
      const count = counts[term] ?? 0
      score += (weight * count) / (count + saturation)
    }
    candidates.push({ key, score })
  })
  return candidates.sort((a, b) => b.score - a.score || a.key - b.key)
}
