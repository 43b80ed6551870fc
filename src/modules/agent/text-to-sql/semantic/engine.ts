import { AppError } from '../../../../platform/errors.ts'
import type { AskableDatabase, Interpretation, Question, Reading, TextToSqlEngine } from '../engine.ts'
import { explainQuery } from './explain/explain.ts'
import { isFollowUp, joinFollowUp } from './follow-up.ts'
import { meetDemands } from './generate/meet-demands.ts'
import { proposeCandidates } from './generate/propose.ts'
import { readContext } from './generate/reading-context.ts'
import { createSynonyms } from './language/synonyms.ts'
import { findDemands, noDemands, type Demands } from './linking/demands.ts'
import { linkQuestion } from './linking/link.ts'
import { createPreparations, type PreparedDatabase } from './prepare.ts'
import { isFigure, type Query } from './query/query.ts'
import { renderQuery } from './query/render.ts'
import { defaultTrialLimits, rankCandidates, type RankedCandidate, type TrialLimits } from './rank/rank.ts'
import type { DatabaseSemantics } from './schema/semantics.ts'
import { traceOf } from './trace.ts'
import { lookUpValues } from './values/look-up.ts'
import { createValueIndex } from './values/value-index.ts'
import { shippedWeights, type LoadedWeights } from './weights.ts'

/** What the embedded engine may be told; every part has a default. */
export interface SemanticEngineOptions {
  /** What owners say about their databases, by database name. */
  semantics?: Record<string, DatabaseSemantics>
  /** The time in milliseconds, for "last month" and for the age of value indexes. */
  now?: () => number
  /** Values are read anew when older than this. Default ten minutes. */
  valuesMaxAgeMs?: number
  /** How long a question waits for the values of a database not seen before. Default one second. */
  valuesWaitMs?: number
  /** Shows the figure by which the first few were picked, as the last column. Default true. */
  showMeasures?: boolean
  candidates?: number
  trials?: TrialLimits
  weights?: LoadedWeights
}

/** The engine that needs no model, with what its host may do besides asking. */
export interface SemanticEngine extends TextToSqlEngine {
  readonly name: 'embedded'
  /** Prepares a database before the first question; resolves when its values are read. Progress goes to `report`. */
  warm(database: AskableDatabase, report?: (progress: { done: number; total: number }) => void): Promise<void>
  /** Forgets what is remembered of the databases of a key, after a change of schema or rights. */
  forget(key: string): void
}

const readingsGiven = 5
const candidatesRanked = 40

/** Makes the embedded engine: a question becomes SQL by linking, proposing, trying and ranking, with weights learnt beforehand. */
export function createSemanticEngine(options: SemanticEngineOptions = {}): SemanticEngine {
  const weights = options.weights ?? shippedWeights()
  const now = options.now ?? Date.now
  const preparations = createPreparations({
    semantics: options.semantics ?? {},
    now,
    maxAgeMs: options.valuesMaxAgeMs ?? 600_000,
  })
  const synonyms = createSynonyms(weights.synonyms)

  /** Waits for all values, or for those of the tables that the question names, but not long. */
  async function enoughValues(prepared: PreparedDatabase, text: string, waitMs: number): Promise<void> {
    if (prepared.filledAt !== undefined) return
    const { tables } = linkQuestion(text, prepared.schema, createValueIndex(), synonyms)
    const named = [...tables].flatMap(([table, [link]]) => ((link?.score ?? 0) > 0.85 ? [table] : []))
    const ready = named.length === 0 ? prepared.filled : prepared.readFirst(named)
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, waitMs)
    })
    await Promise.race([prepared.filled, ready, patience]).finally(() => clearTimeout(timer))
  }

  async function interpret(question: Question, database: AskableDatabase): Promise<Interpretation> {
    const prepared = preparations.prepare(database)
    await enoughValues(prepared, question.text, options.valuesWaitMs ?? 1000)
    if (question.signal?.aborted) throw new AppError('cancelled', 'The question was withdrawn before it was answered.')
    const link = (text: string) => linkQuestion(text, prepared.schema, prepared.values, synonyms)
    const follows = question.previous !== undefined && isFollowUp(question.text)
    const text =
      follows && question.previous !== undefined ? joinFollowUp(question.previous, question.text, link) : question.text
    const known = link(text)
    const found = await lookUpValues(known, prepared.schema, prepared.values, database, question.signal)
    const linked = found ? link(text) : known
    // Without one word that is a table's, a column's or a value's, every reading would be a guess.
    const demands = findDemands(linked, prepared.schema, prepared.measures, new Date(now()))
    const named = linked.tables.size + linked.columns.size + linked.values.length > 0 || demands.measure !== undefined
    if (!named) return { readings: [] }
    const propose = (asked: Demands) => {
      const context = readContext(linked, prepared.schema, weights.proposal, asked)
      const proposed = proposeCandidates(context, weights.proposal, options.candidates ?? candidatesRanked)
      return { context, candidates: meetDemands(context, proposed) }
    }
    const demanded = propose(demands)
    const { context, candidates } = demanded.candidates.length > 0 ? demanded : propose(noDemands)
    const ranked = await rankCandidates(
      context,
      candidates,
      database,
      weights,
      options.trials ?? defaultTrialLimits,
      question,
    )
    return {
      readings: readingsOf(ranked, prepared, options.showMeasures ?? true),
      trace: { ...(follows ? { readAs: text } : {}), ...traceOf(context, candidates, ranked) },
    }
  }

  return {
    name: 'embedded',
    interpret,
    async warm(database, report) {
      const prepared = preparations.prepare(database)
      const timer = report === undefined ? undefined : setInterval(() => report(prepared.progress), 200)
      await prepared.filled.finally(() => clearInterval(timer))
      report?.(prepared.progress)
    },
    forget: (key) => preparations.forget(key),
  }
}

/** The best candidate and those that say other things than all before them. */
function readingsOf(ranked: RankedCandidate[], { schema }: PreparedDatabase, showMeasures: boolean): Reading[] {
  const seen = new Set<number>()
  const readings: Reading[] = []
  for (const { candidate, confidence, pool } of ranked) {
    if (seen.has(pool) || readings.length >= readingsGiven) continue
    seen.add(pool)
    const query = showMeasures ? withMeasure(candidate.query) : candidate.query
    const sql = query === candidate.query ? candidate.sql : renderQuery(query, schema)
    readings.push({ sql, explanation: explainQuery(query, schema), confidence })
  }
  return readings
}

/** People who ask for the top five expect to see the figure that made them so. */
function withMeasure(query: Query): Query {
  const { order, limit, select, group, compound } = query
  if (order === undefined || limit === undefined || group.length === 0 || compound !== undefined) return query
  const shown = select.some((item) => JSON.stringify(item) === JSON.stringify(order.by))
  const everything = select.some((item) => item.term.kind === 'all' && !isFigure(item))
  return shown || everything || !isFigure(order.by) ? query : { ...query, select: [...select, order.by] }
}
