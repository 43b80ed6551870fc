import type { Middleware } from 'koa'
import { AppError } from '../../../platform/errors.ts'

const encodedSeparator = /%(2f|5c|00)/i
const brokenEscape = /%(?![0-9a-f]{2})/i
/** Anything that is neither a visible ASCII character nor allowed in a path (RFC 3986); `\` among them. */
const outsidePath = /[^A-Za-z0-9\-._~!$&'()*+,;=:@%/]/

const isDots = (segment: string): boolean => /^(\.|%2e){1,2}$/i.test(segment)

/**
 * Why a request target could mean one path to the gateway and another to the service behind it; undefined when it
 * cannot. Such a path is refused, never tidied: tidying is how access rules are evaded.
 */
export const pathFault = (target: string): string | undefined => {
  const path = target.split('?')[0] ?? ''
  if (!path.startsWith('/')) return 'must begin with a slash'
  if (path.includes('//')) return 'has an empty segment'
  if (encodedSeparator.test(path)) return 'has an encoded slash, backslash or zero byte'
  if (brokenEscape.test(path)) return 'has a percent sign that escapes nothing'
  if (outsidePath.test(path)) return 'has a character that must be percent-encoded'
  if (path.split('/').some(isDots)) return 'has a segment of dots'
  return undefined
}

/** Refuses ambiguous paths with 400, whether they would be handed on or answered here. */
export const pathHygiene = (): Middleware =>
  async function pathHygiene(ctx, next) {
    const fault = pathFault(ctx.req.url ?? '')
    if (fault) throw new AppError('invalid', `The path ${fault}.`, { reason: 'ambiguous_path' })
    await next()
  }
