import { Router } from '@koa/router'
import type { Context, Middleware } from 'koa'
import { AppError } from '../errors.ts'
import type { Metrics } from '../metrics.ts'
import { middlewareOf } from './router.ts'

/** What every service answers besides its operations. */
export interface ServiceRoutes {
  service: string
  version: string
  /** Empty where the service has a port of its own. */
  prefix: string
  metrics: Metrics
  /** Throws what keeps the service from serving. */
  ready: () => Promise<void>
  openapi: () => unknown
  /** Throws unless the caller may read the metrics here. */
  mayReadMetrics: (ctx: Context) => Promise<void>
}

/** `GET /health` (alive), `/ready` (its dependencies), `/metrics` (Prometheus) and `/openapi.json`. */
export const serviceRoutes = ({
  service,
  version,
  prefix,
  metrics,
  ready,
  openapi,
  mayReadMetrics,
}: ServiceRoutes): Middleware[] => {
  const router = new Router({ prefix })
  router.get('/health', (ctx) => {
    ctx.body = { status: 'healthy', service, version, timestamp: new Date().toISOString() }
  })
  router.get('/ready', async (ctx) => {
    try {
      await ready()
    } catch (error) {
      throw new AppError('unavailable', `Not ready: ${AppError.from(error).message}`, {
        reason: 'not_ready',
        retryAfter: 1,
        cause: error,
      })
    }
    ctx.body = { status: 'ready', service, version, timestamp: new Date().toISOString() }
  })
  router.get('/metrics', async (ctx) => {
    await mayReadMetrics(ctx)
    const { contentType, body } = await metrics.expose()
    ctx.set('Content-Type', contentType)
    ctx.body = body
  })
  router.get('/openapi.json', (ctx) => {
    ctx.body = openapi()
  })
  return middlewareOf(router)
}
