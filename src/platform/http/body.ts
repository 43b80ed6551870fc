import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { AppError } from '../errors.ts'

const tooLarge = (limit: number): AppError =>
  new AppError('too_large', `The body is larger than ${limit} bytes; send less at a time.`, {
    headers: { Connection: 'close' },
  })

const collect = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    size += bytes.length
    if (size > limit) throw tooLarge(limit)
    parts.push(bytes)
  }
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
  if (Number(ctx.get('content-length') || 0) > limit) throw tooLarge(limit)
  const bytes = await collect(ctx.req, limit)
  if (bytes.length === 0) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new AppError('invalid', 'The body is not valid JSON in UTF-8.', { cause: error })
  }
}
