import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { AppError } from '../errors.ts'

/** The rest is read and dropped: a connection that ends with bytes unread may take the answer with it. */
const refuseLarger = (request: IncomingMessage, limit: number): AppError => {
  request.resume()
  return new AppError('too_large', `The body is larger than ${limit} bytes; send less at a time.`)
}

const collect = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      const bytes = Buffer.from(part)
      size += bytes.length
      if (size > limit) break
      parts.push(bytes)
    }
  } catch (error) {
    throw new AppError('cancelled', 'The body was cut off before its end.', { cause: error })
  }
  if (size > limit) throw refuseLarger(request, limit)
  return Buffer.concat(parts)
}

const isEmpty = (ctx: Context): boolean =>
  ctx.req.headers['transfer-encoding'] === undefined &&
  (ctx.get('content-length') === '' || ctx.get('content-length') === '0')

/** Whether the body of a request is multipart/form-data. */
export const isMultipart = (ctx: Context): boolean => Boolean(ctx.request.is('multipart/form-data'))

/**
 * Reads a JSON body of at most `limit` bytes; undefined when there is none.
 * Throws `unsupported_media_type`, `too_large` or `invalid`.
 */
export const readJson = async (ctx: Context, limit: number): Promise<unknown> => {
  if (isEmpty(ctx)) return undefined
  if (!ctx.request.is('json', 'application/*+json'))
    throw new AppError('unsupported_media_type', 'Send the body as JSON, with "Content-Type: application/json".')
  if (Number(ctx.get('content-length') || 0) > limit) throw refuseLarger(ctx.req, limit)
  const bytes = await collect(ctx.req, limit)
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new AppError('invalid', 'The body is not valid JSON in UTF-8.', { cause: error })
  }
}
