import { z } from 'zod'
import { auditOperations } from '../../contract/audit.ts'
import { contract, operation, permissions } from '../../contract/operation.ts'
import { roles } from '../../contract/roles.ts'

const username = z
  .string()
  .normalize('NFKC')
  .min(3)
  .max(50)
  .regex(/^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._@+-]*$/u, {
    error: 'may have letters, digits and . _ - @ +, and starts with a letter, a digit or _',
  })
const password = z.string().min(8).max(128)
/** A password that is only compared may be longer than one that is set today, but not so long that it costs. */
const givenPassword = z.string().min(1).max(1_024)
const token = z.string().min(1).max(8_192)
const email = z.email().max(254)
const time = z.iso.datetime()
const timeOrNull = time.nullable()
const role = z.enum(roles)
const permissionList = z.array(z.enum(permissions))
const message = z.string()
const id = z.object({ id: z.string().min(1).max(100) })
const page = z.object({ limit: z.int().min(1).max(200).default(50), cursor: z.string().max(200).optional() })
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable().describe('Null on the last page') })

const scalar = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()])
const attributes = z
  .record(z.string().min(1).max(64), z.union([scalar, z.array(scalar).max(200)]))
  .refine((given) => Object.keys(given).length <= 50, { error: 'may have at most 50 members' })
  .describe('What row policies may refer to')

const account = z.object({ user_id: z.string(), username: z.string(), role, created_at: time })
const user = account.extend({
  email: z.string().nullable(),
  disabled: z.boolean(),
  attributes: z.record(z.string(), z.unknown()),
  permissions: permissionList,
  updated_at: time,
  last_login_at: timeOrNull,
})
const session = z.object({
  id: z.string(),
  device: z.string(),
  ip: z.string(),
  created_at: time,
  last_seen_at: time,
  expires_at: time,
  current: z.boolean().describe("Whether it is the caller's own"),
})
const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('How the secret begins, to tell keys apart'),
  permissions: permissionList,
  created_at: time,
  expires_at: time,
  last_used_at: timeOrNull,
})
const tokens = z.object({
  message,
  token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().describe('Seconds'),
  refresh_token: z.string(),
  session_id: z.string(),
  user_info: z.object({ user_id: z.string(), username: z.string(), role, permissions: permissionList }),
})
const signingKey = z.object({
  kid: z.string(),
  algorithm: z.enum(['HS256', 'ES256', 'RS256']),
  status: z.enum(['current', 'previous', 'retired']),
  created_at: time,
})

const sessionOperations = {
  register: operation({
    route: 'POST /register',
    access: 'public',
    summary: 'Make an account',
    input: z.object({ username, password, email: email.optional() }),
    output: z.object({ message, user: account }),
    status: 201,
    idempotent: true,
    limit: '5/5m',
    errors: ['invalid', 'forbidden', 'conflict', 'too_many'],
  }),
  login: operation({
    route: 'POST /login',
    access: 'public',
    summary: 'Sign in, which begins a session',
    input: z.object({ username: z.string().min(1).max(200), password: givenPassword }),
    output: tokens,
    limit: '10/1m',
    errors: ['invalid', 'unauthenticated', 'too_many', 'unavailable'],
  }),
  validate: operation({
    route: 'POST /validate',
    access: 'public',
    summary: 'Whom a token or an API key belongs to, and whether it is good now',
    input: z.object({ token: token.optional().describe('The bearer token, unless given') }),
    output: z.object({
      valid: z.literal(true),
      user_id: z.string(),
      username: z.string(),
      role,
      permissions: permissionList,
      session_id: z.string().nullable().describe('Null for an API key'),
      expires_at: time,
      attributes: z.record(z.string(), z.unknown()),
    }),
    errors: ['unauthenticated'],
  }),
  refresh: operation({
    route: 'POST /refresh',
    access: 'public',
    summary: 'A new pair of tokens for a refresh token, which is good once: used again, it ends the session',
    input: z.object({ refresh_token: token }),
    output: tokens,
    limit: '60/1m',
    errors: ['unauthenticated', 'too_many'],
  }),
  logout: operation({
    route: 'POST /logout',
    access: 'user',
    summary: 'End the session; every service refuses its tokens from now on',
    input: z.object({}),
    output: z.object({ message }),
  }),
  me: operation({
    route: 'GET /me',
    access: 'user',
    summary: "The caller's profile",
    input: z.object({}),
    output: user.extend({ session_id: z.string().nullable() }),
  }),
  changePassword: operation({
    route: 'POST /password',
    access: 'user',
    summary: 'Change the password, which ends the other sessions',
    input: z.object({ current_password: givenPassword, new_password: password }),
    output: z.object({ message, sessions_ended: z.int() }),
    limit: '10/1m',
    errors: ['invalid', 'unauthenticated', 'too_many', 'unavailable'],
  }),
  listSessions: operation({
    route: 'GET /sessions',
    access: 'user',
    summary: "The caller's sessions, newest first",
    input: page,
    output: pageOf(session),
  }),
  endSession: operation({
    route: 'DELETE /sessions/{id}',
    access: 'user',
    summary: "End one of the caller's sessions",
    input: id,
    output: z.object({ message }),
    errors: ['not_found'],
  }),
  endSessions: operation({
    route: 'DELETE /sessions',
    access: 'user',
    summary: "End all of the caller's sessions, this one too",
    input: z.object({}),
    output: z.object({ message, sessions_ended: z.int() }),
  }),
}

const apiKeyOperations = {
  listApiKeys: operation({
    route: 'GET /api-keys',
    access: 'user',
    summary: "The caller's API keys, newest first",
    input: page,
    output: pageOf(apiKey),
  }),
  createApiKey: operation({
    route: 'POST /api-keys',
    access: 'user',
    summary: 'Make an API key; its secret is shown this once',
    input: z.object({
      name: z.string().trim().min(1).max(100),
      permissions: permissionList.min(1).optional().describe("All of the caller's, unless given"),
      expires_in: z
        .string()
        .regex(/^\d{1,6}(s|m|h|d)$/, { error: 'must be a duration such as 12h or 90d' })
        .default('90d')
        .describe('At most 366d'),
    }),
    output: apiKey.extend({ message, secret: z.string().describe('Send it as a bearer token') }),
    status: 201,
    errors: ['invalid', 'forbidden'],
  }),
  deleteApiKey: operation({
    route: 'DELETE /api-keys/{id}',
    access: 'user',
    summary: 'Delete an API key; it is refused from now on',
    input: id,
    output: z.object({ message }),
    errors: ['not_found'],
  }),
}

const userOperations = {
  listUsers: operation({
    route: 'GET /users',
    access: 'manage:users',
    summary: 'All users, by the time they were made',
    input: page.extend({ username: z.string().max(50).optional().describe('Only the one of this name') }),
    output: pageOf(user),
  }),
  createUser: operation({
    route: 'POST /users',
    access: 'manage:users',
    summary: 'Make an account for somebody',
    input: z.object({
      username,
      password,
      role: role.default('user'),
      email: email.optional(),
      attributes: attributes.default({}),
    }),
    output: z.object({ message, user }),
    status: 201,
    errors: ['conflict', 'forbidden'],
  }),
  updateUser: operation({
    route: 'PATCH /users/{id}',
    access: 'manage:users',
    summary: 'Change a user; a new password or disabling ends their sessions',
    input: id.extend({
      role: role.optional(),
      disabled: z.boolean().optional(),
      password: password.optional(),
      email: email.nullable().optional(),
      attributes: attributes.optional(),
    }),
    output: z.object({ message, user }),
    errors: ['not_found', 'conflict', 'forbidden'],
  }),
  deleteUser: operation({
    route: 'DELETE /users/{id}',
    access: 'manage:users',
    summary: 'Delete a user with their sessions and API keys',
    input: id,
    output: z.object({ message }),
    errors: ['not_found', 'conflict', 'forbidden'],
  }),
}

const keyOperations = {
  jwks: operation({
    route: 'GET /.well-known/jwks.json',
    access: 'public',
    summary:
      'The public keys that tokens are signed with, current and previous (RFC 7517); none when they are signed with a shared secret',
    input: z.object({}),
    output: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  }),
  listKeys: operation({
    route: 'GET /keys',
    access: 'read:system',
    summary: 'The keys that tokens are signed with, newest first',
    input: z.object({}),
    output: z.object({ items: z.array(signingKey) }),
  }),
  rotateKeys: operation({
    route: 'POST /keys',
    access: 'write:system',
    summary: 'Make a new signing key; tokens of the one before stay good until they expire or it is retired',
    input: z.object({}),
    output: z.object({ message, key: signingKey }),
    status: 201,
  }),
  retireKey: operation({
    route: 'DELETE /keys/{kid}',
    access: 'write:system',
    summary: 'Retire a signing key; its tokens are refused from now on',
    input: z.object({ kid: z.string().min(1).max(100) }),
    output: z.object({ message }),
    errors: ['not_found', 'conflict'],
  }),
}

/** What auth offers. */
export const authContract = contract('auth', {
  ...sessionOperations,
  ...apiKeyOperations,
  ...userOperations,
  ...keyOperations,
  ...auditOperations,
})
