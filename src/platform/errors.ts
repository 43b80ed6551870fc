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

/** An error as it goes over the wire (RFC 9457), with `error` and `message` for clients of the v0.2 system. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: ErrorCode
  request_id: string
  error: ErrorCode
  message: string
  reason?: string
  errors?: FieldFault[]
  [extension: string]: unknown
}

const titles: Record<ErrorCode, string> = {
  invalid: 'Invalid request',
  unauthenticated: 'Not signed in',
  forbidden: 'Not permitted',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  too_large: 'Too large',
  unsupported_media_type: 'Unsupported media type',
  unprocessable: 'Cannot be answered',
  too_many: 'Too many requests',
  cancelled: 'Cancelled',
  internal: 'Internal error',
  bad_gateway: 'Bad gateway',
  unavailable: 'Unavailable',
  timeout: 'Timed out',
}

/** The problem document of an error. `instance` is the path that was asked for. */
export const toProblem = (error: AppError, request: { instance: string; requestId: string }): Problem => ({
  ...error.details.extensions,
  type: 'about:blank',
  title: titles[error.code],
  status: error.status,
  detail: error.message,
  instance: request.instance,
  code: error.code,
  request_id: request.requestId,
  error: error.code,
  message: error.message,
  ...(error.details.reason === undefined ? {} : { reason: error.details.reason }),
  ...(error.details.errors === undefined ? {} : { errors: error.details.errors }),
})

const isCode = (value: unknown): value is ErrorCode => typeof value === 'string' && value in statusOf

const isFault = (value: unknown): value is FieldFault =>
  typeof value === 'object' && value !== null && 'path' in value && 'message' in value

const ownMembers = new Set([
  'type',
  'title',
  'status',
  'detail',
  'instance',
  'code',
  'request_id',
  'error',
  'message',
  'reason',
  'errors',
])

/** The error that a peer's problem document stands for; `bad_gateway` when it is none. `headers` gives `Retry-After` back. */
export const fromProblem = (document: unknown, headers: { get(name: string): string | null }): AppError => {
  if (typeof document !== 'object' || document === null || !('code' in document) || !isCode(document.code))
    return new AppError('bad_gateway', 'A service answered in a way that cannot be understood.')
  const members: Record<string, unknown> = { ...document }
  const extensions = Object.fromEntries(Object.entries(members).filter(([name]) => !ownMembers.has(name)))
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN)
  const challenge = headers.get('www-authenticate')
  const { detail, reason, errors } = members
  return new AppError(document.code, typeof detail === 'string' ? detail : titles[document.code], {
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(Array.isArray(errors) ? { errors: errors.filter(isFault) } : {}),
    ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
    ...(challenge ? { headers: { 'WWW-Authenticate': challenge } } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  })
}
