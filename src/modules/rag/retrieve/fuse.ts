/** A passage that an arm of the search found. */
export interface Found {
  key: number
  score: number
}

/**
 * What the vectors count against the words: from the least to the most, by how clearly they tell the best from the next twenty,
 * on the scale from the best to the hundredth. Vectors that know little about a question find many passages nearly alike.
 * Measured by bench/hybrid.ts on four collections with vectors from useless to nearly perfect.
 */
const leastShare = 0.1
const mostShare = 0.6
const leastClear = 0.4
const mostClear = 0.7
const compared = 20
const scaleDepth = 100

/** How clearly the best stands out: 0 when the next are as good, 1 when they are as bad as the hundredth. */
const clearness = (hits: readonly Found[]): number => {
  const scores = hits.slice(0, scaleDepth).map((hit) => hit.score)
  const [best = 0, ...next] = scores
  const least = scores.at(-1) ?? 0
  if (next.length < 2) return 1
  if (best <= least) return 0
  const others = next.slice(0, compared - 1)
  return 1 - others.reduce((sum, score) => sum + (score - least) / (best - least), 0) / others.length
}

const shareOfVectors = (hits: readonly Found[]): number => {
  const clear = (clearness(hits) - leastClear) / (mostClear - leastClear)
  return leastShare + (mostShare - leastShare) * Math.min(1, Math.max(0, clear))
}

const normalised = (hits: readonly Found[]): Map<number, number> => {
  const scores = hits.map((hit) => hit.score)
  const least = Math.min(...scores)
  const span = Math.max(...scores) - least
  return new Map(hits.map((hit) => [hit.key, span > 0 ? (hit.score - least) / span : 1]))
}

/**
 * One list of two, each best first, by the weighted average of their scores, each stretched to 0…1 (min-max; Bruch et al. 2023
 * show it to beat reciprocal ranks). What one arm did not find counts as its worst. `exact` passages hold to the letter what was
 * asked for by name, which vectors are blind to, and stay on top.
 */
export const fuse = (lexical: readonly Found[], vector: readonly Found[], exact: ReadonlySet<number>): Found[] => {
  const byWords = normalised(lexical)
  const byVectors = normalised(vector)
  const share = shareOfVectors(vector)
  const keys = new Set([...byWords.keys(), ...byVectors.keys()])
  return Array.from(keys, (key) => ({
    key,
    score: (1 - share) * (byWords.get(key) ?? 0) + share * (byVectors.get(key) ?? 0) + (exact.has(key) ? 1 : 0),
  })).sort((a, b) => b.score - a.score || a.key - b.key)
}
