import type { StoredChunk } from '../stores/passage-store.ts'
import { wordsOf } from '../text/words.ts'
import type { Found } from './fuse.ts'

/** Near-duplicates score alike whatever the question, so that only neighbours in rank need comparing. */
const scoreTolerance = 0.08
/** The most that two passages which say the same may differ in. */
const mostDifferent = 0.06
const digit = /\p{Nd}/u

const difference = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] => [
  ...[...a].filter((word) => !b.has(word)),
  ...[...b].filter((word) => !a.has(word)),
]

/** Two records that differ in a number are two records, however alike they read. */
const sayTheSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  if (Math.abs(a.size - b.size) > mostDifferent * Math.max(a.size, b.size)) return false
  const different = difference(a, b)
  return different.length <= mostDifferent * (a.size + b.size) && !different.some((word) => digit.test(word))
}

/** Of passages that say the same leaves only the best. */
export const collapseDuplicates = (hits: readonly Found[], chunks: readonly StoredChunk[], limit: number): Found[] => {
  const contents = new Map(chunks.map((chunk) => [chunk.key, chunk.content]))
  const words = new Map<number, Set<string>>()
  const wordsOfHit = (key: number): Set<string> => {
    const known = words.get(key) ?? new Set(wordsOf(contents.get(key) ?? ''))
    words.set(key, known)
    return known
  }
  const kept: Found[] = []
  for (const hit of hits) {
    if (kept.length === limit) break
    if (!contents.has(hit.key)) continue
    const tolerance = scoreTolerance * Math.abs(hit.score)
    const repeats = kept.some(
      (other) => other.score - hit.score <= tolerance && sayTheSame(wordsOfHit(hit.key), wordsOfHit(other.key)),
    )
    if (!repeats) kept.push(hit)
  }
  return kept
}
