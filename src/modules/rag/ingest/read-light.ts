import { hash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { documentOfText, failureOf, isLightName, lightParserOf, parseFile } from '../parsers/index.ts'
import type { ParseLimits } from '../parsers/index.ts'
import { fingerprintOf } from './fingerprint.ts'
import { bytesOf, planFile, planRefusal, type Planned, type PlanSettings } from './plan.ts'
import type { ItemRequest } from './request.ts'

/** Something small enough to be read at once, perhaps: a file by its path, or a text. */
export interface LightItem {
  request: ItemRequest
  path?: string
  text?: string
  /** The fingerprint of the document that it would replace, if there is one. */
  known?: string
}

/** What reading needs to know besides. */
export interface LightSettings {
  plan: PlanSettings
  limits: ParseLimits
}

/** What came of it. `other`: it is large, or of a kind that needs a process of its own, or not there. */
export type LightResult =
  | { kind: 'other' }
  | { kind: 'unchanged'; size: number; fingerprint: string }
  | { kind: 'planned'; size: number; fingerprint: string; planned: Planned }

/** Larger files wait as a job. */
export const mostLightBytes = 1_048_576
/** So many bytes of text are read before what came of it is handed over. */
const bytesAtOnce = 1_000_000

// Opening a pipe would otherwise wait until somebody writes into it.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Reads a small file; the bytes are good until the next one is read into the same room. */
const readSmallFile = (path: string, room: Buffer): Buffer | undefined => {
  let file
  try {
    file = openSync(path, openFlags)
  } catch {
    return undefined
  }
  try {
    const status = fstatSync(file)
    if (!status.isFile() || status.size > mostLightBytes) return undefined
    return room.subarray(0, readSync(file, room, 0, status.size, 0))
  } finally {
    closeSync(file)
  }
}

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64url')

const readOne = async (item: LightItem, room: Buffer, { plan, limits }: LightSettings): Promise<LightResult> => {
  const { request, path, text, known } = item
  if (path !== undefined && !isLightName(request.source)) return { kind: 'other' }
  const bytes = path === undefined ? Buffer.from(text ?? '') : readSmallFile(path, room)
  if (!bytes || bytes.length > Math.min(mostLightBytes, limits.fileBytes)) return { kind: 'other' }
  const { mediaType } = request
  const source = { bytes, filename: request.source, ...(mediaType === undefined ? {} : { mediaType }) }
  const parser = path === undefined || bytes.length === 0 ? undefined : lightParserOf(source)
  if (path !== undefined && bytes.length > 0 && !parser) return { kind: 'other' }
  const fingerprint = fingerprintOf(request, sha256(bytes), plan.sizes.maximum)
  const size = bytes.length
  if (fingerprint === known) return { kind: 'unchanged', size, fingerprint }
  try {
    const parsed =
      path === undefined
        ? { documents: [documentOfText(text ?? '')], failures: [] }
        : await parseFile(source, limits, parser)
    return { kind: 'planned', size, fingerprint, planned: planFile({ request, fingerprint }, parsed, plan) }
  } catch (error) {
    const { reason, message } = failureOf(error)
    return { kind: 'planned', size, fingerprint, planned: planRefusal(request, reason, message) }
  }
}

/** Reads as many of the items as make a handful, at least one, in their order. */
export const readLight = async (items: readonly LightItem[], settings: LightSettings): Promise<LightResult[]> => {
  const results: LightResult[] = []
  const room = Buffer.allocUnsafeSlow(mostLightBytes)
  let bytes = 0
  for (const item of items) {
    const result = await readOne(item, room, settings)
    results.push(result)
    if (result.kind === 'planned') bytes += bytesOf(result.planned)
    if (bytes >= bytesAtOnce) break
  }
  return results
}

/** Moves the bytes of all results to one piece of memory, which can be handed to another thread. */
export const packed = (results: readonly LightResult[]): ArrayBuffer => {
  const texts = results.flatMap((result) =>
    result.kind === 'planned' ? result.planned.entries.map(({ entry }) => entry.prepared) : [],
  )
  const size = texts.reduce(
    (sum, { bytes, places, textHashes }) => sum + places.byteLength + bytes.length + textHashes.length,
    0,
  )
  const memory = new ArrayBuffer(size)
  const all = new Uint8Array(memory)
  let at = 0
  // Numbers first, for they must lie at multiples of four.
  for (const text of texts) {
    const places = new Int32Array(memory, at, text.places.length)
    places.set(text.places)
    text.places = places
    at += places.byteLength
  }
  const moved = (bytes: Uint8Array): Uint8Array => {
    all.set(bytes, at)
    at += bytes.length
    return all.subarray(at - bytes.length, at)
  }
  for (const text of texts) {
    text.bytes = moved(text.bytes)
    text.textHashes = moved(text.textHashes)
  }
  return memory
}
