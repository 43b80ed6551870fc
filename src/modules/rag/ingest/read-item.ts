import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '../../../platform/ids.ts'
import { documentOfText, lightBytes } from '../parsers/index.ts'
import type { ParsedFile } from '../parsers/parser.ts'
import type { ParsePool } from './parse-pool.ts'
import type { JobItem } from './request.ts'

const collect = async (content: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of content) parts.push(part)
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
}

/** What reading an item needs. `folder` is where large files lie while they are read. */
export interface Reading {
  pool: ParsePool
  folder: string
}

/** Reads the content of an item. Throws AppError `unprocessable` with a reason, or `cancelled`. */
export const readItem = async (
  { request, size }: JobItem,
  content: AsyncIterable<Buffer>,
  { pool, folder }: Reading,
  signal: AbortSignal,
): Promise<ParsedFile> => {
  if (request.kind === 'text') return { documents: [documentOfText((await collect(content)).toString())], failures: [] }
  const said = {
    filename: request.source,
    ...(request.mediaType === undefined ? {} : { mediaType: request.mediaType }),
  }
  if (size <= lightBytes) return pool.parse({ bytes: await collect(content), ...said }, signal)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${process.pid}-${newId()}`)
  try {
    await pipeline(Readable.from(content), createWriteStream(path, { mode: 0o600 }))
    return await pool.parse({ path, ...said }, signal)
  } finally {
    await rm(path, { force: true })
  }
}
