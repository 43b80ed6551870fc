import { wordsOf } from '../../text/words.ts'
import type { FoundPassage } from '../search.ts'
import type { RankedCandidate } from './choose.ts'
import { coverage, union, type WeighedQuestion } from './question.ts'

/**
 * Below this the documents are said not to hold the answer. It keeps 93 to 96 % of the questions whose answer is there
 * in three languages, and refuses 9 in 10 about other articles of the same kind, 7 to 8 in 10 about paragraphs that were left
 * out of articles that are there; bench/answers.ts measures it, for other thresholds too.
 */
export const groundingThreshold = 0.3

/**
 * A logistic regression of whether a response held the answer, over questions whose document was there or had been left out;
 * learnt by scripts/train-answers.ts, rounded.
 */
export const confidenceWeights = {
  bias: -4.5,
  passage: 2.4,
  own: 1.6,
  whole: 2.3,
  fit: 1.9,
  probability: 1.5,
  brevity: -3,
}

/** The features that confidence rests on. */
type ConfidenceFeatures = Record<Exclude<keyof typeof confidenceWeights, 'bias'>, number>

/**
 * What tells whether the best unit answers.
 * - `passage`, `own`, `whole`: how much of the question its passage holds, it holds itself, and it holds with all around it
 * - `fit`: how well its passage fits as lexical search sees it
 * - `probability`: how far it stands above the other units
 * - `brevity`: one over the words of the question, for a short question is easily covered
 */
export const confidenceFeatures = (
  { query, weights: wordWeights }: WeighedQuestion,
  ranked: readonly RankedCandidate[],
): ConfidenceFeatures | undefined => {
  const [best] = ranked
  if (!best) return undefined
  const inPassage = ranked.filter(({ passage }) => passage === best.passage).map(({ whole }) => whole)
  return {
    passage: coverage(wordWeights, union(...inPassage)),
    own: coverage(wordWeights, best.own),
    whole: coverage(wordWeights, best.whole),
    fit: Math.min(1.5, Math.max(0, best.passage.fit)),
    probability: best.probability,
    brevity: 1 / Math.max(1, query.terms.length),
  }
}

/**
 * How likely it is that the best units answer the question, 0 to 1, where half of the questions have their answer in the
 * documents. A code that was asked for and is not there settles it.
 */
export const confidenceOf = (
  question: WeighedQuestion,
  ranked: readonly RankedCandidate[],
  passages: readonly FoundPassage[],
): number => {
  const features = confidenceFeatures(question, ranked)
  if (!features) return 0
  let score = confidenceWeights.bias
  for (const name of ['passage', 'own', 'whole', 'fit', 'probability', 'brevity'] as const)
    score += confidenceWeights[name] * features[name]
  const confidence = 1 / (1 + Math.exp(-score))
  const missesCode = question.query.terms.some(
    (term) => term.isCode && !passages.some(({ chunk }) => wordsOf(chunk.content).includes(term.word)),
  )
  return missesCode ? Math.min(confidence, groundingThreshold / 2) : confidence
}
