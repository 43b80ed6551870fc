import type { Middleware } from 'koa'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { contextOf } from './request-context.ts'

const quiet = new Set(['/health', '/ready', '/metrics'])

/** One line a request, when its answer is out or its caller has gone. Paths are logged without their query. */
export const accessLog = (log: Log, metrics: Metrics, service: string): Middleware =>
  async function accessLog(ctx, next) {
    const started = performance.now()
    const { requestId, trace, client } = contextOf(ctx)
    const ended = metrics.request(service)
    ctx.res.once('close', () => {
      const milliseconds = performance.now() - started
      const left = !ctx.res.writableFinished
      const status = left ? 499 : ctx.res.statusCode
      ended(ctx.method, status, milliseconds / 1000)
      const level = quiet.has(ctx.path) ? 'debug' : status >= 500 ? 'error' : 'info'
      log[level]('request', {
        method: ctx.method,
        path: ctx.path,
        status,
        ms: Math.round(milliseconds * 10) / 10,
        request_id: requestId,
        trace_id: trace.traceId,
        ip: client.ip,
      })
    })
    await next()
  }
