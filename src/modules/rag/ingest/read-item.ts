import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '../../../platform/ids.ts'
import { lightBytes } from '../parsers/index.ts'
import { cleanText } from '../parsers/document-builder.ts'
import { blocksOfMarkdown } from '../parsers/markdown.ts'
import type { NamedDocument, ParsedFile } from '../parsers/parser.ts'
import { blocksOfText } from '../parsers/text.ts'
import { unreadable } from '../parsers/unreadable.ts'
import type { ParsePool } from './parse-pool.ts'
import type { JobItem } from './request.ts'

const collect = async (content: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of content) parts.push(part)
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
}

const markdownMark = /^(?:#{1,6} \S|`{3,}|~{3,}|\|.*\|\s*$)/m

/** A text as it was given is a document already: whatever it looks like, its characters stay where they are. */
const documentOfText = (given: string): NamedDocument => {
  const text = cleanText(given)
  if (text.trim() === '') throw unreadable('no_text', 'The text is empty, so there is nothing to find in it.')
  const blocks = markdownMark.test(text) ? blocksOfMarkdown(text) : blocksOfText(text)
  return { name: '', text, blocks, metadata: { type: 'text' }, warnings: [] }
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
