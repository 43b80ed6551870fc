import { AppError } from '../../../platform/errors.ts'
import type { LanguageModel, TokenUsage } from '../../../platform/llm/index.ts'
import type { Caller, DatabaseView, Gate, GateResult } from '../sql/gate.ts'
import type { AskableDatabase, Question, Reading } from '../text-to-sql/engine.ts'
import { checkingOf } from '../text-to-sql/check-statement.ts'
import type { EngineChoice, TextToSql, Understanding } from '../text-to-sql/choose-engine.ts'
import type { Answer, Chart, Outcome } from './answer.ts'
import { chartOf } from './chart.ts'
import { compose } from './compose.ts'
import { askBack, explainNotUnderstood, leastConfidence, outcomeOfError } from './outcomes.ts'
import { writeProse } from './prose.ts'
import type { Suggestions } from './suggestions.ts'

/** What answering needs. */
export interface AnswerParts {
  gate: Gate
  textToSql: TextToSql
  threshold: number
  suggestions: Suggestions
  /** Words answers; templates do unless set. Never set in private mode: it is shown rows. */
  responseModel?: LanguageModel
}

/** What is asked, by whom, of which database. */
export interface Asked {
  question: Question
  view: DatabaseView
  caller: Caller
  engine: EngineChoice
  dryRun: boolean
  maxRows: number
  signal: AbortSignal
  emit: (event: string, data: unknown) => void
}

/** What came of it, before it is put on record. */
export interface Found {
  outcome: Outcome
  response: string
  reading?: Reading
  alternatives: Reading[]
  engine: Answer['engine']
  model?: string
  result?: GateResult
  chart?: Chart
  warnings: string[]
  usage: TokenUsage
  /** Milliseconds by stage. */
  timings: Record<string, number>
}

const mostAlternatives = 3

/** A stopwatch for the stages of an answer, which it announces as they begin. */
const createStages = (emit: Asked['emit']) => {
  const timings: Record<string, number> = {}
  const during = async <T>(stage: 'understanding' | 'running' | 'answering', work: () => Promise<T>): Promise<T> => {
    emit('status', { stage })
    const began = performance.now()
    try {
      return await work()
    } finally {
      timings[stage] = Math.round((performance.now() - began) * 100) / 100
    }
  }
  return { timings, during }
}

/**
 * The database as engines use it for one question. What a statement gave in full is remembered, so that one which an
 * engine has tried is not run a second time for its answer. What an engine runs ends with the signal that it passes: an
 * index of values is filled on, when the asker who happened to begin it has left.
 */
const askableOf = ({ gate }: AnswerParts, { view, caller, maxRows, signal }: Asked) => {
  const tried = new Map<string, GateResult>()
  const run = async (sql: string): Promise<GateResult> =>
    tried.get(sql) ?? gate.run({ database: view.name, sql, caller, maxRows, signal })
  const askable: AskableDatabase = {
    name: view.name,
    key: view.key,
    schema: view.schema,
    run: async (sql, limits = {}) => {
      const { maxRows: fewer, ...rest } = limits
      const result = await gate.run({ database: view.name, sql, caller, maxRows: fewer ?? maxRows, ...rest })
      if (fewer === undefined) tried.set(sql, result)
      return result
    },
  }
  return { askable, run }
}

const isNothing = ({ rows }: GateResult): boolean =>
  rows.length === 0 || (rows.length === 1 && rows[0]?.every((cell) => cell === null) === true)

/** Runs the readings in turn until one works; a statement that the database cannot run says little of the next one. */
const runFirst = async (
  readings: readonly Reading[],
  run: (sql: string) => Promise<GateResult>,
): Promise<{ reading: Reading; result: GateResult }> => {
  let first: unknown
  for (const reading of readings) {
    try {
      return { reading, result: await run(reading.sql) }
    } catch (error) {
      first ??= error
      if (!(error instanceof AppError) || error.details.reason !== 'sql_failed') throw error
    }
  }
  throw first ?? new Error('there was nothing to run')
}

const word = async (
  { responseModel }: AnswerParts,
  { question, signal }: Asked,
  composed: { result: GateResult; explanation: string },
): Promise<{ response: string; usage: TokenUsage; warnings: string[] }> => {
  const { result, explanation } = composed
  const written = compose({ result, explanation, narrowed: result.narrowed })
  const none = { inputTokens: 0, outputTokens: 0 }
  // A result that is cut or narrowed must say so, and an empty one tempts a model to invent.
  if (!responseModel || result.rows.length === 0 || result.truncated || result.narrowed)
    return { response: written, usage: none, warnings: [] }
  try {
    const prose = await writeProse(responseModel, { question: question.text, result, signal })
    return { response: prose.text ?? written, usage: prose.usage, warnings: [] }
  } catch (error) {
    if (signal.aborted) throw error
    const down = error instanceof AppError && (error.code === 'unavailable' || error.code === 'timeout')
    if (!down) throw error
    return { response: written, usage: none, warnings: ['The model could not word this answer.'] }
  }
}

const warningsOf = (result: GateResult): string[] => [
  ...(result.narrowed ? ['A policy limits which rows you may see; there may be more than these.'] : []),
  ...(result.truncated ? ['There are more rows than were asked for; the result was cut.'] : []),
]

/** Runs the reading that was chosen and words what it gave. */
const runReadings = async (
  parts: AnswerParts,
  asked: Asked,
  chosen: { readings: Reading[]; run: (sql: string) => Promise<GateResult>; base: Omit<Found, 'outcome' | 'response'> },
  stages: ReturnType<typeof createStages>,
): Promise<Found> => {
  const { emit } = asked
  const { readings, run, base } = chosen
  const { reading, result } = await stages.during('running', () => runFirst(readings, run))
  emit('sql', reading)
  return stages.during('answering', async () => {
    const chart = chartOf(result)
    const { response, usage, warnings } = await word(parts, asked, { result, explanation: reading.explanation })
    return {
      ...base,
      outcome: isNothing(result) ? 'no_data' : 'answered',
      response,
      reading,
      result,
      ...(chart ? { chart } : {}),
      warnings: [...base.warnings, ...warningsOf(result), ...warnings],
      usage: {
        inputTokens: base.usage.inputTokens + usage.inputTokens,
        outputTokens: base.usage.outputTokens + usage.outputTokens,
      },
    }
  })
}

/** Asks back, and shows meanwhile what the likeliest reading gives: often that is what was meant. */
const askWhichIsMeant = async (
  parts: AnswerParts,
  asked: Asked,
  chosen: { readings: Reading[]; run: (sql: string) => Promise<GateResult>; base: Omit<Found, 'outcome' | 'response'> },
  stages: ReturnType<typeof createStages>,
): Promise<Found> => {
  const alternatives = chosen.readings.slice(0, mostAlternatives)
  const asking = {
    ...chosen.base,
    alternatives,
    outcome: 'needs_clarification' as const,
    response: askBack(alternatives),
  }
  if (asked.dryRun) return asking
  // Prose would sound surer than the reading is.
  const { responseModel: _, ...plain } = parts
  try {
    const likeliest = await runReadings(plain, asked, { ...chosen, readings: alternatives }, stages)
    return { ...likeliest, ...asking, response: `${asking.response} The rows are those of the likeliest.` }
  } catch (error) {
    failedAs(error, chosen.base)
    return asking
  }
}

const failedAs = (error: unknown, base: Omit<Found, 'outcome' | 'response'>): Found => {
  const outcome = outcomeOfError(error)
  if (outcome === undefined || !(error instanceof AppError)) throw error
  return { ...base, outcome, response: error.message }
}

/**
 * Answers a question: reads it, decides whether the reading is sure enough, runs it through the gate and words the rows.
 * Throws `AppError` only for what is no answer: an absent database, a caller who left, an engine that is down.
 */
export const answerQuestion = async (parts: AnswerParts, asked: Asked): Promise<Found> => {
  const stages = createStages(asked.emit)
  const { askable, run } = askableOf(parts, asked)
  const question: Question = { ...asked.question, signal: asked.signal, ...(asked.dryRun ? { checkOnly: true } : {}) }
  const understood = await stages.during('understanding', () =>
    parts.textToSql.understand(asked.engine, question, askable),
  )
  const readings = understood.readings.slice(0, mostAlternatives + 1)
  const [best] = readings
  const base = {
    alternatives: readings.slice(1),
    engine: understood.engine,
    ...(understood.model === undefined ? {} : { model: understood.model }),
    warnings: understood.warnings,
    usage: understood.usage ?? { inputTokens: 0, outputTokens: 0 },
    timings: stages.timings,
  }
  const sure = best !== undefined && best.confidence >= parts.threshold
  if (!best || (!sure && readings.every(({ confidence }) => confidence < leastConfidence))) {
    const { name, schema } = asked.view
    const response = explainNotUnderstood(name, schema, parts.suggestions.known(schema, 3))
    return { ...base, alternatives: [], outcome: 'not_understood', response }
  }
  if (!sure) return askWhichIsMeant(parts, asked, { readings, run, base }, stages)
  try {
    if (!asked.dryRun) return await runReadings(parts, asked, { readings, run, base }, stages)
    await stages.during('running', () => askable.run(checkingOf(best.sql), { maxRows: 1, signal: asked.signal }))
    asked.emit('sql', best)
    const response = 'This is how the question was read; the statement was checked and not run.'
    return { ...base, reading: best, outcome: 'answered', response, warnings: [...base.warnings, 'dry_run: not run.'] }
  } catch (error) {
    return failedAs(error, { ...base, reading: best })
  }
}

/** How a question is read, stage by stage; its readings are tried, as reading does, but none is answered. */
export const explainQuestion = (parts: AnswerParts, asked: Asked): Promise<Understanding> =>
  parts.textToSql.understand(asked.engine, { ...asked.question, signal: asked.signal }, askableOf(parts, asked).askable)

/** Runs a caller's own statement, and words what it gave. */
export const answerSql = async (parts: AnswerParts, asked: Asked, sql: string): Promise<Found> => {
  const stages = createStages(asked.emit)
  const reading: Reading = { sql, explanation: '', confidence: 1 }
  const base = {
    alternatives: [],
    engine: 'sql' as const,
    warnings: [],
    usage: { inputTokens: 0, outputTokens: 0 },
    timings: stages.timings,
  }
  // There is no question for a model to word the answer of.
  const { responseModel: _, ...own } = parts
  try {
    const { run } = askableOf(parts, asked)
    return await runReadings(own, asked, { readings: [reading], run, base }, stages)
  } catch (error) {
    return failedAs(error, { ...base, reading })
  }
}
