import type { LanguageModel, TokenUsage } from '../../../platform/llm/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Log } from '../../../platform/log.ts'
import { groundingThreshold, notInDocuments, type Answer } from '../retrieve/answer.ts'
import { checkReply } from './check.ts'
import { answerPrompt, passagesToShow } from './prompt.ts'

/** An answer, and who worded it. */
export interface WordedAnswer extends Answer {
  engine: 'extractive' | 'llm'
  usage: TokenUsage
}

const nothingUsed: TokenUsage = { inputTokens: 0, outputTokens: 0 }
/** What the model was shown and could prove is at least this sure. */
const provenConfidence = 0.7

const reasonOf = (error: unknown): string => {
  const { code, details } = AppError.from(error)
  if (code === 'timeout') return 'The model did not answer in time'
  if (details.reason === 'model_key_refused') return 'The model refused its key'
  return 'The model cannot be reached just now'
}

/**
 * Lets a model word an answer from the passages that were found, and keeps of it what they prove. Whatever goes wrong with
 * the model, the quoted answer is there, with a warning. Throws only what `signal` aborts with.
 */
export const wordAnswer = async (
  quoted: Answer,
  question: string,
  { model, log, signal }: { model: LanguageModel; log: Log; signal: AbortSignal },
): Promise<WordedAnswer> => {
  const asQuoted = (warning: string | undefined, usage = nothingUsed): WordedAnswer => ({
    ...quoted,
    warnings: warning === undefined ? quoted.warnings : [...quoted.warnings, warning],
    engine: 'extractive',
    usage,
  })
  const passages = passagesToShow(quoted.passages)
  if (passages.length === 0) return asQuoted(undefined)
  try {
    const { text, usage } = await model.chat({ messages: answerPrompt(question, passages), json: true, signal })
    const checked = checkReply(text, passages, question)
    if (!checked)
      return asQuoted('The model did not answer in the form that was asked for; these are quotations.', usage)
    const { response, citations, declined, unproven } = checked
    if (declined && response === '') {
      const confidence = Math.min(quoted.confidence, groundingThreshold / 2)
      return { ...quoted, response: notInDocuments, grounded: false, confidence, citations: [], engine: 'llm', usage }
    }
    if (response === '')
      return asQuoted('The passages prove nothing of what the model said; these are quotations.', usage)
    const warnings =
      unproven === 0
        ? quoted.warnings
        : [...quoted.warnings, `${unproven} of the model's sentences had no proof in the passages and were left out.`]
    const confidence = Math.max(quoted.confidence, provenConfidence)
    return { ...quoted, response, grounded: true, confidence, citations, warnings, engine: 'llm', usage }
  } catch (error) {
    signal.throwIfAborted()
    log.warn('the model did not word an answer', { model: model.name, error })
    return asQuoted(`${reasonOf(error)}; these are quotations.`)
  }
}
