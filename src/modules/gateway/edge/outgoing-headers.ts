import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from 'koa'
import { contextOf, originalPathHeader } from '../../../platform/http/request-context.ts'
import { traceparentOf } from '../../../platform/tracing.ts'

/** All that a service ever needs of what a caller sends; whatever else comes stays here, names in `Connection` too. */
const handedOn = [
  'accept',
  'accept-language',
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'idempotency-key',
  'if-none-match',
  'last-event-id',
  'prefer',
  'tracestate',
  'user-agent',
] as const

/**
 * The header of the request to a service: an allow-list of the caller's fields, and our own word on who asks. Nothing
 * that a caller could forge gets through: no `X-Peer-Token`, no `X-Forwarded-*`, no `X-User-Id`, no hop-by-hop field.
 */
export const outgoingHeaders = (ctx: Context, peerToken: string): IncomingHttpHeaders => {
  const { requestId, trace, path } = contextOf(ctx)
  const named = new Set(
    ctx
      .get('connection')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )
  // A body keeps its frame whatever `Connection` says: its bytes would else be read as the next request.
  named.delete('content-length')
  // What is no bearer's is looked at by nobody here, and must not be an offence there.
  if (!/^Bearer /i.test(ctx.get('authorization'))) named.add('authorization')
  const kept = handedOn.filter((name) => ctx.req.headers[name] !== undefined && !named.has(name))
  return {
    ...Object.fromEntries(kept.map((name) => [name, ctx.req.headers[name]])),
    // The only coding that comes this far; without it a body of unknown length would lose its frame.
    ...(ctx.req.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
    'x-request-id': requestId,
    [originalPathHeader]: path,
    traceparent: traceparentOf(trace),
    'x-peer-token': peerToken,
  }
}

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Removes from a service's answer what concerned only its connection to us (RFC 9110, 7.6.1). */
export const dropHopByHop = (headers: IncomingHttpHeaders): void => {
  const named = (headers.connection ?? '').toLowerCase().split(',')
  for (const name of [...hopByHop, ...named.map((one) => one.trim())]) delete headers[name]
}
