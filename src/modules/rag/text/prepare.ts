import { hash } from 'node:crypto'
import { languageOf } from './language.ts'
import type { NewChunk } from '../stores/passage-store.ts'

/** The length of a passage's hash, in bytes. */
const hashBytes = 16
/** So many numbers say where a passage stands. */
const placeNumbers = 7
const none = -1

/**
 * A document's text with all that can be worked out before the transaction begins. Plain data: another thread may make it and
 * hand over its bytes, so that nobody else need look at them.
 */
export interface PreparedText {
  language: string
  /** The whole text, in UTF-8, without NUL. */
  bytes: Uint8Array
  /** See passagesOf. */
  places: Int32Array
  /** Heading paths, as JSON, and contexts: neighbours often share theirs. */
  surroundings: string[]
  /** For each passage a hash of what is embedded: equal texts share one vector. Empty where nothing is embedded. */
  textHashes: Uint8Array
}

/** A passage of a prepared text, as it is stored. */
export interface PreparedPassage {
  /** In UTF-16 units of the text. */
  start: number
  end: number
  page: number | null
  /** JSON. */
  headingPath: string
  context: string | null
  /** What the text has between the passage before and this one. */
  lead: Buffer
  content: Buffer
  textHash: Buffer | null
}

/** What stands around a passage and helps to find it: title, headings, the header row of its table. */
const around = (title: string, headingPath: readonly string[], context: string | undefined | null): string =>
  [title, ...headingPath, context ?? ''].filter((part) => part !== '').join('\n')

/** The text that a passage is found by, in words and in vectors: what stands around it, then itself. */
export const searchableText = (title: string, chunk: Pick<NewChunk, 'text' | 'headingPath' | 'context'>): string => {
  const spoken = chunk.text.trimStart().startsWith(title) ? '' : title
  const before = around(spoken, chunk.headingPath, chunk.context)
  return before === '' ? chunk.text : `${before}\n${chunk.text}`
}

/** A hash of what is embedded of a passage. */
export const textHashOf = (searchable: string): Buffer => hash('sha256', searchable, 'buffer').subarray(0, hashBytes)

/** PostgreSQL's text holds no NUL; nor does anything that a reader could see. */
export const storable = (text: string): string => (text.includes('\u0000') ? text.replaceAll('\u0000', '\ufffd') : text)

/** Room that grows as it must. */
const grown = (numbers: Int32Array): Int32Array<ArrayBuffer> => {
  const larger = new Int32Array(2 * numbers.length)
  larger.set(numbers)
  return larger
}

/** Prepares a text that was cut into passages, in their order; with hashes for where passages are embedded. */
export const prepareText = (
  { title, text: given }: { title: string; text: string },
  chunks: Iterable<NewChunk>,
  { hashes }: { hashes: boolean },
): PreparedText => {
  const text = storable(given)
  const bytes = Buffer.from(text)
  const isAscii = bytes.length === text.length
  const surroundings: string[] = []
  const known = new Map<string, number>()
  const numberOf = (part: string): number => {
    const number = known.get(part) ?? surroundings.push(part) - 1
    known.set(part, number)
    return number
  }
  let places = new Int32Array(16 * placeNumbers)
  let used = 0
  let [lastPath, lastPathNumber]: [readonly string[] | undefined, number] = [undefined, none]
  /** Up to here the text's bytes have been counted. */
  let [unit, byte] = [0, 0]
  const byteAt = (offset: number): number => {
    if (isAscii) return offset
    if (offset < unit) byte -= Buffer.byteLength(text.slice(offset, unit))
    else byte += Buffer.byteLength(text.slice(unit, offset))
    unit = offset
    return byte
  }
  const textHashes: Buffer[] = []
  for (const chunk of chunks) {
    const { start, end, page, headingPath, context } = chunk
    if (headingPath !== lastPath) [lastPath, lastPathNumber] = [headingPath, numberOf(JSON.stringify(headingPath))]
    if (used + placeNumbers > places.length) places = grown(places)
    places[used] = start
    places[used + 1] = end
    places[used + 2] = byteAt(start)
    places[used + 3] = byteAt(end)
    places[used + 4] = page ?? none
    places[used + 5] = lastPathNumber
    places[used + 6] = context === undefined ? none : numberOf(storable(context))
    used += placeNumbers
    if (hashes) textHashes.push(textHashOf(searchableText(title, chunk)))
  }
  return {
    language: languageOf(text),
    bytes,
    places: places.subarray(0, used),
    surroundings,
    textHashes: Buffer.concat(textHashes),
  }
}

/** How many passages a prepared text has. */
export const countPassages = ({ places }: PreparedText): number => places.length / placeNumbers

const lineFeed = 10
/** What most passages have before them. */
const emptyLine = Buffer.from('\n\n')

/** The passages of a prepared text, in their order. */
export function* passagesOf({ bytes, places, surroundings, textHashes }: PreparedText): Generator<PreparedPassage> {
  const at = (place: number): number => places[place] ?? none
  const slice = (from: number, to: number): Buffer =>
    Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, to - from))
  const leadOf = (from: number, to: number): Buffer =>
    to - from === emptyLine.length && bytes[from] === lineFeed && bytes[from + 1] === lineFeed
      ? emptyLine
      : slice(from, to)
  let before = 0
  for (let place = 0, i = 0; place < places.length; place += placeNumbers, i += hashBytes) {
    const [from, to, page, context] = [at(place + 2), at(place + 3), at(place + 4), at(place + 6)]
    yield {
      start: at(place),
      end: at(place + 1),
      page: page === none ? null : page,
      headingPath: surroundings[at(place + 5)] ?? '[]',
      context: surroundings[context] ?? null,
      lead: leadOf(before, from),
      content: slice(from, to),
      textHash: textHashes.length > 0 ? Buffer.from(textHashes.subarray(i, i + hashBytes)) : null,
    }
    before = to
  }
}
