import type { Context } from 'koa'
import { AppError } from '../errors.ts'

const bearer = /^Bearer +([^\s]+) *$/i
const longest = 8_192

/** The credential that a request shows; null when it shows none. Throws `unauthenticated` when the header is no bearer's. */
export const bearerOf = (ctx: Context): string | null => {
  const header = ctx.get('authorization')
  if (header === '') return null
  const token = bearer.exec(header)?.[1]
  if (token !== undefined && token.length <= longest) return token
  throw new AppError(
    'unauthenticated',
    'The Authorization header must read "Bearer …", with a token from login or an API key.',
    { headers: { 'WWW-Authenticate': 'Bearer error="invalid_request"' } },
  )
}
