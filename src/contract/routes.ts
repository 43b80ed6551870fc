import { Router } from '@koa/router'
import type { Context, Middleware } from 'koa'
import { AppError, toProblem } from '../platform/errors.ts'
import { isMultipart, readJson } from '../platform/http/body.ts'
import { eventStream } from '../platform/http/event-stream.ts'
import { contextOf } from '../platform/http/request-context.ts'
import { middlewareOf } from '../platform/http/router.ts'
import { readMultipart } from '../platform/http/upload.ts'
import type { Idempotency } from './idempotency.ts'
import { routeOf, type Call, type Client, type Contract, type Operation, type Principal } from './operation.ts'
import { decode } from './wire.ts'

/** Who a request comes from, before any operation has looked at it. */
export interface Identity {
  principal: Principal | null
  /** The bearer credential as it came. */
  token: string | null
  ip: string
  /** True for a module of this system calling on its own account; its calls do not count against anybody's limit. */
  peer: boolean
}

/** What the routes of a service need besides its client. */
export interface Edge {
  /** Finds out who asks. Throws `unauthenticated` for a credential that is not good (unless `lenient`). */
  identify: (ctx: Context, lenient: boolean) => Promise<Identity>
  /** Counts a call against its caller's limit and sets the headers; throws `too_many`. */
  limit: (ctx: Context, operation: string, fallback: string | undefined, identity: Identity) => Promise<void>
  idempotency: Idempotency
  maxBody: number
  maxUpload: number
}

interface Body {
  content: unknown
  discard?: () => Promise<void>
}

const fieldOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const bodyOf = async (ctx: Context, declared: Operation, edge: Edge): Promise<Body> => {
  if (ctx.method === 'GET' || ctx.method === 'DELETE') return { content: undefined }
  if (!declared.upload || !isMultipart(ctx))
    return { content: await readJson(ctx, declared.upload ? edge.maxUpload : edge.maxBody) }
  const { files, fields, discard } = await readMultipart(ctx, edge.maxUpload)
  const read = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, fieldOf(text)]))
  return { content: { ...read, files }, discard }
}

/** Files come by upload only: a JSON body that names paths of this machine is nobody's upload. */
const refuseForgedFiles = (declared: Operation, ctx: Context, content: unknown): void => {
  if (!declared.upload || isMultipart(ctx)) return
  if (typeof content === 'object' && content !== null && 'files' in content)
    throw new AppError('invalid', 'files: send files as multipart/form-data', {
      errors: [{ path: 'files', message: 'send files as multipart/form-data' }],
    })
}

const withHeaders = (declared: Operation, ctx: Context, input: unknown): unknown => {
  const wantsAsync = /(^|,)\s*respond-async\b/i.test(ctx.get('prefer'))
  if (!wantsAsync || !('respond_async' in declared.input.shape) || typeof input !== 'object') return input
  return { ...input, respond_async: true }
}

const wantsStream = (declared: Operation, ctx: Context, input: unknown): boolean => {
  if (!declared.events) return false
  const asked = typeof input === 'object' && input !== null && 'stream' in input && input.stream === true
  return asked || /\btext\/event-stream\b/.test(ctx.get('accept'))
}

const outcomeOf = (answer: unknown): unknown =>
  typeof answer === 'object' && answer !== null && 'outcome' in answer ? answer.outcome : 'answered'

const statusOf = (declared: Operation, answer: unknown): number =>
  typeof declared.status === 'function' ? declared.status(answer) : (declared.status ?? 200)

/** Answers with events; an error before the first keeps its own status, one after it is an event. */
const answerWithEvents = (ctx: Context, call: Call, run: (call: Call) => Promise<unknown>): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    const stream = eventStream(ctx, resolve)
    const perform = async () => {
      try {
        const answer = await run({ ...call, emit: (event, data) => stream.send(event, data) })
        stream.send('answer', answer)
        stream.send('done', { outcome: outcomeOf(answer) })
      } catch (thrown) {
        if (!stream.started) return reject(thrown)
        const error = AppError.from(thrown)
        stream.send('error', toProblem(error, { instance: contextOf(ctx).path, requestId: call.requestId }))
        stream.send('done', { outcome: error.details.reason ?? error.code })
      }
      stream.end()
    }
    void perform()
  })

/** Answers with JSON; a repetition under the same `Idempotency-Key` with what was answered first. */
const answerOnce = async (
  ctx: Context,
  edge: Edge,
  request: { operation: string; declared: Operation; caller: string; input: unknown },
  run: () => Promise<unknown>,
): Promise<void> => {
  const { operation, declared, caller, input } = request
  const started = performance.now()
  const perform = async () => {
    const answer = await run()
    return { status: statusOf(declared, answer), answer }
  }
  const key = declared.idempotent ? ctx.get('idempotency-key') : ''
  const { status, answer } = key ? await edge.idempotency(key, { operation, caller, input }, perform) : await perform()
  ctx.status = status
  ctx.set('Server-Timing', `app;dur=${(performance.now() - started).toFixed(1)}`)
  ctx.type = 'application/json'
  ctx.body = JSON.stringify(answer)
}

/** The operations of a contract as routes under `prefix`, which is empty where the service has a port of its own. */
export const routes = <C extends Contract>(contract: C, client: Client<C>, edge: Edge, prefix = ''): Middleware[] => {
  const router = new Router({ prefix })
  for (const [name, declared] of Object.entries(contract.operations)) {
    const { method, path } = routeOf(declared)
    const run = client[name]
    if (!run) throw new Error(`${contract.name}.${name} has no client`)
    const operation = `${contract.name}.${name}`
    router.register(path.replaceAll(/\{(\w+)\}/g, ':$1'), [method], async (ctx: Context) => {
      const { requestId, trace, client: from, signal } = contextOf(ctx)
      const identity = await edge.identify(ctx, declared.access === 'public')
      await edge.limit(ctx, operation, declared.limit, identity)
      const { content, discard } = await bodyOf(ctx, declared, edge)
      refuseForgedFiles(declared, ctx, content)
      const input = withHeaders(declared, ctx, decode(declared, ctx['params'] ?? {}, ctx.query, content))
      const { principal, token, ip } = identity
      const call: Call = { requestId, trace, principal, token, client: { ...from, ip }, signal }
      const perform = async (with_: Call): Promise<unknown> => {
        try {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the door parses it; what comes over HTTP is unknown until then
          return await run(input as never, with_)
        } finally {
          await discard?.()
        }
      }
      if (wantsStream(declared, ctx, input)) return answerWithEvents(ctx, call, perform)
      const caller = principal?.userId ?? ip
      return answerOnce(ctx, edge, { operation, declared, caller, input }, () => perform(call))
    })
  }
  return middlewareOf(router)
}
