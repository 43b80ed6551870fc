import type { Context } from 'koa'
import type { Call, Client, Principal } from '../../../contract/operation.ts'
import { AppError } from '../../../platform/errors.ts'
import { bearerOf } from '../../../platform/http/bearer.ts'
import { contextOf } from '../../../platform/http/request-context.ts'
import type { authContract } from '../../auth/contract.ts'
import type { AccessOf } from './operations.ts'

/** Finds out who sends a request that is about to be handed on; null for somebody who has not signed in. */
export type Identify = (ctx: Context, accessOf: AccessOf, path: string) => Promise<Principal | null>

/** How long auth may take over a credential, in milliseconds. */
const longestJudgement = 5_000

const requireMetrics = (principal: Principal | null): void => {
  if (!principal)
    throw new AppError('unauthenticated', 'Sign in to read the metrics.', { headers: { 'WWW-Authenticate': 'Bearer' } })
  if (!principal.permissions.includes('read:system'))
    throw new AppError('forbidden', 'The metrics need the permission read:system.')
}

/**
 * Judges a credential once, at the edge, by asking auth. What is public needs none and looks at none, as at the service
 * itself. A credential that is not good ends here with 401; without one the request goes on, and the service decides.
 */
export const createIdentify =
  (auth: Pick<Client<typeof authContract>, 'validate'>): Identify =>
  async (ctx, accessOf, path) => {
    if (accessOf(ctx.method, path) === 'public') return null
    const { requestId, trace, client, signal: left } = contextOf(ctx)
    const token = bearerOf(ctx)
    const signal = AbortSignal.any([left, AbortSignal.timeout(longestJudgement)])
    const call: Call = { requestId, trace, principal: null, token, client, signal }
    const principal = token === null ? null : principalOf(await auth.validate({ token }, call))
    // A service shows its metrics to whoever reaches it; through the gateway that may be anybody.
    if (/^\/metrics\/?$/i.test(path)) requireMetrics(principal)
    return principal
  }

const principalOf = (vouched: Awaited<ReturnType<Client<typeof authContract>['validate']>>): Principal => ({
  userId: vouched.user_id,
  username: vouched.username,
  role: vouched.role,
  permissions: vouched.permissions,
  sessionId: vouched.session_id,
  attributes: vouched.attributes,
})
