import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Context, Middleware } from 'koa'
import { createIdempotency } from '../contract/idempotency.ts'
import { openapi } from '../contract/openapi.ts'
import { routes, type Edge } from '../contract/routes.ts'
import { AppError, toProblem } from '../platform/errors.ts'
import { createHttpApp } from '../platform/http/app.ts'
import { serviceRoutes } from '../platform/http/service-routes.ts'
import { createRateLimiter } from '../platform/kv/rate-limit.ts'
import type { BuiltModule, Ground } from './build.ts'
import { createIdentify, type Authenticate } from './identify.ts'
import { version } from './version.ts'

/** A listener that can be put on a port before what it serves has been built. */
export interface Entrance {
  listener: RequestListener
  open: (handler: RequestListener) => void
}

const closed = (request: IncomingMessage, response: ServerResponse): void => {
  const error = new AppError('unavailable', 'Still starting; try again in a moment.', { reason: 'starting' })
  const body = JSON.stringify(toProblem(error, { instance: request.url ?? '/', requestId: 'starting' }))
  response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '1' }).end(body)
}

/** An entrance that answers 503 until it is opened. */
export const createEntrance = (): Entrance => {
  let handler: RequestListener = closed
  return {
    listener: (request, response) => handler(request, response),
    open: (next) => {
      handler = next
    },
  }
}

const edgeOf = (module: BuiltModule, ground: Ground, authenticate: Authenticate): Edge => {
  const { settings, clock, lifecycle, deriveKey } = ground
  const limiter = createRateLimiter({ kv: module.kv, limits: settings.rateLimits, clock, log: module.log })
  lifecycle.defer(`${module.name} limits`, () => limiter.close())
  return {
    identify: createIdentify({ audience: module.name, peerKey: deriveKey('peer'), clock, authenticate }),
    limit: async (ctx, operation, fallback, { principal, ip, peer }) => {
      if (peer) return
      const { allowed, retryAfter, headers } = await limiter.take(operation, fallback, { principal, ip })
      ctx.set(headers)
      if (!allowed)
        throw new AppError('too_many', `Too many calls of ${operation}; try again in ${retryAfter} s.`, { retryAfter })
    },
    idempotency: createIdempotency(module.kv),
    maxBody: settings.maxBody,
    maxUpload: settings.maxUpload,
  }
}

const mayReadMetrics = (edge: Edge, open: boolean) => async (ctx: Context) => {
  if (open) return
  const { principal } = await edge.identify(ctx, false)
  if (!principal)
    throw new AppError('unauthenticated', 'Sign in to read the metrics.', { headers: { 'WWW-Authenticate': 'Bearer' } })
  if (!principal.permissions.includes('read:system'))
    throw new AppError('forbidden', 'The metrics need the permission read:system.')
}

/** The middleware of one module: its own, what every service answers, and its operations, under `prefix`. */
const middlewareOf = (
  module: BuiltModule,
  ground: Ground,
  authenticate: Authenticate,
  mount: { prefix: string; behindGateway: boolean },
): Middleware[] => {
  const edge = edgeOf(module, ground, authenticate)
  const { prefix, behindGateway } = mount
  const operations = routes(module.contract, module.client, edge, prefix)
  const common = serviceRoutes({
    service: module.name,
    version,
    prefix,
    metrics: ground.metrics,
    ready: async () => {
      if (ground.lifecycle.closing) throw new AppError('unavailable', 'shutting down')
      await module.ready()
    },
    openapi: () => openapi([{ contract: module.contract, prefix: '' }], { title: `ai-agent ${module.name}`, version }),
    mayReadMetrics: mayReadMetrics(edge, !behindGateway),
  })
  // Operations first: the gateway's own `/health` says more than the common one.
  return [...(module.running.middleware ?? []), ...operations, ...common]
}

/** The handler of a server: one module at the root, others (those the gateway fronts in this process) under their names. */
export const handlerOf = (
  root: BuiltModule,
  mounted: BuiltModule[],
  ground: Ground,
  authenticate: Authenticate,
): RequestListener => {
  const behindGateway = root.name === 'gateway'
  const own = middlewareOf(root, ground, authenticate, { prefix: '', behindGateway })
  const others = mounted.flatMap((module) =>
    middlewareOf(module, ground, authenticate, { prefix: `/${module.name}`, behindGateway }),
  )
  const app = createHttpApp({
    service: root.name,
    log: root.log,
    metrics: ground.metrics,
    trustProxy: ground.settings.trustProxy,
    middleware: [...own, ...others],
  })
  const handler = app.callback()
  return (request, response) => void handler(request, response)
}
