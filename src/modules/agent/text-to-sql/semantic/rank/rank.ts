import type { AskableDatabase, VerifiedPair } from '../../engine.ts'
import { confidenceOf, confidenceSignals, poolsOf } from '../confidence.ts'
import type { Candidate } from '../generate/candidate.ts'
import type { ReadingContext } from '../generate/reading-context.ts'
import { settledParts } from '../linking/demands.ts'
import { tryStatement, untriedTrial, type Trial } from '../prune.ts'
import type { LoadedWeights } from '../weights.ts'
import { candidateFeatures, featureNames, rankingContext } from './features.ts'
import { exampleBonus } from './examples.ts'
import { readability } from './readability.ts'
import { signsOf } from './same-reading.ts'
import { scoreForest } from './trees.ts'
import { trialFeatureNames, trialFeatures } from './trial-features.ts'
import { wordingFeatureNames, wordingFeatures } from './wording/wording-model.ts'
import { createWording } from './wording/wording-parts.ts'

/** A candidate with its scores, best first in a ranking. */
export interface RankedCandidate {
  candidate: Candidate
  score: number
  confidence: number
  /** Candidates of the same number are the same reading to the asker. */
  pool: number
  trial?: Trial
}

/** How many candidates are tried, for how long each and for how long in all, in milliseconds. */
export interface TrialLimits {
  count: number
  timeoutMs: number
  budgetMs: number
}

export const defaultTrialLimits: TrialLimits = { count: 10, timeoutMs: 150, budgetMs: 200 }

/**
 * Ranks candidates: all by their features, then the best again by what came of running them. Failing ones are dropped; those
 * for which there was no time count as giving what such statements usually give.
 */
export async function rankCandidates(
  context: ReadingContext,
  candidates: Candidate[],
  database: AskableDatabase,
  weights: LoadedWeights,
  limits: TrialLimits,
  asked: { examples?: VerifiedPair[]; signal?: AbortSignal } = {},
): Promise<RankedCandidate[]> {
  if (candidates.length === 0) return []
  const { signal } = asked
  const likeExamples = exampleBonus(context.question.text, asked.examples ?? [])
  const bonus = (candidate: Candidate) => likeExamples(candidate.sql) + readability(context, candidate)
  const ranking = rankingContext(context, candidates)
  const wording = createWording(context.question, context.schema)
  const worded = wordingFeatures(
    weights.wording,
    wording,
    candidates.map((candidate) => wording.partsOf(candidate.query, candidate.chosen)),
  )
  const scored = candidates
    .map((candidate, rank) => {
      const features = [...candidateFeatures(context, ranking, candidate, rank), ...(worded[rank] ?? [])]
      return { candidate, features, score: scoreForest(weights.ranking, features) + bonus(candidate) }
    })
    .toSorted((one, other) => other.score - one.score)
  const best = scored.slice(0, limits.count)
  const trials = await tryAll(
    best.map(({ candidate }) => candidate),
    database,
    limits,
    signal,
  )
  const tried = best.slice(0, trials.length)
  const extra = trialFeatures(
    trials,
    tried.map((each) => each.score),
    context.question.text,
  )
  const again = tried.map(
    (each, index) => scoreForest(weights.trial, [...each.features, ...(extra[index] ?? [])]) + bonus(each.candidate),
  )
  const signs = tried.map(({ candidate }, index) => signsOf(candidate.query, trials[index], context.schema))
  const pools = poolsOf(signs)
  const features = tried.map((each, index) => namedFeatures([...each.features, ...(extra[index] ?? [])]))
  const settled = settledParts(context.demands)
  const ordered = tried
    .flatMap((each, index): RankedCandidate[] => {
      const trial = trials[index]
      if (trial === undefined || trial.failed) return []
      const signals = confidenceSignals({ scores: again, pools, features, settled }, index)
      return [
        {
          candidate: each.candidate,
          score: again[index] ?? 0,
          confidence: confidenceOf(weights.confidence, signals),
          pool: pools[index] ?? index,
          trial,
        },
      ]
    })
    .toSorted((one, other) => other.score - one.score)
  const most = ordered[0]?.confidence ?? 0
  return ordered.map((each) => ({ ...each, confidence: Math.min(most, each.confidence) }))
}

/** Tries one after another until the time is spent or one takes too long. */
async function tryAll(
  candidates: readonly Candidate[],
  database: AskableDatabase,
  limits: TrialLimits,
  signal: AbortSignal | undefined,
): Promise<Trial[]> {
  const started = performance.now()
  const trials: Trial[] = []
  for (const { sql } of candidates) {
    const left = limits.budgetMs - (performance.now() - started)
    const trial = left < 1 ? undefined : await tryStatement(database, sql, Math.min(limits.timeoutMs, left), signal)
    if (trial === undefined) break
    trials.push(trial)
  }
  return [...trials, ...candidates.slice(trials.length).map(({ query, sql }) => untriedTrial(query, sql))]
}

/** The features of a tried candidate by name. */
export function namedFeatures(values: readonly number[]): (name: string) => number {
  const places = featurePlaces()
  return (name) => values[places.get(name) ?? -1] ?? 0
}

let known: Map<string, number> | undefined

/** Names are known once features were made. */
function featurePlaces(): Map<string, number> {
  known ??= new Map([...featureNames, ...wordingFeatureNames, ...trialFeatureNames].map((name, place) => [name, place]))
  return known
}
