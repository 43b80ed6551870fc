/** A passage that an arm of the search found. */
export interface Found {
  key: number
  score: number
}

/** What the vectors count against the words. */
const vectorShare = 0.5

const normalised = (hits: readonly Found[]): Map<number, number> => {
  const scores = hits.map((hit) => hit.score)
  const least = Math.min(...scores)
  const span = Math.max(...scores) - least
  return new Map(hits.map((hit) => [hit.key, span > 0 ? (hit.score - least) / span : 1]))
}

/**
 * One list of two by the weighted average of their scores, each stretched to 0…1 (min-max; Bruch et al. 2023 show it to beat
 * reciprocal ranks). What one arm did not find counts as its worst. `exact` passages hold to the letter what was asked for by
 * name, which vectors are blind to, and stay on top.
 */
export const fuse = (lexical: readonly Found[], vector: readonly Found[], exact: ReadonlySet<number>): Found[] => {
  const byWords = normalised(lexical)
  const byVectors = normalised(vector)
  const keys = new Set([...byWords.keys(), ...byVectors.keys()])
  return Array.from(keys, (key) => ({
    key,
    score:
      (1 - vectorShare) * (byWords.get(key) ?? 0) + vectorShare * (byVectors.get(key) ?? 0) + (exact.has(key) ? 1 : 0),
  })).sort((a, b) => b.score - a.score || a.key - b.key)
}
