import { wordsOf } from '../../text/words.ts'
import type { FoundPassage } from '../search.ts'
import type { RankedCandidate } from './choose.ts'
import { coverage, union, type WeighedQuestion } from './question.ts'

export const groundingThreshold = 0.3

export const confidenceFeatures = (
  { query, weights }: WeighedQuestion,
  ranked: readonly RankedCandidate[],
  passages: readonly FoundPassage[],
) => {
  const [best] = ranked
  const none = weights.map(() => 0)
  const first = passages[0]
  const second = passages[1]
  const ofPassage = (passage: FoundPassage | undefined) =>
    union(none, ...ranked.filter((each) => each.passage === passage).map(({ whole }) => whole))
  const inBest = ofPassage(best?.passage)
  const exact = inBest.map((held) => (held === 1 ? 1 : 0))
  const anywhere = union(none, ...ranked.map(({ whole }) => whole))
  const heaviest = Math.max(...weights, 1e-9)
  return {
    passage: coverage(weights, inBest),
    exact: coverage(weights, exact),
    own: coverage(weights, best?.own ?? none),
    whole: coverage(weights, best?.whole ?? none),
    fit: Math.min(1.5, best?.passage.fit ?? 0),
    lead: first && second ? 1 - second.score / Math.max(first.score, 1e-9) : 1,
    probability: best?.probability ?? 0,
    missing: Math.max(0, ...weights.map((weight, i) => (weight / heaviest) * (1 - (anywhere[i] ?? 0)))),
    missingHere: Math.max(0, ...weights.map((weight, i) => (weight / heaviest) * (1 - (inBest[i] ?? 0)))),
    meets: best?.features.meets ?? 0,
    misses: best?.features.misses ?? 0,
    brief: 1 / Math.max(1, query.terms.length),
  }
}

export const confidenceOf = (
  question: WeighedQuestion,
  ranked: readonly RankedCandidate[],
  passages: readonly FoundPassage[],
): number => {
  const missesCode = question.query.terms.some(
    (term) => term.isCode && !passages.some(({ chunk }) => wordsOf(chunk.content).includes(term.word)),
  )
  const f = confidenceFeatures(question, ranked, passages)
  return missesCode ? 0 : f.passage
}
