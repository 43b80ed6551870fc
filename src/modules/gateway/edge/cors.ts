import type { Context, Middleware } from 'koa'

const exposed = 'X-Request-Id, RateLimit, RateLimit-Policy, Retry-After, Server-Timing'
const allowedHeaders =
  'Authorization, Content-Type, Accept, Idempotency-Key, Prefer, Last-Event-ID, X-Request-Id, traceparent'
const allowedMethods = 'GET, POST, PUT, PATCH, DELETE'
const preflightLife = '600'

const isPreflight = (ctx: Context): boolean =>
  ctx.method === 'OPTIONS' && ctx.get('access-control-request-method') !== ''

/**
 * Answers browsers for pages of the given origins (Fetch standard, CORS); `*` allows all. Credentials are bearer tokens
 * that a page must hold itself, so cookies are never allowed along.
 */
export const cors = (origins: string[]): Middleware =>
  async function cors(ctx, next) {
    const origin = ctx.get('origin')
    if (origins.length > 0) ctx.vary('Origin')
    const allowed = origin !== '' && (origins.includes('*') || origins.includes(origin))
    if (allowed) ctx.set('Access-Control-Allow-Origin', origins.includes('*') ? '*' : origin)
    if (allowed) ctx.set('Access-Control-Expose-Headers', exposed)
    if (!allowed || !isPreflight(ctx)) {
      await next()
      return
    }
    ctx.set('Access-Control-Allow-Methods', allowedMethods)
    ctx.set('Access-Control-Allow-Headers', allowedHeaders)
    ctx.set('Access-Control-Max-Age', preflightLife)
    ctx.status = 204
  }
