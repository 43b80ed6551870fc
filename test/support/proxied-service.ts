import { randomBytes } from 'node:crypto'
import http, { type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { contract, operation, type Principal } from '../../src/contract/operation.ts'
import { createIdentify } from '../../src/modules/gateway/edge/identify.ts'
import { pathHygiene } from '../../src/modules/gateway/edge/path-hygiene.ts'
import { createProxies } from '../../src/modules/gateway/edge/proxies.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { AppError } from '../../src/platform/errors.ts'
import { createHttpApp } from '../../src/platform/http/app.ts'
import { listen, type HttpServer } from '../../src/platform/http/server.ts'
import { createUpstream } from '../../src/platform/http/upstream.ts'
import { silentLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/prometheus.ts'

const empty = { summary: '', input: z.object({}), output: z.object({}) }
const ragContract = contract('rag', {
  ping: operation({ ...empty, route: 'GET /ping', access: 'public' }),
  document: operation({ ...empty, route: 'GET /documents/{id}', access: 'read:rag' }),
})

const principalOf = (username: string, ...permissions: Principal['permissions']) => ({
  user_id: `id of ${username}`,
  username,
  role: 'user' as const,
  permissions: [...permissions],
  session_id: null,
  attributes: {},
  valid: true as const,
  expires_at: '',
})

const people = new Map([
  ['alice', principalOf('alice', 'read:rag')],
  ['bob', principalOf('bob', 'read:rag')],
  ['carol', principalOf('carol', 'read:rag', 'read:system')],
])

/** Knows alice, bob and carol, who may read the metrics; their tokens are their names. */
const auth: Parameters<typeof createIdentify>[0] = {
  validate: ({ token = '' }) => {
    const person = people.get(token)
    return person ? Promise.resolve(person) : Promise.reject(new AppError('unauthenticated', 'No such token.'))
  },
}

/** What came back. */
export interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

/** Sends one request on a connection of its own and reads the whole answer. Throws when that breaks off. */
export const ask = (url: string, options: http.RequestOptions & { body?: string | Buffer } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { body, ...rest } = options
    const request = http.request(url, { agent: false, ...rest }, (response) => {
      const { statusCode: status = 0, headers } = response
      text(response).then((content) => resolve({ status, headers, body: content }), reject)
    })
    request.on('error', reject)
    request.end(body)
  })

const urlOf = (server: Server): string => {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return `http://127.0.0.1:${address.port}`
}

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return urlOf(server)
}

/** Services called rag on ports of their own, and gateways before them; all closed by `close`. */
export const createBench = () => {
  const peerKey = randomBytes(32)
  const closers: (() => Promise<void> | void)[] = []
  const raw = async (server: Server, cut: () => void): Promise<string> => {
    closers.push(() => {
      cut()
      server.close()
    })
    return listening(server)
  }
  return {
    peerKey,
    /** A service over HTTP; its base URL. */
    service: (handler: RequestListener): Promise<string> => {
      const server = http.createServer(handler)
      return raw(server, () => server.closeAllConnections())
    },
    /** A service over TCP, which may break every rule; `cut` must end its connections. */
    raw,
    /** The URL of a service that has just gone. */
    gone: async (): Promise<string> => {
      const server = createServer()
      const url = await listening(server)
      await new Promise((resolve) => server.close(resolve))
      return url
    },
    gatewayTo: async (urls: string[], timeout = 2_000): Promise<HttpServer> => {
      const upstream = createUpstream(urls, { clock: systemClock, log: silentLog, probeEvery: 3_600_000 })
      const services = [{ contract: ragContract, upstream }]
      const base = { clock: systemClock, log: silentLog }
      const proxies = createProxies({ ...base, services, identify: createIdentify(auth), peerKey, timeout })
      const app = createHttpApp({
        service: 'gateway',
        log: silentLog,
        metrics: createMetrics({ withProcess: false }),
        trustProxy: 0,
        middleware: [pathHygiene(), proxies.middleware],
      })
      const handler = app.callback()
      const server = await listen((request, response) => void handler(request, response), {
        host: '127.0.0.1',
        port: 0,
      })
      closers.push(() => {
        upstream.close()
        proxies.close()
        return server.close(0)
      })
      return server
    },
    close: async (): Promise<void> => {
      for (let close = closers.pop(); close; close = closers.pop()) await close()
    },
  }
}
