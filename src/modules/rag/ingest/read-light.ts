import { hash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { ChunkSizes } from '../chunkers/chunker.ts'
import { documentOfText, failureOf, isLightName, isLightWork, parseFile } from '../parsers/index.ts'
import type { ParseLimits } from '../parsers/index.ts'
import { fingerprintOf } from './fingerprint.ts'
import { charactersOf, planFile, planRefusal, type Planned } from './plan.ts'
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
  sizes: ChunkSizes
  limits: ParseLimits
}

/** What came of it. `other`: it is large, or of a kind that needs a process of its own, or not there. */
export type LightResult =
  | { kind: 'other' }
  | { kind: 'unchanged'; size: number; fingerprint: string }
  | { kind: 'planned'; size: number; fingerprint: string; planned: Planned }

/** Larger files wait as a job. */
export const mostLightBytes = 1_048_576
/** So many characters are read before what came of it is handed over. */
const charactersAtOnce = 1_000_000

// Opening a pipe would otherwise wait until somebody writes into it.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

const readSmallFile = (path: string): Buffer | undefined => {
  let file
  try {
    file = openSync(path, openFlags)
  } catch {
    return undefined
  }
  try {
    const status = fstatSync(file)
    if (!status.isFile() || status.size > mostLightBytes) return undefined
    const bytes = Buffer.allocUnsafe(status.size)
    return bytes.subarray(0, readSync(file, bytes, 0, status.size, 0))
  } finally {
    closeSync(file)
  }
}

const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'base64url')

const readOne = async (item: LightItem, { sizes, limits }: LightSettings): Promise<LightResult> => {
  const { request, path, text, known } = item
  if (path !== undefined && !isLightName(request.source)) return { kind: 'other' }
  const bytes = path === undefined ? Buffer.from(text ?? '') : readSmallFile(path)
  if (!bytes || bytes.length > Math.min(mostLightBytes, limits.fileBytes)) return { kind: 'other' }
  const { mediaType } = request
  const source = { bytes, filename: request.source, ...(mediaType === undefined ? {} : { mediaType }) }
  if (path !== undefined && bytes.length > 0 && !isLightWork(source)) return { kind: 'other' }
  const fingerprint = fingerprintOf(request, sha256(bytes), sizes.maximum)
  const size = bytes.length
  if (fingerprint === known) return { kind: 'unchanged', size, fingerprint }
  try {
    const parsed =
      path === undefined ? { documents: [documentOfText(text ?? '')], failures: [] } : await parseFile(source, limits)
    return { kind: 'planned', size, fingerprint, planned: planFile({ request, fingerprint }, parsed, sizes) }
  } catch (error) {
    const { reason, message } = failureOf(error)
    return { kind: 'planned', size, fingerprint, planned: planRefusal(request, reason, message) }
  }
}

/** Reads as many of the items as make a handful, at least one, in their order. */
export const readLight = async (items: readonly LightItem[], settings: LightSettings): Promise<LightResult[]> => {
  const results: LightResult[] = []
  let characters = 0
  for (const item of items) {
    const result = await readOne(item, settings)
    results.push(result)
    if (result.kind === 'planned') characters += charactersOf(result.planned)
    if (characters >= charactersAtOnce) break
  }
  return results
}
