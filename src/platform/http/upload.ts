import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
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

/**
 * Reads a multipart/form-data body, files streamed to disk.
 * Throws `invalid` when it is malformed and `too_large` past `limit` bytes a file or too many parts.
 */
export const readMultipart = async (ctx: Context, limit: number): Promise<Multipart> => {
  const folder = await mkdtemp(join(tmpdir(), 'ai-agent-upload-'))
  const discard = () => rm(folder, { recursive: true, force: true })
  const files: UploadedFile[] = []
  const fields: Record<string, string> = {}
  const writes: Promise<void>[] = []
  let fault: AppError | undefined
  const exceeded = (what: string) => {
    fault ??= new AppError('too_large', `${what}; send less at a time.`)
  }
  try {
    const parser = busboy({
      headers: ctx.req.headers,
      defParamCharset: 'utf8',
      limits: { fileSize: limit, files: mostFiles, fields: mostFields, fieldSize: 1_048_576 },
    })
    parser.on('file', (_, stream, { filename, mimeType }) => {
      const path = join(folder, String(files.length))
      const file: UploadedFile = { filename: filename || 'unnamed', media_type: mimeType, path, size: 0 }
      files.push(file)
      stream.on('data', (bytes: Buffer) => (file.size += bytes.length))
      stream.on('limit', () => exceeded(`The file ${file.filename} is larger than ${limit} bytes`))
      writes.push(pipeline(stream, createWriteStream(path, { mode: 0o600 })))
    })
    parser.on('field', (name, value) => {
      fields[name] = value
    })
    parser.on('filesLimit', () => exceeded(`There are more than ${mostFiles} files`))
    parser.on('fieldsLimit', () => exceeded(`There are more than ${mostFields} fields`))
    await pipeline(ctx.req, parser)
    await Promise.all(writes)
  } catch (error) {
    await Promise.allSettled(writes)
    await discard()
    throw new AppError('invalid', 'The multipart body is malformed or was cut off.', { cause: error })
  }
  if (fault) {
    await discard()
    throw fault
  }
  return { files, fields, discard }
}
