import jwt from 'jsonwebtoken'
import { newId } from '../../../platform/ids.ts'
import type { SigningKey } from './keys.ts'

/** Who issues tokens, and for whom they are. */
export interface TokenParties {
  issuer: string
  audience: string
}

/** The type that an access token's header names (RFC 9068), so that no other kind of token passes for one. */
export const tokenType = 'at+jwt'

/**
 * A signed access token: it names a user and a session, and nothing of what they may do, for that is looked up each time.
 * Times in milliseconds; a token's own are whole seconds, the expiry rounded up.
 */
export const signToken = (
  key: SigningKey,
  parties: TokenParties,
  claims: { userId: string; sessionId: string; issuedAt: number; expiresAt: number },
): string =>
  jwt.sign(
    {
      sub: claims.userId,
      sid: claims.sessionId,
      jti: newId(),
      iat: Math.floor(claims.issuedAt / 1000),
      exp: Math.ceil(claims.expiresAt / 1000),
    },
    key.signs,
    {
      algorithm: key.algorithm,
      header: { alg: key.algorithm, kid: key.kid, typ: tokenType },
      issuer: parties.issuer,
      audience: parties.audience,
    },
  )
