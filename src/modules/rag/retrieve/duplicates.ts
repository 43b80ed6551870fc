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
  if (a === b) return true
  if (Math.abs(a.size - b.size) > mostDifferent * Math.max(a.size, b.size)) return false
  const different = difference(a, b)
  return different.length <= mostDifferent * (a.size + b.size) && !different.some((word) => digit.test(word))
}

/** Hits that say different things, of those that were looked at so far. */
export interface Distinct {
  kept: readonly Found[]
  /** Looks at further hits, best first; of passages that say the same only the best is kept. Ends when there are enough. */
  look: (hits: readonly Found[], chunks: readonly StoredChunk[]) => void
}

/** The words of texts, each text taken apart once. */
export const createWordSets = (): ((text: string) => ReadonlySet<string>) => {
  const sets = new Map<string, ReadonlySet<string>>()
  return (text) => {
    const known = sets.get(text) ?? new Set(wordsOf(text))
    sets.set(text, known)
    return known
  }
}

/** Keeps at most `limit` hits. A few texts repeated thousands of times cost no more than to be looked at once each. */
export const createDistinct = (limit: number, wordSet = createWordSets()): Distinct => {
  const kept: Found[] = []
  const words = new Map<number, ReadonlySet<string>>()
  return {
    kept,
    look: (hits, chunks) => {
      const contents = new Map(chunks.map((chunk) => [chunk.key, chunk.content]))
      for (const hit of hits) {
        if (kept.length === limit) return
        const content = contents.get(hit.key)
        if (content === undefined) continue
        const own = wordSet(content)
        const tolerance = scoreTolerance * Math.abs(hit.score)
        const repeats = kept.some((other) => {
          const others = words.get(other.key)
          return others !== undefined && other.score - hit.score <= tolerance && sayTheSame(own, others)
        })
        if (repeats) continue
        kept.push(hit)
        words.set(hit.key, own)
      }
    },
  }
}
