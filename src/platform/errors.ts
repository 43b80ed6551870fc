/**
 * The one table of error codes and the HTTP status each travels with (RFC 9110).
 * A module says more precisely what happened in `reason`, never by a code of its own.
 */
export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  too_many: 429,
  cancelled: 499,
  internal: 500,
  bad_gateway: 502,
  unavailable: 503,
  timeout: 504,
} as const

/** A code of the table above. */
export type ErrorCode = keyof typeof statusOf

/** One fault of an input: where it is (`documents.0.text`) and what is wrong there. */
export interface FieldFault {
  path: string
  message: string
}

/** What an error may carry besides its code and sentence. */
export interface ErrorDetails {
  /** The faults of an invalid input, field by field. */
  errors?: FieldFault[]
  /** A stable word that is finer than the code: `session_ended`, `table_unknown`. */
  reason?: string
  /** Seconds after which trying again makes sense; leaves as `Retry-After`. */
  retryAfter?: number
  /** Header fields that the answer must carry, such as `Allow` or `WWW-Authenticate`. */
  headers?: Record<string, string>
  /** Further members of the problem document, such as an answer object; must be JSON. */
  extensions?: Record<string, unknown>
  /** What lies beneath; logged, never sent. */
  cause?: unknown
}

/**
 * An error that a caller may see: `message` is written for them and says what to do.
 * Anything else that is thrown is a fault of ours, and leaves as `internal`.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }

  get status(): number {
    return statusOf[this.code]
  }

  /** The error itself when it may be shown, else `internal` with the original as its cause. */
  static from(error: unknown): AppError {
    if (error instanceof AppError) return error
    if (error instanceof Error && error.name === 'AbortError')
      return new AppError('cancelled', 'The caller left before the answer was ready.', { cause: error })
    if (error instanceof Error && error.name === 'TimeoutError')
      return new AppError('timeout', 'The work did not end within its time limit.', { cause: error })
    return new AppError('internal', 'Something went wrong on our side. The request id helps us find it.', {
      cause: error,
    })
  }
}
