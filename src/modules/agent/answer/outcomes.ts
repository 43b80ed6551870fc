import { AppError } from '../../../platform/errors.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import type { Reading } from '../text-to-sql/engine.ts'
import type { Answer, Outcome } from './answer.ts'
import { joinWords } from './format.ts'

/** When no reading reaches this, none is even worth asking about. */
export const leastConfidence = 0.1

/** The outcome that an error of the gate means for a question; undefined when it is no answer but a fault or an absence. */
export const outcomeOfError = (error: unknown): Outcome | undefined => {
  if (!(error instanceof AppError)) return undefined
  if (error.details.reason === 'too_expensive' || error.code === 'timeout') return 'too_expensive'
  if (error.code === 'forbidden') return 'not_permitted'
  return error.code === 'unprocessable' ? 'failed' : undefined
}

const hasDigits = (text: string): boolean => /\d/.test(text)

/** What the database can answer, for an asker whose question could not be read. */
export const explainNotUnderstood = (
  database: string,
  schema: DatabaseSchema,
  suggestions: readonly string[],
): string => {
  const tables = schema.tables.map(({ name }) => name).filter((name) => !hasDigits(name))
  const shown = tables.slice(0, 8)
  const known = joinWords([...shown, ...(tables.length > shown.length ? ['more'] : [])])
  const questions = suggestions.map((question) => `"${question}"`)
  return [
    `I could not read this as a question that the database "${database}" can answer.`,
    ...(known ? [`It knows about ${known}.`] : []),
    ...(questions.length > 0 ? [`You could ask ${questions.join(' or ')}`] : []),
  ].join(' ')
}

/** Asks back: the readings in words, the likeliest first. */
export const askBack = (readings: readonly Reading[]): string => {
  const texts = readings.map(({ explanation, sql }) => (explanation || sql).replace(/\.$/, ''))
  const clear = texts.filter((text) => !hasDigits(text))
  if (clear.length < texts.length || clear.length === 0)
    return 'I am not sure what is meant. The alternatives show how this could be read; choose one, or ask in other words.'
  if (clear.length === 1)
    return `I am not sure what is meant. Is it this: ${clear.join()}? Say so, or ask in other words.`
  return `I am not sure which of these is meant: ${clear.join('; or ')}. Choose one, or ask in other words.`
}

/** Throws the problem that an outcome travels as, with the whole answer inside; returns for those that are successes. */
export const throwUnlessAnswer = (answer: Answer): void => {
  const { outcome, response } = answer
  if (outcome === 'answered' || outcome === 'no_data' || outcome === 'needs_clarification') return
  throw new AppError(outcome === 'not_permitted' ? 'forbidden' : 'unprocessable', response, {
    reason: outcome,
    extensions: { ...answer },
  })
}
