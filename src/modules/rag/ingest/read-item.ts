import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '../../../platform/ids.ts'
import { documentOfText, lightBytes } from '../parsers/index.ts'
import type { ParsedFile } from '../parsers/parser.ts'
import type { JobTables } from './job-tables.ts'
import type { ParsePool } from './parse-pool.ts'
import { planFile, type Planned, type PlanSettings } from './plan.ts'
import type { JobItem } from './request.ts'

const textFile = (text: string): ParsedFile => ({ documents: [documentOfText(text)], failures: [] })

const collect = async (content: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of content) parts.push(part)
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
}

/** What reading an item needs. `folder` is where large files lie while they are read. */
export interface Reading {
  pool: ParsePool
  folder: string
  jobs: Pick<JobTables, 'content' | 'contents'>
  settings: PlanSettings
}

/** An item with its content, when that is small. */
export interface LoadedItem {
  item: JobItem
  bytes?: Buffer
}

const itemsAtOnce = 64

/** Items one after another; the content of small ones is read for many at a time. */
export async function* loadItems(
  jobId: string,
  items: readonly JobItem[],
  { jobs }: Reading,
): AsyncGenerator<LoadedItem, undefined> {
  for (let from = 0; from < items.length; from += itemsAtOnce) {
    const group = items.slice(from, from + itemsAtOnce)
    const small = group.filter(({ size }) => size <= lightBytes)
    const contents = await jobs.contents(
      jobId,
      small.map(({ ordinal }) => ordinal),
    )
    for (const item of group) {
      if (item.size > lightBytes) yield { item }
      else yield { item, bytes: contents.get(item.ordinal) ?? Buffer.alloc(0) }
      contents.delete(item.ordinal)
    }
  }
  return undefined
}

/**
 * Reads what an item holds, and prepares it for being written; undefined when it needs more time than this turn gives. Throws
 * AppError `unprocessable` with a reason, or `cancelled`.
 */
export const readItem = async (
  jobId: string,
  { item, bytes }: LoadedItem,
  { pool, folder, jobs, settings }: Reading,
  turn: number,
  signal: AbortSignal,
): Promise<Planned | undefined> => {
  const { request, ordinal, fingerprint } = item
  const asked = { request, fingerprint }
  const content = () => jobs.content(jobId, ordinal)
  if (request.kind === 'text')
    return planFile(asked, textFile((bytes ?? (await collect(content()))).toString()), settings)
  const said = {
    filename: request.source,
    ...(request.mediaType === undefined ? {} : { mediaType: request.mediaType }),
  }
  if (bytes) return pool.plan({ bytes, ...said }, asked, settings, turn, signal)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${process.pid}-${newId()}`)
  try {
    await pipeline(Readable.from(content()), createWriteStream(path, { mode: 0o600 }))
    return await pool.plan({ path, ...said }, asked, settings, turn, signal)
  } finally {
    await rm(path, { force: true })
  }
}
