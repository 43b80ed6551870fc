import { mkdtemp, open, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import busboy from 'busboy'
import type { Context } from 'koa'
import { AppError } from '../errors.ts'

/** A file that came by upload and lies in a temporary folder until the request ends. */
export interface UploadedFile {
  filename: string
  media_type: string
  path: string
  size: number
}

/** A multipart body: its files, and its other fields as texts. */
export interface Multipart {
  files: UploadedFile[]
  fields: Record<string, string>
  /** Removes the files. */
  discard: () => Promise<void>
}

const mostFiles = 1_000
const mostFields = 100

/** A file's name as it was before browsers and fetch escaped it (WHATWG), with its folders, none of which leads upwards. */
const nameOf = (sent: string): string => {
  const name = sent.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%22', '"')
  const below = /^[A-Za-z]:\\/.test(name) ? name.slice(name.lastIndexOf('\\') + 1) : name
  const steps = below.split('/').filter((step) => !['', '.', '..'].includes(step))
  return steps.length > 0 ? steps.join('/') : 'unnamed'
}

const unkept = (error: unknown): AppError =>
  new AppError('unavailable', 'The server cannot keep uploads just now; is its disk full? Try again later.', {
    reason: 'not_kept',
    retryAfter: 60,
    cause: error,
  })

/** Reads a body to its end even if the parser gives up on it, so that the answer arrives. */
const readTo = async (body: IncomingMessage, parser: Writable): Promise<void> => {
  const cutOff = () => void (body.complete || parser.destroy(new Error('The body was cut off.')))
  body.on('error', cutOff)
  body.on('close', cutOff)
  body.pipe(parser)
  try {
    await finished(parser)
  } finally {
    body.unpipe(parser)
    body.resume()
  }
}

/**
 * Reads a multipart/form-data body, files streamed to a new folder in `parent`. Throws `invalid` when it is malformed, `too_large` when its files
 * have more than `limit` bytes together or its parts are too many, and `unavailable` when they
 * cannot be kept.
 */
export const readMultipart = async (ctx: Context, limit: number, parent = tmpdir()): Promise<Multipart> => {
  const folder = await mkdtemp(join(parent, 'ai-agent-upload-')).catch((error: unknown) => {
    ctx.req.resume()
    throw unkept(error)
  })
  const discard = () => rm(folder, { recursive: true, force: true })
  const files: UploadedFile[] = []
  const fields: Record<string, string> = {}
  const writes: Promise<void>[] = []
  const streams: Readable[] = []
  let size = 0
  let fault: AppError | undefined
  const exceeded = (what: string) => {
    fault ??= new AppError('too_large', `${what}; send less at a time.`)
  }
  const count = (file: UploadedFile, bytes: number): void => {
    file.size += bytes
    size += bytes
    if (file.size > limit) exceeded(`The file ${file.filename} is larger than ${limit} bytes`)
    else if (size > limit) exceeded(`The files are larger than ${limit} bytes together`)
  }
  /** What cannot be kept is still read to its end, so that the answer arrives. */
  const keep = async (stream: Readable, file: UploadedFile): Promise<void> => {
    const kept = await open(file.path, 'w', 0o600)
    try {
      for await (const bytes of stream) {
        if (!Buffer.isBuffer(bytes)) continue
        count(file, bytes.length)
        if (!fault) await kept.appendFile(bytes).catch((error: unknown) => (fault = unkept(error)))
      }
    } finally {
      await kept.close()
    }
  }
  try {
    const parser = busboy({
      headers: ctx.req.headers,
      defParamCharset: 'utf8',
      preservePath: true,
      limits: { files: mostFiles, fields: mostFields, fieldSize: 1_048_576 },
    })
    parser.on('file', (_, stream, { filename, mimeType }) => {
      const path = join(folder, String(files.length))
      const file: UploadedFile = { filename: nameOf(filename ?? ''), media_type: mimeType, path, size: 0 }
      files.push(file)
      streams.push(stream)
      // It may fail before anybody reads it, and who reads it hears of that then.
      stream.on('error', () => undefined)
      writes.push(
        keep(stream, file).catch((error: unknown) => {
          fault ??= unkept(error)
          stream.resume()
        }),
      )
    })
    parser.on('field', (name, value) => {
      fields[name] = value
    })
    parser.on('filesLimit', () => exceeded(`There are more than ${mostFiles} files`))
    parser.on('fieldsLimit', () => exceeded(`There are more than ${mostFields} fields`))
    await readTo(ctx.req, parser)
    await Promise.all(writes)
  } catch (error) {
    for (const stream of streams) stream.destroy()
    await Promise.all(writes)
    await discard()
    throw new AppError('invalid', 'The multipart body is malformed or was cut off.', { cause: error })
  }
  if (fault) {
    await discard()
    throw fault
  }
  return { files, fields, discard }
}
