import type { Postings } from '../text/postings.ts'

/** The passages that hold a term of a question, with what holding it is worth. */
export type WeighedPostings = Postings & { weight: number }

/**
 * Of passages that hold the same terms the `wanted` that hold them most strongly, and as many of those of which that is not
 * known, because they are pending.
 */
export const strongest = (lists: readonly WeighedPostings[], among: readonly number[], wanted: number): number[] => {
  const passages = Uint32Array.from(among).sort()
  const sums = new Float64Array(passages.length)
  for (const { keys, strengths, weight } of lists) {
    let at = 0
    for (const [i, key] of passages.entries()) {
      while (at < keys.length && (keys[at] ?? 0) < key) at++
      if (keys[at] === key) sums[i] = (sums[i] ?? 0) + weight * (strengths[at] ?? 0)
    }
  }
  const least = sums.slice().sort()[Math.max(0, sums.length - wanted)] ?? 0
  const best: number[] = []
  const level: number[] = []
  const unknown: number[] = []
  for (const [i, key] of passages.entries()) {
    const sum = sums[i] ?? 0
    if (sum === 0) unknown.push(key)
    else if (sum > least) best.push(key)
    else if (sum === least) level.push(key)
  }
  return [...best, ...level.slice(0, Math.max(0, wanted - best.length)), ...unknown.slice(0, wanted)]
}
