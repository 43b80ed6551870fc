import { AppError } from '../../../platform/errors.ts'

/** The statement is not one SELECT that only reads: the caller must write it otherwise. */
export function refused(why: string): AppError {
  return new AppError('unprocessable', `This SQL is refused: ${why}.`, { reason: 'sql_refused' })
}

/** A name is unknown or hidden; the two are not told apart. `similar` must hold visible names only. */
export function notPermitted(name: string, similar?: string): AppError {
  const hint = similar === undefined ? '' : ` Did you mean ${similar}?`
  return new AppError('forbidden', `No such table or column, or not yours to read: ${name}.${hint}`, {
    reason: 'not_permitted',
  })
}

const narrowing = 'Add a condition or a join condition, or ask for fewer rows.'

/** The statement would take, or took, more than it may. */
export function tooExpensive(why: string): AppError {
  return new AppError('unprocessable', `${why} ${narrowing}`, { reason: 'too_expensive' })
}

/** The same of a statement with a recursion, which is most likely what does not end. */
export function endless({ code, message, details }: AppError): AppError {
  const advice = 'Give the recursion a condition under which it ends, or a LIMIT.'
  return new AppError(code, message.replace(narrowing, advice), details)
}

/** The engine could not run the statement, for a reason that lies in the statement. */
export function failed(why: string, cause?: unknown): AppError {
  return new AppError('unprocessable', `The database could not run this SQL: ${why}.`, { reason: 'sql_failed', cause })
}

/** The caller is gone, and so is the statement. */
export function cancelled(): AppError {
  return new AppError('cancelled', 'The caller left before the statement ended; it was stopped.')
}

/** The database cannot be reached now. The others are not concerned. */
export function databaseDown(name: string, cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    `The database "${name}" cannot be reached now. Try again shortly; if it stays so, "ai-agent doctor" says what to look at.`,
    {
      reason: 'database_unavailable',
      retryAfter: 5,
      cause,
    },
  )
}

/** The statement never began, since others took all the places. */
export function databaseBusy(): AppError {
  return new AppError('too_many', 'Long statements of others keep the database busy. Try again shortly.', {
    reason: 'database_busy',
    retryAfter: 5,
  })
}
