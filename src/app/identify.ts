import type { Context } from 'koa'
import type { Call, Principal } from '../contract/operation.ts'
import type { Identity } from '../contract/routes.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { verifyPeer } from '../contract/peer-token.ts'
import { contextOf } from '../platform/http/request-context.ts'

/** Asks the auth module who a credential belongs to. Throws `unauthenticated` when it is not good. */
export type Authenticate = (token: string, call: Call) => Promise<Principal>

const bearer = /^Bearer +([^\s]+) *$/i

const tokenOf = (ctx: Context): string | null => {
  const header = ctx.get('authorization')
  if (header === '') return null
  const token = bearer.exec(header)?.[1]
  if (token !== undefined && token.length <= 8_192) return token
  throw new AppError(
    'unauthenticated',
    'The Authorization header must read "Bearer …", with a token from login or an API key.',
    {
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_request"' },
    },
  )
}

/**
 * Finds out who asks: a peer of this system vouches with a signed word for the one it asks for, everyone else shows
 * their own credential, which auth judges each time, so that a sign-out counts at once.
 */
export const createIdentify = (options: {
  audience: string
  peerKey: Buffer
  clock: Clock
  authenticate: Authenticate
}) => {
  const { audience, peerKey, clock, authenticate } = options
  return async (ctx: Context, lenient: boolean): Promise<Identity> => {
    const { requestId, trace, client, signal } = contextOf(ctx)
    const peerToken = ctx.get('x-peer-token')
    if (peerToken !== '') {
      const peer = verifyPeer(peerKey, peerToken, audience, clock)
      return { principal: peer.principal, token: tokenOf(ctx), ip: peer.ip, peer: peer.kind === 'service' }
    }
    if (lenient)
      return {
        principal: null,
        token: /^Bearer /i.test(ctx.get('authorization')) ? tokenOf(ctx) : null,
        ip: client.ip,
        peer: false,
      }
    const token = tokenOf(ctx)
    const principal =
      token === null ? null : await authenticate(token, { requestId, trace, principal: null, token, client, signal })
    return { principal, token, ip: client.ip, peer: false }
  }
}
