import type { ChatMessage, LanguageModel } from '../../../../platform/llm/index.ts'
import { checkingOf } from '../check-statement.ts'
import type { AskableDatabase, Interpretation, Question, Reading, TextToSqlEngine, VerifiedPair } from '../engine.ts'
import { extract } from './extract.ts'
import { maskLiterals } from './mask-literals.ts'
import { buildPrompt } from './prompt.ts'
import { relevantTables } from './relevant-tables.ts'
import { isRepairable, repairTurns } from './repair.ts'

/** What the engine that asks a model needs. */
export interface LlmEngineParts {
  model: LanguageModel
  /** Reads the question too: its candidates are hints for the model. */
  embedded?: TextToSqlEngine
  /** The model must not see what comes from rows. */
  privateMode: boolean
  /** Milliseconds since the epoch; questions speak of "last month". */
  now: () => number
  /** How much of a schema goes into a prompt, in tokens. */
  schemaBudget?: number
}

const mostRepairs = 2
const mostHints = 3
const mostExamples = 4

/** A statement of a model that runs is right more often than not; one that had to be mended less often. */
const confidenceAfter = (repairs: number): number => [0.8, 0.65, 0.55][repairs] ?? 0.5

const tablesIn = (sql: string, database: AskableDatabase): string[] => {
  const text = sql.toLowerCase()
  return database.schema.tables.map(({ name }) => name).filter((name) => text.includes(name.toLowerCase()))
}

const hintsOf = async (parts: LlmEngineParts, question: Question, database: AskableDatabase): Promise<Reading[]> => {
  if (!parts.embedded) return []
  const { readings } = await parts.embedded.interpret(question, database)
  return readings.slice(0, mostHints)
}

const messagesFor = async (
  parts: LlmEngineParts,
  question: Question,
  database: AskableDatabase,
): Promise<ChatMessage[]> => {
  const readings = await hintsOf(parts, question, database)
  const said = [question.text, question.previous?.question ?? ''].join('\n')
  const clean = (sql: string) => (parts.privateMode ? maskLiterals(sql, said) : sql)
  const cleanPair = (pair: VerifiedPair): VerifiedPair => ({ question: pair.question, sql: clean(pair.sql) })
  const hinted = new Set(readings.flatMap(({ sql }) => tablesIn(sql, database)))
  const { previous } = question
  return buildPrompt({
    question: question.text,
    dialect: database.schema.dialect,
    tables: relevantTables(database.schema, said, hinted, parts.schemaBudget ?? 3000),
    // A reading in words names the values that it found, so in private mode the words stay here.
    hints: readings.map(({ sql, explanation }) => ({
      sql: clean(sql),
      explanation: parts.privateMode ? '' : explanation,
    })),
    examples: parts.privateMode ? [] : (question.examples ?? []).slice(0, mostExamples),
    ...(previous ? { previous: cleanPair(previous) } : {}),
    today: new Date(parts.now()).toISOString().slice(0, 10),
  })
}

/**
 * The engine that lets a model write the SQL: shown only the tables that matter, checked by running every statement
 * through the gate as the asker, and asked to mend what fails, twice at most. A model's own word on its certainty is
 * worth little, so confidence is by what the statement went through.
 */
export const createLlmEngine = (parts: LlmEngineParts): TextToSqlEngine => {
  const interpret = async (question: Question, database: AskableDatabase): Promise<Interpretation> => {
    const { signal } = question
    const messages = await messagesFor(parts, question, database)
    const usage = { inputTokens: 0, outputTokens: 0 }
    const trace: { reply: string; error?: string }[] = []
    const end = (readings: Reading[]): Interpretation => ({ readings, usage, model: parts.model.name, trace })
    for (let repairs = 0; repairs <= mostRepairs; repairs += 1) {
      const reply = await parts.model.chat({ messages, json: true, ...(signal ? { signal } : {}) })
      usage.inputTokens += reply.usage.inputTokens
      usage.outputTokens += reply.usage.outputTokens
      const found = extract(reply.text)
      if (found.kind === 'unanswerable') return end([])
      if (found.kind === 'nothing') {
        trace.push({ reply: reply.text, error: 'no statement' })
        messages.push(...repairTurns(reply.text, undefined, !parts.privateMode))
        continue
      }
      try {
        await database.run(question.checkOnly ? checkingOf(found.sql) : found.sql, signal ? { signal } : {})
        trace.push({ reply: reply.text })
        return end([{ sql: found.sql, explanation: found.explanation, confidence: confidenceAfter(repairs) }])
      } catch (error) {
        if (!isRepairable(error)) throw error
        trace.push({ reply: reply.text, error: error.message })
        messages.push(...repairTurns(reply.text, error, !parts.privateMode))
      }
    }
    return end([])
  }
  return { name: 'llm', interpret }
}
