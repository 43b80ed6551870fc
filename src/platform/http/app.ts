import Koa, { type Middleware } from 'koa'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { accessLog } from './access-log.ts'
import { problems } from './problem.ts'
import { requestContext } from './request-context.ts'
import { securityHeaders } from './security-headers.ts'

/** What an HTTP app of ours is made of, besides its routes. */
export interface HttpApp {
  service: string
  log: Log
  metrics: Metrics
  /** How many proxies in front are believed about the caller's address. */
  trustProxy: number
  /** In their order; koa copies the stack when it begins to listen, so all of it must be here. */
  middleware: Middleware[]
}

/** A Koa app with the middleware that every service has, in the one right order. */
export const createHttpApp = ({ service, log, metrics, trustProxy, middleware }: HttpApp): Koa => {
  const app = new Koa({ proxy: trustProxy > 0, maxIpsCount: trustProxy })
  app.on('error', (error: unknown) => {
    log.debug('a connection failed', { error })
  })
  const own = [requestContext(), accessLog(log, metrics, service), problems(log), securityHeaders()]
  for (const step of [...own, ...middleware]) app.use(step)
  return app
}
