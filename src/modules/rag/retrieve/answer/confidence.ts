import { wordsOf } from '../../text/words.ts'
import type { FoundPassage } from '../search.ts'
import { expectationOf } from './asking.ts'
import type { RankedCandidate } from './choose.ts'
import { learntConfidence } from './learnt.ts'
import { coverage, union, type WeighedQuestion } from './question.ts'

/**
 * Below this the documents are said not to hold the answer. Withholding a right answer is taken to be half as bad again as giving a
 * wrong one, for what is given comes with its quotation, which can be checked: so one answers where one is right with a
 * probability of 1 / (1 + 1.5). bench/answers.ts shows what is answered and refused at other thresholds too.
 */
export const groundingThreshold = 0.4

/**
 * What tells whether the best unit answers.
 * - `own`, `whole`: how much of the question it holds itself, or with the question, case or heading right above it, and with all around it
 * - `fit`: how well its passage fits as lexical search sees it; `rival`: how well the next best does beside it
 * - `meets`: it holds an amount of the kind that is asked for, or an address; `misses`: it lacks the address that is asked for
 * - `counted`: for a question for a number, 1 if one stands beside what is to be counted, else -1
 * - `probability`: how far it stands above the other units
 * - `length`: how many words the question has, for a short one is easily covered
 * - `missing`: how many of them its passage lacks; `unknown`: the weight of those that no document holds; `number`: one of them is a number
 */
type ConfidenceFeatures = Record<Exclude<keyof typeof learntConfidence, 'bias'> | keyof typeof confidenceByHand, number>

/**
 * What articles, full of dates, names and numbers, do not teach: in a handbook the kind of thing that was asked for tells much.
 * What is learnt is learnt beside these.
 */
const confidenceByHand = { meets: 0.5, counted: 0.5, misses: -3 }

/** The features that confidence rests on. */
export const confidenceNames = [
  ...(['own', 'whole', 'fit', 'rival', 'probability', 'length', 'missing', 'unknown', 'number'] as const),
] as const

const mostFit = 1.5
/** What is there or not, whatever else a text says. */
const isForm = (question: string): boolean =>
  ['webAddress', 'emailAddress', 'telephone'].includes(expectationOf(question) ?? '')

/** Looks at the best unit of some; `undefined` when there is none. */
export const confidenceFeatures = (
  { text, query, weights, generic, frequencies }: WeighedQuestion,
  ranked: readonly RankedCandidate[],
): ConfidenceFeatures | undefined => {
  const [best] = ranked
  if (!best) return undefined
  const inPassage = union(...ranked.filter(({ passage }) => passage === best.passage).map(({ whole }) => whole))
  const fitOf = ({ fit }: FoundPassage): number => Math.min(mostFit, Math.max(0, fit))
  const rival = Math.max(
    0,
    ...ranked.filter(({ passage }) => passage !== best.passage).map((one) => fitOf(one.passage)),
  )
  const fit = fitOf(best.passage)
  const unknown = inPassage.map((held, i) => (frequencies[i] === 0 ? 1 - held : 0))
  const lacks = query.terms.filter((_, i) => (inPassage[i] ?? 0) === 0 && !generic[i])
  return {
    own: coverage(weights, best.unit.isNamed ? union(best.own, best.lead) : best.own),
    whole: coverage(weights, best.whole),
    fit,
    rival: fit > 0 ? Math.min(mostFit, rival / fit) : 0,
    probability: best.probability,
    length: Math.log(Math.max(1, weights.filter((weight) => weight > 0).length)),
    missing: lacks.length / 5,
    unknown: coverage(weights, unknown),
    meets: best.features.meetsMark,
    misses: isForm(text) ? best.features.missesMark : 0,
    counted: expectationOf(text) === 'quantity' ? (best.features.counted > 0 ? 1 : -1) : 0,
    number: lacks.some(({ word }) => /\p{N}/u.test(word)) ? 1 : 0,
  }
}

/** What the weights that are set by hand make of features. */
export const scoreByHand = ({ meets, counted, misses }: ConfidenceFeatures): number =>
  confidenceByHand.meets * meets + confidenceByHand.counted * counted + confidenceByHand.misses * misses

/**
 * How likely it is that the best units answer the question, 0 to 1, where half of the questions have their answer in the
 * documents: a logistic regression over questions whose document was there or had been left out. A code that was asked for and
 * is not there settles it.
 */
export const confidenceOf = (
  question: WeighedQuestion,
  ranked: readonly RankedCandidate[],
  passages: readonly FoundPassage[],
): number => {
  const features = confidenceFeatures(question, ranked)
  if (!features) return 0
  let score = learntConfidence.bias + scoreByHand(features)
  for (const name of confidenceNames) score += learntConfidence[name] * features[name]
  const confidence = 1 / (1 + Math.exp(-score))
  const missesCode = question.query.terms.some(
    (term) => term.isCode && !passages.some(({ chunk }) => wordsOf(chunk.content).includes(term.word)),
  )
  return missesCode ? Math.min(confidence, groundingThreshold / 2) : confidence
}
