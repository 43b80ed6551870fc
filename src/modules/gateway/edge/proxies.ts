import http from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Context, Middleware, Next } from 'koa'
import koaProxies from 'koa-proxies'
import type { Contract } from '../../../contract/operation.ts'
import { signPeer } from '../../../contract/peer-token.ts'
import type { Clock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import { contextOf } from '../../../platform/http/request-context.ts'
import type { Upstream } from '../../../platform/http/upstream.ts'
import type { Log } from '../../../platform/log.ts'
import { attemptEvents, attemptOf, beginAttempt, failureOf, mayTryAgain, type Attempt } from './attempt.ts'
import type { Identify } from './identify.ts'
import { accessIn, type AccessOf } from './operations.ts'
import { outgoingHeaders } from './outgoing-headers.ts'

/** A service that lives elsewhere, and where its paths stand at the gateway: `/auth/login` is its `/login`. */
export interface Elsewhere {
  contract: Contract
  upstream: Upstream
}

/** What the proxies stand on. */
export interface ProxyOptions {
  services: Elsewhere[]
  identify: Identify
  peerKey: Buffer
  clock: Clock
  log: Log
  /** The longest silence of a service, in milliseconds. */
  timeout: number
}

/** Bodies up to this size are read first, so that they can be sent again; longer ones are streamed. */
const shortBody = 65_536

/** Kept connections end before the services' own limit of 65 s, so that none dies in the moment it is used. */
const agentOptions = { keepAlive: true, maxFreeSockets: 256, scheduling: 'lifo', timeout: 30_000 } as const

const readShortBody = async (ctx: Context): Promise<Buffer | null> => {
  if (ctx.req.headers['transfer-encoding'] !== undefined) return null
  const length = Number(ctx.req.headers['content-length'] ?? 0)
  if (length === 0) return Buffer.alloc(0)
  if (length > shortBody) return null
  try {
    return await buffer(ctx.req)
  } catch (error) {
    throw new AppError('cancelled', 'The body was cut off before its end.', { cause: error })
  }
}

/** koa-proxies as a function: hands the request of the attempt on, and settles when that has ended one way or another. */
const createForward = (timeout: number) => {
  const agents = { http: new http.Agent(agentOptions), https: new https.Agent(agentOptions) }
  const forward = koaProxies('(.*)', (_, ctx) => {
    const { target, body } = attemptOf(ctx.req)
    const options = {
      target,
      ignorePath: true,
      agent: target.startsWith('https:') ? agents.https : agents.http,
      proxyTimeout: timeout,
      events: attemptEvents,
      ...(body ? { buffer: Readable.from(body.length > 0 ? [body] : []) } : {}),
    }
    return options
  })
  return {
    forward: async (ctx: Context): Promise<void> => {
      try {
        await forward(ctx, () => Promise.resolve())
      } catch (error) {
        // koa-proxies rejects when the response closes before its end: the caller left, or the service was cut off.
        if (!ctx.res.destroyed) throw error
      }
    },
    close: () => {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

/** Sends the request to an instance, and once more to the next one where that does no harm. */
const deliver = async (
  ctx: Context,
  upstream: Upstream,
  rest: string,
  forward: (ctx: Context) => Promise<void>,
): Promise<Attempt> => {
  const body = await readShortBody(ctx)
  const once = async (): Promise<Attempt> => {
    const url = upstream.pick()
    const attempt = beginAttempt(ctx.req, url + rest, body)
    await forward(ctx)
    const left = ctx.res.destroyed && !attempt.failure && !attempt.cutOff
    if (!left) upstream.report(url, !attempt.failure && !attempt.cutOff)
    return attempt
  }
  const first = await once()
  return mayTryAgain(first, ctx.method) && !ctx.res.headersSent ? once() : first
}

/**
 * Hands `/auth/*`, `/agent/*` and `/rag/*` on to the services that live elsewhere, without the prefix; bodies and
 * answers are streamed. Who asks is found out before, and travels as a signed word of ours. Stands before any body parser.
 */
export const createProxies = (options: ProxyOptions): { middleware: Middleware; close: () => void } => {
  const { identify, peerKey, clock, log } = options
  const services = new Map<string, Elsewhere & { accessOf: AccessOf }>(
    options.services.map((service) => [service.contract.name, { ...service, accessOf: accessIn(service.contract) }]),
  )
  const { forward, close } = createForward(options.timeout)

  const handOn = async (ctx: Context, next: Next): Promise<void> => {
    const [, name = ''] = ctx.path.split('/')
    const service = services.get(name)
    if (!service) return next()
    const path = ctx.path.slice(name.length + 1) || '/'
    const principal = await identify(ctx, service.accessOf, path)
    const { requestId, client } = contextOf(ctx)
    const claims = { kind: 'gateway', audience: name, principal, requestId, ip: client.ip } as const
    ctx.req.headers = outgoingHeaders(ctx, signPeer(peerKey, claims, clock))
    const attempt = await deliver(ctx, service.upstream, path + ctx.search, forward)
    if (attempt.failure && !ctx.res.headersSent && !ctx.res.destroyed) {
      log.warn('a service did not answer', { upstream: name, request_id: requestId, reason: attempt.failure.code })
      throw failureOf(attempt)
    }
    if (attempt.cutOff) log.warn('an answer was cut off', { upstream: name, request_id: requestId })
    ctx.respond = false
  }
  return {
    middleware: async function proxies(ctx, next) {
      await handOn(ctx, next)
    },
    close,
  }
}
