import type { Context } from 'koa'
import type { Call, Principal } from '../contract/operation.ts'
import type { Identity } from '../contract/routes.ts'
import type { Clock } from '../platform/clock.ts'
import { verifyPeer } from '../contract/peer-token.ts'
import { bearerOf } from '../platform/http/bearer.ts'
import { contextOf } from '../platform/http/request-context.ts'

/** Asks the auth module who a credential belongs to. Throws `unauthenticated` when it is not good. */
export type Authenticate = (token: string, call: Call) => Promise<Principal>

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
      return { principal: peer.principal, token: bearerOf(ctx), ip: peer.ip, peer: peer.kind === 'service' }
    }
    if (lenient)
      return {
        principal: null,
        token: /^Bearer /i.test(ctx.get('authorization')) ? bearerOf(ctx) : null,
        ip: client.ip,
        peer: false,
      }
    const token = bearerOf(ctx)
    const principal =
      token === null ? null : await authenticate(token, { requestId, trace, principal: null, token, client, signal })
    return { principal, token, ip: client.ip, peer: false }
  }
}
