import { AppError } from '../../../../platform/errors.ts'
import type { ChatMessage } from '../../../../platform/llm/index.ts'

/** Whether writing the statement anew can help: it was refused or failed for what it says. */
export const isRepairable = (error: unknown): error is AppError =>
  error instanceof AppError &&
  (error.code === 'unprocessable' || error.code === 'forbidden' || error.code === 'timeout')

/**
 * The turns that send a failed statement back to its model. `withDetail` false keeps the database's own words, which may
 * quote a cell, from a model that must not see rows; what the guard says never quotes one.
 */
export const repairTurns = (reply: string, error: AppError | undefined, withDetail: boolean): ChatMessage[] => {
  const own = error?.details.reason === 'sql_failed' && !withDetail
  const why =
    error === undefined
      ? 'There was no SQL statement in your answer.'
      : own
        ? 'The database could not run that statement; look at types and functions again.'
        : error.message
  return [
    { role: 'assistant', content: reply },
    { role: 'user', content: `${why}\nAnswer again with one JSON object as described, with a corrected statement.` },
  ]
}
