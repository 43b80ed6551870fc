import type { AskableDatabase, VerifiedPair } from '../../engine.ts'
import { answerShares, calibrate } from '../confidence.ts'
import type { Candidate } from '../generate/candidate.ts'
import type { ReadingContext } from '../generate/reading-context.ts'
import { tryStatement, type Trial } from '../prune.ts'
import type { LoadedWeights } from '../weights.ts'
import { candidateFeatures, rankingContext } from './features.ts'
import { exampleBonus } from './examples.ts'
import { readability } from './readability.ts'
import { scoreForest } from './trees.ts'
import { trialFeatures } from './trial-features.ts'

/** A candidate with its scores, best first in a ranking. */
export interface RankedCandidate {
  candidate: Candidate
  score: number
  confidence: number
  trial?: Trial
}

/** How many candidates are tried, and for how long each, in milliseconds. */
export interface TrialLimits {
  count: number
  timeoutMs: number
  budgetMs: number
}

export const defaultTrialLimits: TrialLimits = { count: 10, timeoutMs: 250, budgetMs: 400 }

/** Ranks candidates: all by their features, then the best again by what came of running them. Failing ones are dropped. */
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
  const scored = candidates
    .map((candidate, rank) => {
      const features = candidateFeatures(context, ranking, candidate, rank)
      return { candidate, features, score: scoreForest(weights.ranking, features) + bonus(candidate) }
    })
    .toSorted((one, other) => other.score - one.score)
  const best = scored.slice(0, limits.count)
  const started = performance.now()
  const trials: Trial[] = []
  for (const { candidate } of best) {
    if (performance.now() - started > limits.budgetMs) break
    trials.push(await tryStatement(database, candidate.sql, limits.timeoutMs, signal))
  }
  const tried = best.slice(0, trials.length)
  const extra = trialFeatures(
    trials,
    tried.map((each) => each.score),
    context.question.text,
  )
  const again = tried.map(
    (each, index) => scoreForest(weights.trial, [...each.features, ...(extra[index] ?? [])]) + bonus(each.candidate),
  )
  const shares = answerShares(
    again,
    trials.map((trial) => trial.fingerprint),
  )
  return tried
    .flatMap((each, index): RankedCandidate[] => {
      const trial = trials[index]
      if (trial === undefined || trial.failed) return []
      return [
        {
          candidate: each.candidate,
          score: again[index] ?? 0,
          confidence: calibrate(weights.calibration, shares[index] ?? 0),
          trial,
        },
      ]
    })
    .toSorted((one, other) => other.score - one.score)
}
