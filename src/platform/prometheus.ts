import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from './metrics.ts'

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** One registry a process. `withProcess` adds memory, event loop and garbage collection. */
export const createMetrics = (options: { withProcess: boolean }): Metrics => {
  const registry = new Registry()
  if (options.withProcess) collectDefaultMetrics({ register: registry })
  const operations = new Histogram({
    name: 'ai_agent_operation_seconds',
    help: 'Time that operations take, by module, operation and outcome',
    labelNames: ['module', 'operation', 'outcome'],
    buckets,
    registers: [registry],
  })
  const requests = new Histogram({
    name: 'ai_agent_http_request_seconds',
    help: 'Time that HTTP requests take, by service, method and status',
    labelNames: ['service', 'method', 'status'],
    buckets,
    registers: [registry],
  })
  const total = new Counter({
    name: 'ai_agent_http_requests_total',
    help: 'HTTP requests answered, by service, method and status',
    labelNames: ['service', 'method', 'status'],
    registers: [registry],
  })
  const running = new Gauge({
    name: 'ai_agent_http_requests_running',
    help: 'HTTP requests under way, by service',
    labelNames: ['service'],
    registers: [registry],
  })
  return {
    operation: (module, operation, outcome, seconds) => operations.observe({ module, operation, outcome }, seconds),
    request: (service) => {
      running.inc({ service })
      return (method, status, seconds) => {
        running.dec({ service })
        requests.observe({ service, method, status }, seconds)
        total.inc({ service, method, status })
      }
    },
    expose: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}
