import type { Candidate } from './features.ts'
import { scoreOf } from './score.ts'

/** A unit with its score, and how likely it is that it answers if any does. */
export interface RankedCandidate extends Candidate {
  score: number
  probability: number
}

const mostUnits = 3
/** Units with so many words in common say the same. */
const alike = 0.7

/** The units, best first. */
export const rank = (candidates: readonly Candidate[]): RankedCandidate[] => {
  const scored = candidates.map((candidate) => ({ ...candidate, score: scoreOf(candidate.features) }))
  const best = Math.max(...scored.map(({ score }) => score))
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - best), 0)
  return scored
    .map((candidate) => ({ ...candidate, probability: Math.exp(candidate.score - best) / total }))
    .sort((a, b) => b.score - a.score)
}

const saysTheSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  let common = 0
  for (const stem of a) if (b.has(stem)) common++
  return common / Math.max(1, Math.min(a.size, b.size)) >= alike
}

/** One to three of them that together answer: the best first, no repetitions. */
export const choose = (ranked: readonly RankedCandidate[], nearlyAsLikely = 0.04): RankedCandidate[] => {
  const chosen: RankedCandidate[] = []
  const least = (ranked[0]?.probability ?? 0) * nearlyAsLikely
  for (const candidate of ranked) {
    if (chosen.length === mostUnits || candidate.probability < least) break
    const repeats = chosen.some(
      ({ passage, unit, stems }) =>
        saysTheSame(stems, candidate.stems) ||
        (passage.document.id === candidate.passage.document.id &&
          passage.chunk.start + unit.start === candidate.passage.chunk.start + candidate.unit.start),
    )
    if (!repeats) chosen.push(candidate)
  }
  return chosen
}
