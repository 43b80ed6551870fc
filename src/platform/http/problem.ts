import type { Context, Middleware } from 'koa'
import { AppError, toProblem } from '../errors.ts'
import type { Log } from '../log.ts'
import { contextOf } from './request-context.ts'

/** Answers with the problem document of an error. */
const sendProblem = (ctx: Context, error: AppError): void => {
  const { headers, retryAfter } = error.details
  ctx.status = error.status
  if (headers) ctx.set(headers)
  if (retryAfter !== undefined) ctx.set('Retry-After', String(Math.max(1, Math.ceil(retryAfter))))
  const { path, requestId } = contextOf(ctx)
  ctx.body = JSON.stringify(toProblem(error, { instance: path, requestId }))
  ctx.type = 'application/problem+json'
}

const unanswered = (ctx: Context): AppError | undefined => {
  if (ctx.body != null || ctx.respond === false) return undefined
  if (ctx.status === 404)
    return new AppError('not_found', `There is nothing at ${ctx.method} ${contextOf(ctx).path}. See /openapi.json.`)
  if (ctx.status === 405 || ctx.status === 501)
    return new AppError('method_not_allowed', `${ctx.method} is not possible here; see the Allow header.`)
  return undefined
}

/** Turns whatever is thrown, and whatever is left unanswered, into a problem document (RFC 9457). */
export const problems = (log: Log): Middleware =>
  async function problems(ctx, next) {
    try {
      await next()
      const error = unanswered(ctx)
      if (error) sendProblem(ctx, error)
    } catch (thrown) {
      const error = AppError.from(thrown)
      if (!(thrown instanceof AppError) && error.code === 'internal')
        log.error('a request failed', { request_id: contextOf(ctx).requestId, error: thrown })
      if (ctx.res.headersSent) ctx.res.destroy()
      else sendProblem(ctx, error)
    }
  }
