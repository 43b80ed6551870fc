import { AppError } from '../../../platform/errors.ts'
import type { UnreadableReason } from './parser.ts'

/** The error that refuses a file: `message` is a sentence that says what is wrong and what to do. */
export function unreadable(reason: UnreadableReason, message: string, cause?: unknown): AppError {
  return new AppError('unprocessable', message, { reason, cause })
}

const reasons: ReadonlySet<string> = new Set<UnreadableReason>([
  'encrypted',
  'no_text',
  'malformed',
  'too_large',
  'too_slow',
  'unsupported_type',
  'not_found',
  'crashed',
  'not_started',
])

/** Whether a word is one of the reasons for which a file cannot be read. */
function isUnreadableReason(word: unknown): word is UnreadableReason {
  return typeof word === 'string' && reasons.has(word)
}

/** What a failed parse tells about itself: any other error than ours counts as a malformed file. */
export function failureOf(error: unknown): { reason: UnreadableReason; message: string } {
  if (error instanceof AppError && isUnreadableReason(error.details.reason))
    return { reason: error.details.reason, message: error.message }
  if (error instanceof RangeError)
    return { reason: 'too_large', message: 'The file needs more memory to be read than is allowed.' }
  return { reason: 'malformed', message: 'The file is damaged: it could not be read to its end.' }
}
