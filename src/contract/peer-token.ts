import { createSecretKey, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { permissions, type Principal } from './operation.ts'

/** What one process of this system says to another with a request: for whom it is made, and on whose account. */
export interface PeerClaims {
  /** `gateway`: a user's own request handed on. `service`: a module's call while it serves one. */
  kind: 'gateway' | 'service'
  /** The service that is meant; another one refuses it. */
  audience: string
  /** Null when nobody has signed in. */
  principal: Principal | null
  requestId: string
  /** The caller's address, as the gateway saw it. */
  ip: string
}

const issuer = 'ai-agent'
const lifetime = 60
/** Clocks of two machines are rarely the same. */
const tolerance = 5

const principalSchema = z.object({
  userId: z.string(),
  username: z.string(),
  role: z.string(),
  permissions: z.array(z.enum(permissions)),
  sessionId: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
})

const payloadSchema = z.object({
  kind: z.enum(['gateway', 'service']),
  aud: z.string(),
  principal: principalSchema.nullable(),
  request_id: z.string(),
  ip: z.string(),
  exp: z.number(),
})

const keys = new WeakMap<Buffer, KeyObject>()

/** jsonwebtoken is many times slower with bytes than with a key object. */
const keyOf = (bytes: Buffer): KeyObject => {
  const known = keys.get(bytes)
  if (known) return known
  const made = createSecretKey(bytes)
  keys.set(bytes, made)
  return made
}

/** A word for a peer, good for a minute (JWT, HS256): it goes in the header field `X-Peer-Token`. */
export const signPeer = (key: Buffer, { kind, audience, principal, requestId, ip }: PeerClaims, clock: Clock): string =>
  jwt.sign({ kind, principal, request_id: requestId, ip, iat: Math.floor(clock.now() / 1_000) }, keyOf(key), {
    algorithm: 'HS256',
    issuer,
    audience,
    expiresIn: lifetime,
  })

/** Reads a peer's word. Throws `unauthenticated` when it was not signed by a peer, is too old, or is meant for another service. */
export const verifyPeer = (key: Buffer, token: string, audience: string, clock: Clock): PeerClaims => {
  try {
    const verified = jwt.verify(token, keyOf(key), {
      algorithms: ['HS256'],
      issuer,
      audience,
      clockTimestamp: Math.floor(clock.now() / 1_000),
      clockTolerance: tolerance,
      maxAge: lifetime,
    })
    const payload = payloadSchema.parse(verified)
    return {
      kind: payload.kind,
      audience: payload.aud,
      principal: payload.principal,
      requestId: payload.request_id,
      ip: payload.ip,
    }
  } catch (error) {
    throw new AppError(
      'unauthenticated',
      'This request claims to come from a peer, but no peer of this system sent it.',
      {
        reason: 'peer_unknown',
        cause: error,
      },
    )
  }
}
