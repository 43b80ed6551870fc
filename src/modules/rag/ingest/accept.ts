import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { Viewer } from '../stores/passage-store.ts'
import { acceptLight, type LightAcceptance } from './accept-light.ts'
import { fingerprintOf } from './fingerprint.ts'
import { partBytes, type NewItem } from './job-tables.ts'
import { findKnown } from './known.ts'
import { failed, type ItemRequest, type JobItem } from './request.ts'

/** Something to be ingested, with where its content is; or why there is none. */
export type Given = { request: ItemRequest } & (
  { text: string } | { path: string } | { refused: { reason: string; error: string } }
)

/** The longest text of one document, in characters: reading and writing it takes some fifteen times as many bytes of memory. */
export const longestText = 32 * 1_048_576
/** So much is read before it is put into the database. */
const groupBytes = 8 * 1_048_576
const groupItems = 250
const readAtOnce = 16
// Opening a pipe would otherwise wait until somebody writes into it.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** An item with its small content, or the open file that its content must still be copied from. */
interface Read {
  item: NewItem
  large?: FileHandle
}

const parts = async function* (file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const buffer = Buffer.allocUnsafe(partBytes)
    const { bytesRead } = await file.read(buffer, 0, partBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

const sha256 = async (content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<string> => {
  const hash = createHash('sha256')
  for await (const bytes of content) hash.update(bytes)
  return hash.digest('base64url')
}

/** What accepting needs. */
export interface Acceptance extends LightAcceptance {
  chunkSize: number
  maxFile: number
}

const tooLarge = (bytes: number): { reason: string; error: string } => ({
  reason: 'too_large',
  error: `The file is larger than the ${Math.floor(bytes / 1_048_576)} MB that are allowed. Split it.`,
})

const read = async (given: Given, ordinal: number, { chunkSize, maxFile }: Acceptance): Promise<Read> => {
  const { request } = given
  const refused = ({ reason, error }: { reason: string; error: string }): Read => ({
    item: { ordinal, request, fingerprint: '', size: 0, outcomes: [failed(request, reason, error)], parts: [] },
  })
  const made = (contentHash: string, size: number, content: Buffer[]): NewItem => ({
    ordinal,
    request,
    fingerprint: fingerprintOf(request, contentHash, chunkSize),
    size,
    outcomes: [],
    parts: content,
  })
  if ('refused' in given) return refused(given.refused)
  if ('text' in given) {
    const bytes = Buffer.from(given.text)
    const most = Math.min(maxFile, longestText)
    if (bytes.length > most) return refused(tooLarge(most))
    const content = Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, part) =>
      bytes.subarray(part * partBytes, (part + 1) * partBytes),
    )
    return { item: made(await sha256([bytes]), bytes.length, content) }
  }
  const file = await open(given.path, openFlags).catch(() => undefined)
  const status = await file?.stat()
  if (!file || !status?.isFile()) {
    await file?.close()
    return refused({ reason: 'not_found', error: 'There is no such file, or it may not be read.' })
  }
  if (status.size > maxFile) {
    await file.close()
    return refused(tooLarge(maxFile))
  }
  if (status.size > partBytes) return { item: made(await sha256(parts(file)), status.size, []), large: file }
  try {
    const bytes = await file.readFile()
    return { item: made(await sha256([bytes]), bytes.length, bytes.length > 0 ? [bytes] : []) }
  } finally {
    await file.close()
  }
}

/** Keeps a group of items: those that would change nothing have ended at once, the others wait with their content. */
const keep = async (jobId: string, group: readonly Read[], { tables }: Acceptance): Promise<void> => {
  const known = await findKnown(
    tables,
    group.map(({ item }) => item),
  )
  for (const { item } of group) {
    const before = item.outcomes.length > 0 ? undefined : known(item)
    if (before?.fingerprint !== item.fingerprint || item.fingerprint === '') continue
    const { id, title, source, chunks } = before
    item.outcomes = [{ id, title, source, status: 'unchanged', chunks }]
    item.parts = []
  }
  await tables.jobs.add(
    jobId,
    group.map(({ item }) => item),
  )
  for (const { item, large } of group) {
    if (!large || item.outcomes.length > 0) continue
    let part = 0
    for await (const bytes of parts(large)) await tables.jobs.addPart(jobId, item.ordinal, part++, bytes)
  }
}

/** Puts the given of these ordinals into the database, with their content, a little at a time. Returns them without it. */
const spool = async (
  jobId: string,
  given: readonly Given[],
  ordinals: readonly number[],
  acceptance: Acceptance,
): Promise<JobItem[]> => {
  let group: Read[] = []
  let bytes = 0
  const spooled: JobItem[] = []
  const flush = async (): Promise<void> => {
    try {
      if (group.length > 0) await keep(jobId, group, acceptance)
      for (const { item } of group) {
        const { ordinal, request, fingerprint, size, outcomes } = item
        spooled.push({ ordinal, request, fingerprint, size, outcomes })
      }
    } finally {
      for (const { large } of group) await large?.close()
      group = []
      bytes = 0
    }
  }
  for (let from = 0; from < ordinals.length; from += readAtOnce) {
    const some = ordinals.slice(from, from + readAtOnce).flatMap((ordinal) => {
      const one = given[ordinal]
      return one ? [read(one, ordinal, acceptance)] : []
    })
    for (const one of await Promise.all(some)) {
      group.push(one)
      bytes += one.large ? 0 : one.item.size
    }
    if (bytes >= groupBytes || group.length >= groupItems || group.some(({ large }) => large)) await flush()
  }
  await flush()
  return spooled
}

/** How a job is accepted. */
export interface Manner {
  /** Take in what is small at once; else all of it waits for the job to be done. */
  isAtOnce: boolean
  /** Hears of every step forward. */
  changed: () => Promise<void>
}

/**
 * Takes in what is small at once, and puts all else that a job is to do into the database, with its content. When it returns,
 * nothing of it depends on the caller or on files any more. Returns the items in their order; those without an outcome are
 * still to be done.
 */
export const acceptItems = async (
  job: { id: string; viewer: Viewer },
  given: readonly Given[],
  acceptance: Acceptance,
  { isAtOnce, changed }: Manner,
): Promise<JobItem[]> => {
  const { ended, others } = isAtOnce
    ? await acceptLight(job, given, acceptance, changed)
    : { ended: new Map<number, JobItem>(), others: [...given.keys()] }
  for (const item of await spool(job.id, given, others, acceptance)) ended.set(item.ordinal, item)
  return [...given.keys()].flatMap((ordinal) => ended.get(ordinal) ?? [])
}
