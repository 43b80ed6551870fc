import type { Context, Middleware } from 'koa'
import { newId } from '../ids.ts'
import { continueTrace, type Trace } from '../tracing.ts'

/** What is known of a request before anything else has looked at it. */
export interface RequestContext {
  requestId: string
  /** The path that the caller asked for, before the gateway or an old path's successor changed it. */
  path: string
  trace: Trace
  client: { ip: string; device: string }
  /** Aborted when the caller leaves before the answer is out. */
  signal: AbortSignal
}

/** How the gateway tells a service what its caller asked for; it is echoed in problem documents and nothing else. */
export const originalPathHeader = 'x-original-path'

const sanePath = /^\/[\w.~%/:@-]{0,500}$/
const saneId = /^[A-Za-z0-9._:-]{1,128}$/
const contexts = new WeakMap<object, RequestContext>()

/** The context of a request; it exists from `requestContext` on. */
export const contextOf = (ctx: Context): RequestContext => {
  const found = contexts.get(ctx.req)
  if (!found) throw new Error('requestContext must stand before whatever asks for it')
  return found
}

/** Gives every request an id (the caller's if it is sane), a trace, and a signal that follows the connection. */
export const requestContext = (): Middleware =>
  async function requestContext(ctx, next) {
    const given = ctx.get('x-request-id')
    const requestId = saneId.test(given) ? given : newId()
    const leaving = new AbortController()
    ctx.res.once('close', () => {
      if (!ctx.res.writableFinished) leaving.abort(new DOMException('The caller left.', 'AbortError'))
    })
    const asked = ctx.get(originalPathHeader)
    contexts.set(ctx.req, {
      requestId,
      path: sanePath.test(asked) ? asked : ctx.path,
      trace: continueTrace(ctx.get('traceparent')),
      client: { ip: ctx.ip, device: ctx.get('user-agent').slice(0, 200) },
      signal: leaving.signal,
    })
    ctx.set('X-Request-Id', requestId)
    await next()
  }
