import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '../../../platform/errors.ts'
import { dropHopByHop } from './outgoing-headers.ts'

/** One try at handing a request on: where to, and what became of it. */
export interface Attempt {
  target: string
  /** The body, when it was short enough to be read first; else the request itself is streamed. */
  body: Buffer | null
  /** The request to the service, once it has a connection. */
  outgoing?: ClientRequest
  /** The connection was kept from an earlier request, so its end may be news from before this one. */
  reused: boolean
  connected: boolean
  timedOut: boolean
  /** Why there is no answer. */
  failure?: NodeJS.ErrnoException
  /** The answer began but did not end. */
  cutOff: boolean
}

const attempts = new WeakMap<IncomingMessage, Attempt>()

/** Begins an attempt, which replaces the one before. */
export const beginAttempt = (request: IncomingMessage, target: string, body: Buffer | null): Attempt => {
  const attempt: Attempt = { target, body, reused: false, connected: false, timedOut: false, cutOff: false }
  attempts.set(request, attempt)
  return attempt
}

/** The attempt that is under way for a request. */
export const attemptOf = (request: IncomingMessage): Attempt => {
  const found = attempts.get(request)
  if (!found) throw new Error('no attempt was begun for this request')
  return found
}

const connectTimeout = 5_000

const watchConnection = (outgoing: ClientRequest, request: IncomingMessage): void => {
  const attempt = attemptOf(request)
  const { socket } = outgoing
  attempt.outgoing = outgoing
  attempt.reused = outgoing.reusedSocket
  attempt.connected = socket !== null && !socket.connecting
  outgoing.once('timeout', () => {
    attempt.timedOut = true
  })
  outgoing.once('close', () => {
    // The service has gone before the body was through: read the rest, or the caller waits for ever to send it.
    if (!request.complete) request.unpipe().resume()
  })
  if (!socket?.connecting) return
  // The proxy's own time limit begins only once there is a connection.
  const giveUp = setTimeout(() => {
    outgoing.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }))
  }, connectTimeout)
  socket.once('connect', () => {
    attempt.connected = true
    clearTimeout(giveUp)
  })
  outgoing.once('close', () => clearTimeout(giveUp))
}

const watchAnswer = (answer: IncomingMessage, request: IncomingMessage, response: ServerResponse): void => {
  const attempt = attemptOf(request)
  dropHopByHop(answer.headers)
  // http-proxy fills the field in from the request; a server that drains has set it on the response.
  request.headers.connection = String(response.getHeader('connection') ?? 'keep-alive')
  answer.on('error', () => response.destroy())
  answer.once('end', () => {
    // Node sends no more of a request whose answer is through, so its connection is of no further use.
    if (!request.complete) attempt.outgoing?.destroy()
  })
  answer.once('close', () => {
    if (answer.complete) return
    attempt.cutOff = true
    // A whole answer and half of one must not look alike: the caller's connection breaks too.
    response.destroy()
  })
}

/**
 * What koa-proxies calls as a request goes through. It registers these once for all requests, so they find out by the
 * request itself which attempt they belong to.
 */
export const attemptEvents = {
  proxyReq: (outgoing: ClientRequest, request: IncomingMessage) => watchConnection(outgoing, request),
  proxyRes: watchAnswer,
  error: (error: NodeJS.ErrnoException, request: IncomingMessage) => {
    attemptOf(request).failure = error
  },
}

const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])

/**
 * Whether a failed attempt may be made again: when nobody was reached, or when a kept connection turned out dead and
 * the request does no harm twice. And only when its body is still there.
 */
export const mayTryAgain = ({ body, connected, reused, timedOut, failure }: Attempt, method: string): boolean => {
  if (!failure || !body || timedOut) return false
  return !connected || (reused && idempotent.has(method))
}

/** What a caller is told of an attempt without an answer. */
export const failureOf = ({ timedOut, connected, failure }: Attempt): AppError => {
  if (timedOut) return new AppError('timeout', 'The service did not answer within its time limit.', { cause: failure })
  if (!connected)
    return new AppError('unavailable', 'The service cannot be reached just now; try again shortly.', {
      reason: 'unreachable',
      retryAfter: 1,
      cause: failure,
    })
  return new AppError('bad_gateway', 'The service broke the connection before it answered; the request may have run.', {
    cause: failure,
  })
}
