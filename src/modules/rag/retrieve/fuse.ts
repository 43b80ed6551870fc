/** A passage that an arm of the search found. */
export interface Found {
  key: number
  score: number
}

/** What is fused by scores; whatever lies deeper only follows, so that the order does not depend on how much is asked for. */
const scaleDepth = 100
/** How clear the best is, is seen against so many that follow it. */
const compared = 20
/** Likeness of two vectors of one direction, and so of the best that there could be. */
const perfectLikeness = 1
/** So much of the way from the best to a perfect one belongs to the scale on which the best stands out. */
const heedOfPerfection = 0.2
/** Vectors count as much as words where their best is so clear, and a third of how clear that of the words is; more where it is clearer. */
const evenClearness = 0.47
const heedOfWords = 1 / 3
const steepness = 0.15
/** What vectors of a model that reads what texts mean count, however clear they look. */
const understoodShare = 0.65

/**
 * How clearly the best stands out from the next, on the scale from the hundredth to it: 0 when they are as good, 1 when they are
 * as bad as the hundredth. Vectors that know little about a question find many passages nearly alike. Where it is known what a
 * perfect one would score, the scale goes on towards it: the first among strangers is not so clear as one that the question lies next to.
 */
const clearness = (hits: readonly Found[], perfect?: number): number => {
  const [best = 0, ...next] = hits.map((hit) => hit.score)
  const least = next.at(-1) ?? best
  if (next.length < 2) return 1
  if (best <= least) return 0
  const others = next.slice(0, compared - 1)
  const lead = best - others.reduce((sum, score) => sum + score, 0) / others.length
  return lead / (best - least + heedOfPerfection * Math.max(0, (perfect ?? best) - best))
}

/** Without understanding, vectors may only hold the same words, and add little to them but where they are very sure. */
const shareOfVectors = (words: readonly Found[], vectors: readonly Found[], understanding: number): number => {
  const lead = clearness(vectors, perfectLikeness) - heedOfWords * clearness(words) - evenClearness
  return understanding * understoodShare + (1 - understanding) / (1 + Math.exp(-lead / steepness))
}

const normalised = (hits: readonly Found[]): Map<number, number> => {
  const best = hits[0]?.score ?? 0
  const least = hits.at(-1)?.score ?? 0
  const span = best - least
  return new Map(hits.map((hit) => [hit.key, span > 0 ? (hit.score - least) / span : 1]))
}

/** How two arms are made one. */
export interface Fusion {
  /** Passages that hold to the letter what was asked for by name, which vectors are blind to; they stay on top. */
  exact: ReadonlySet<number>
  /** How far the vectors' model reads what texts mean: 0 to 1. */
  understanding: number
}

/**
 * One list of two, each best first, by the weighted average of their scores, each stretched to 0…1 (min-max; Bruch et al. 2023
 * show it to beat reciprocal ranks). What one arm did not find counts as its worst. Vectors of a model that understands
 * weigh the same for each question, others by how clear their best is; measured by bench/hybrid.ts, from useless to nearly perfect.
 */
export const fuse = (lexical: readonly Found[], vector: readonly Found[], fusion: Fusion): Found[] => {
  const [words, vectors] = [lexical.slice(0, scaleDepth), vector.slice(0, scaleDepth)]
  const [byWords, byVectors] = [normalised(words), normalised(vectors)]
  const share = words.length === 0 ? 1 : vectors.length === 0 ? 0 : shareOfVectors(words, vectors, fusion.understanding)
  const keys = new Set([...byWords.keys(), ...byVectors.keys()])
  const head = Array.from(keys, (key) => ({
    key,
    score: (1 - share) * (byWords.get(key) ?? 0) + share * (byVectors.get(key) ?? 0) + (fusion.exact.has(key) ? 1 : 0),
  })).sort((a, b) => b.score - a.score || a.key - b.key)
  if (words.length === lexical.length && vectors.length === vector.length) return head
  const rest = fuse(lexical.slice(scaleDepth), vector.slice(scaleDepth), { ...fusion, exact: new Set() })
  return [...head, ...rest.flatMap(({ key }) => (keys.has(key) ? [] : { key, score: 0 }))]
}
