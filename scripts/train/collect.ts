import {
  isOrdered,
  resultsMatch,
  withoutDistinct,
} from '../../src/modules/agent/text-to-sql/evaluation/execution-match.ts'
import type { Candidate } from '../../src/modules/agent/text-to-sql/semantic/generate/candidate.ts'
import { meetDemands } from '../../src/modules/agent/text-to-sql/semantic/generate/meet-demands.ts'
import { findDemands, settledParts } from '../../src/modules/agent/text-to-sql/semantic/linking/demands.ts'
import { proposeCandidates } from '../../src/modules/agent/text-to-sql/semantic/generate/propose.ts'
import { readContext } from '../../src/modules/agent/text-to-sql/semantic/generate/reading-context.ts'
import type { ProposalModel } from '../../src/modules/agent/text-to-sql/semantic/model/engine-model.ts'
import type { ShapePart } from '../../src/modules/agent/text-to-sql/semantic/model/shape.ts'
import { candidateFeatures, rankingContext } from '../../src/modules/agent/text-to-sql/semantic/rank/features.ts'
import { columnsIn, type Query } from '../../src/modules/agent/text-to-sql/semantic/query/query.ts'
import { createWording, type Wording } from '../../src/modules/agent/text-to-sql/semantic/rank/wording/wording-parts.ts'
import type { LabelCache } from './label-cache.ts'
import type { TrainingQuestion } from './questions.ts'

/** The candidates of one question with their features and whether they are right. */
export interface Collected {
  question: TrainingQuestion
  statements: string[]
  queries: Query[]
  settled: ShapePart[]
  features: Float32Array[]
  wording: Wording
  /** The parts of its wording that each candidate is made of. */
  members: number[][]
  right: boolean[]
}

/** Proposes candidates for a question and tries each against the gold result. */
export function collect(
  question: TrainingQuestion,
  model: ProposalModel,
  count: number,
  labels: LabelCache,
): Collected {
  const { schema, measures } = question.source
  const demands = findDemands(question.linked, schema, measures, new Date(2020, 0))
  const context = readContext(question.linked, schema, model, demands)
  const candidates = meetDemands(context, proposeCandidates(context, model, count))
  const ranking = rankingContext(context, candidates)
  const features = candidates.map((candidate, rank) =>
    Float32Array.from(candidateFeatures(context, ranking, candidate, rank)),
  )
  const wording = createWording(question.linked, schema)
  let gold: unknown[][] | undefined
  const ordered = isOrdered(question.sql)
  const judge = (candidate: Candidate) => {
    gold ??= question.source.database.rows(withoutDistinct(question.sql))
    if (gold === undefined) return false
    const rows = question.source.database.rows(withoutDistinct(candidate.sql), gold.length + 1)
    if (rows === undefined || !resultsMatch(gold, rows, ordered)) return false
    return gold.length > 0 || alike(question, candidate)
  }
  const right = candidates.map((candidate) =>
    labels.label(`${question.source.name} ${question.sql}`, candidate.sql, () => judge(candidate)),
  )
  return {
    question,
    statements: candidates.map((candidate) => candidate.sql),
    queries: candidates.map((candidate) => candidate.query),
    settled: settledParts(demands),
    features,
    wording,
    members: candidates.map((candidate) => wording.partsOf(candidate.query, candidate.chosen)),
    right,
  }
}

/** Where the gold result is empty, any empty result matches; so the candidate must also read and select the same. */
function alike(question: TrainingQuestion, candidate: Candidate): boolean {
  const { facts } = question
  const selected = new Set(candidate.query.select.filter((item) => item.aggregate === undefined).flatMap(columnsIn))
  const name = (id: number) => question.source.schema.columns[id]?.name.toLowerCase()
  const goldNames = new Set([...facts.select].map(name))
  return (
    [...selected].every((id) => goldNames.has(name(id))) &&
    candidate.shape.nest === facts.shape.nest &&
    candidate.tables.length <= facts.tables.size + 1
  )
}
