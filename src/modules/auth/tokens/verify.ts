import jwt from 'jsonwebtoken'
import { z } from 'zod'
import type { Clock } from '../../../platform/clock.ts'
import type { Keyring } from './keys.ts'
import { tokenType, type TokenParties } from './sign.ts'

/** Why a token is not good. */
export type TokenFault = 'malformed' | 'key_unknown' | 'signature' | 'claims' | 'expired'

/** What a good token says; times in milliseconds. */
export type Verified =
  { userId: string; sessionId: string; expiresAt: number; fault?: undefined } | { fault: TokenFault }

const longest = 8_192
/** How far another replica's clock may be ahead, in seconds. */
const tolerance = 60

/** Exactly these three: so none of those that change what is signed or with what (crit, b64, jwk, jku, x5u, zip) comes in. */
const headerSchema = z.strictObject({
  alg: z.string(),
  kid: z.string().max(100),
  typ: z.literal(tokenType),
})

const claimsSchema = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  jti: z.string().min(1),
  iat: z.int().positive(),
  exp: z.int().positive(),
})

const headerOf = (token: string): z.output<typeof headerSchema> | undefined => {
  const parts = token.split('.')
  if (parts.length !== 3 || token.length > longest) return undefined
  try {
    return headerSchema.safeParse(JSON.parse(Buffer.from(parts[0] ?? '', 'base64url').toString('utf8'))).data
  } catch {
    return undefined
  }
}

/**
 * Checks an access token: its key is found by id and used with that key's one algorithm, whatever the header asks for
 * (RFC 8725, 3.1); type, issuer, audience, expiry and issue time are all required. Never throws for a bad token.
 */
export const verifyToken = async (
  token: string,
  { keyring, parties, clock }: { keyring: Pick<Keyring, 'find'>; parties: TokenParties; clock: Clock },
): Promise<Verified> => {
  const header = headerOf(token)
  if (!header) return { fault: 'malformed' }
  const key = await keyring.find(header.kid)
  if (!key) return { fault: 'key_unknown' }
  const now = Math.floor(clock.now() / 1000)
  try {
    const payload = jwt.verify(token, key.verifies, {
      algorithms: [key.algorithm],
      issuer: parties.issuer,
      audience: parties.audience,
      clockTimestamp: now,
    })
    const claims = claimsSchema.safeParse(payload).data
    if (!claims || claims.iat > now + tolerance || claims.exp <= claims.iat) return { fault: 'claims' }
    return { userId: claims.sub, sessionId: claims.sid, expiresAt: claims.exp * 1000 }
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) return { fault: 'expired' }
    return {
      fault: error instanceof jwt.JsonWebTokenError && /audience|issuer/.test(error.message) ? 'claims' : 'signature',
    }
  }
}
