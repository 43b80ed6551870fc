import { z } from 'zod'
import { setting } from '../../platform/config.ts'
import { duration } from '../../platform/duration.ts'

const hour = 3_600_000
const day = 24 * hour
const text = () => z.string().min(1)

/** What auth is set by. */
export const authSettings = {
  accessTokenTtl: setting('ACCESS_TOKEN_TTL', duration().default(hour), 'How long an access token is good for'),
  refreshTokenTtl: setting(
    'REFRESH_TOKEN_TTL',
    duration().default(30 * day),
    'How long a refresh token is good for after it was given out',
  ),
  sessionIdleTtl: setting(
    'SESSION_IDLE_TTL',
    duration().default(14 * day),
    'A session that is not used for so long ends',
  ),
  sessionMaxTtl: setting(
    'SESSION_MAX_TTL',
    duration().default(90 * day),
    'A session ends after so long, however much it is used',
  ),
  registration: setting(
    'REGISTRATION',
    z.enum(['open', 'closed']).default('open'),
    'Whether anybody may make an account: open or closed',
  ),
  adminUsername: setting(
    'ADMIN_USERNAME',
    text().optional(),
    'An admin that exists once the service is ready; needs ADMIN_PASSWORD',
  ),
  adminPassword: setting(
    'ADMIN_PASSWORD',
    z.string().min(8).max(128).optional(),
    'The password of that admin, when the account is made',
    { secret: true },
  ),
  passwordCost: setting(
    'PASSWORD_HASH_COST',
    z.coerce.number().int().min(4).max(15).default(12),
    "bcrypt's cost: each step up doubles the time that a hash takes",
  ),
  jwtIssuer: setting('JWT_ISSUER', text().default('ai-agent'), 'The issuer that tokens name and must name'),
  jwtAudience: setting('JWT_AUDIENCE', text().default('ai-agent'), 'The audience that tokens name and must name'),
  jwtPrivateKeyFile: setting(
    'JWT_PRIVATE_KEY_FILE',
    text().optional(),
    'A PEM file with a private key that signs tokens: EC P-256 for ES256, RSA of 2048 bits or more for RS256; else JWT_SECRET_KEY signs with HS256',
  ),
} as const
