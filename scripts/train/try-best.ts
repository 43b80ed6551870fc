import { confidenceSignals, poolsOf } from '../../src/modules/agent/text-to-sql/semantic/confidence.ts'
import type { ShapePart } from '../../src/modules/agent/text-to-sql/semantic/model/shape.ts'
import { trialOf } from '../../src/modules/agent/text-to-sql/semantic/prune.ts'
import { defaultTrialLimits, namedFeatures } from '../../src/modules/agent/text-to-sql/semantic/rank/rank.ts'
import { signsOf } from '../../src/modules/agent/text-to-sql/semantic/rank/same-reading.ts'
import { scoreForest, type Forest } from '../../src/modules/agent/text-to-sql/semantic/rank/trees.ts'
import { trialFeatures } from '../../src/modules/agent/text-to-sql/semantic/rank/trial-features.ts'
import type { JudgedReading } from './confidence-training.ts'
import type { Collected } from './collect.ts'
import type { TrainingQuestion } from './questions.ts'

/** The best candidates of a question once they were tried. */
export interface Tried {
  question: TrainingQuestion
  features: number[][]
  right: boolean[]
  /** Of each candidate, what it shares with those that are the same reading. */
  signs: string[][]
  settled: ShapePart[]
  statements: string[]
  /** A right candidate was proposed, among the tried or not. */
  proposed: boolean
}

/** Tries the candidates that a forest finds best, as the engine does. */
export function tryBest(each: Collected, forest: Forest): Tried {
  const scored = each.features
    .map((features, index) => ({ index, features, score: scoreForest(forest, features) }))
    .toSorted((one, other) => other.score - one.score)
    .slice(0, defaultTrialLimits.count)
  const trials = scored.map(({ index }) => {
    const rows = each.question.source.database.rows(each.statements[index] ?? '', 200)
    return rows === undefined
      ? { failed: true, rows: 0, columns: 0, allNull: false, zero: false, fingerprint: `failed ${index}` }
      : trialOf(rows, rows[0]?.length ?? 1)
  })
  const extra = trialFeatures(
    trials,
    scored.map((one) => one.score),
    each.question.text,
  )
  return {
    question: each.question,
    features: scored.map(({ features }, index) => [...features, ...(extra[index] ?? [])]),
    right: scored.map(({ index }) => each.right[index] ?? false),
    signs: scored.map(({ index }, place) => {
      const query = each.queries[index]
      return query === undefined ? [] : signsOf(query, trials[place], each.question.source.schema)
    }),
    statements: scored.map(({ index }) => each.statements[index] ?? ''),
    settled: each.settled,
    proposed: each.right.includes(true),
  }
}

/** The reading that a forest picks among the tried, with its signals; `best` is below zero when there is none. */
export function outcome(each: Tried, forest: Forest): Omit<JudgedReading, 'fold'> & { best: number } {
  const scores = each.features.map((features) => scoreForest(forest, features))
  const best = scores.indexOf(Math.max(...scores))
  const ranked = {
    scores,
    pools: poolsOf(each.signs),
    features: each.features.map(namedFeatures),
    settled: each.settled,
  }
  return { signals: confidenceSignals(ranked, best), right: each.right[best] ?? false, best }
}

/** A wrong outcome in words: at which stage it went wrong, the gold query, ours and the right one. */
export function describeError(each: Tried, best: number): string {
  const right = each.right.indexOf(true)
  const kind = right >= 0 ? 'second ranking' : each.proposed ? 'first ranking' : 'not proposed'
  const lines = [
    `${kind} | ${each.question.source.name} | ${each.question.text}`,
    `  gold  ${each.question.sql}`,
    `  ours  ${each.statements[best]}`,
  ]
  return [...lines, ...(right < 0 ? [] : [`  right ${each.statements[right]}`])].join('\n')
}
