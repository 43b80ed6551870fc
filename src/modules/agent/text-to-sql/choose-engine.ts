import { AppError } from '../../../platform/errors.ts'
import type { AskableDatabase, Interpretation, Question, TextToSqlEngine } from './engine.ts'
import { confirmedReading } from './same-question.ts'

/** Which engine the asker wants; `auto` leaves the choice to how sure the embedded one is. */
export type EngineChoice = 'auto' | TextToSqlEngine['name']

/** A reading of a question and who read it. */
export interface Understanding extends Interpretation {
  engine: TextToSqlEngine['name']
  warnings: string[]
}

/** Reads questions with the engine that suits. */
export interface TextToSql {
  readonly engines: TextToSqlEngine['name'][]
  /** Throws `invalid` when a model is wanted and none is configured, `unavailable` when it is wanted and down. */
  understand(choice: EngineChoice, question: Question, database: AskableDatabase): Promise<Understanding>
}

const isModelDown = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'unavailable' || error.code === 'timeout')

/** The engines together: the embedded one always, a model's when there is one. Below `threshold` the model is asked. */
export const createTextToSql = (parts: {
  embedded: TextToSqlEngine
  llm?: TextToSqlEngine
  threshold: number
}): TextToSql => {
  const { embedded, llm, threshold } = parts

  const withModel = async (question: Question, database: AskableDatabase): Promise<Understanding> => {
    if (!llm) {
      const message = 'no model is configured; set OPENAI_BASE_URL or OPENAI_API_KEY, or use the embedded engine'
      throw new AppError('invalid', `engine: ${message}`, { errors: [{ path: 'engine', message }] })
    }
    return { ...(await llm.interpret(question, database)), engine: 'llm', warnings: [] }
  }

  const best = async (question: Question, database: AskableDatabase): Promise<Understanding> => {
    const first = await embedded.interpret(question, database)
    const own: Understanding = { ...first, engine: 'embedded', warnings: [] }
    const sure = (first.readings[0]?.confidence ?? 0) >= threshold
    if (sure || !llm) return own
    try {
      const second = await withModel(question, database)
      if (second.readings.length > 0) return second
      return { ...own, ...(second.usage ? { usage: second.usage } : {}) }
    } catch (error) {
      if (!isModelDown(error)) throw error
      return { ...own, warnings: ['The model could not be reached; the embedded engine read this alone.'] }
    }
  }

  return {
    engines: llm ? ['embedded', 'llm'] : ['embedded'],
    understand: async (choice, question, database) => {
      const confirmed = confirmedReading(question)
      if (confirmed) return { readings: [confirmed], engine: 'embedded', warnings: [] }
      if (choice === 'llm') return withModel(question, database)
      if (choice === 'auto') return best(question, database)
      return { ...(await embedded.interpret(question, database)), engine: 'embedded', warnings: [] }
    },
  }
}
