// oxlint-disable no-control-regex -- what is not ASCII is looked for
import { appendStems, type StemLists } from './analyse.ts'
import type { QueryTerm } from './lexical-query.ts'

/** What texts are looked through for. */
export type SoughtStems = Pick<QueryTerm, 'stems' | 'hashes'>

/** A text to be looked through, with what is kept of it from one time to the next. */
export interface SeekableText {
  text: string
  language: string
  /** The hashes of its stems, once it was taken apart. */
  hashes?: Int32Array
}

/** Says which of the sought terms, by their places, a text holds; each once. */
export type Seeker = (passage: SeekableText) => number[]

const ascii = /^[\u0000-\u007f]*$/
/** Their stems may begin unlike the words. */
const odd = new Set(['tr', 'az', 'ga'])

const [blank, letter, capital, joiner] = [0, 1, 2, 3]
const kinds = new Uint8Array(0x80)
for (let code = 0x30; code <= 0x39; code++) kinds[code] = letter
for (let code = 0x41; code <= 0x5a; code++) kinds[code] = capital
for (let code = 0x61; code <= 0x7a; code++) kinds[code] = letter
for (const character of '-._@/+#') kinds[character.charCodeAt(0)] = joiner
// NUL is seen by nobody and so parts no words.
kinds[0] = joiner

/** The two units that a word begins with as one number, `y` as `i`, for these change places in stems; 0 for what ends before. */
const beginningOf = (first: number, second: number): number => {
  const folded = second === 0x79 ? 0x69 : second
  return (first << 7) | folded
}

const lower = new Uint8Array(0x80)
for (let code = 1; code < 0x80; code++)
  lower[code] = kinds[code] === capital ? code | 0x20 : kinds[code] === letter ? code : 0

/** Room to work in, used anew for each passage. */
let units = new Uint8Array(4_096)
const lists: StemLists = { hashes: new Int32Array(4_096), length: 0 }

/** The runs of an ASCII text that hold a word with one of these beginnings. */
const runsThatMay = (text: string, maybe: Uint8Array): string => {
  const { length } = text
  if (units.length <= length) units = new Uint8Array(2 * length + 1)
  Buffer.from(units.buffer).write(text, 'latin1')
  units[length] = 0x20
  let found = ''
  let at = 0
  while (at < length) {
    let kind = kinds[units[at] ?? 0] ?? blank
    if (kind === blank) {
      at++
      continue
    }
    const start = at
    let before = joiner
    let isHit = false
    while (kind !== blank) {
      if (kind !== joiner && (before === joiner || (kind === capital && before === letter))) {
        const beginning = beginningOf(lower[units[at] ?? 0] ?? 0, lower[units[at + 1] ?? 0] ?? 0)
        if (maybe[beginning] === 1) isHit = true
      }
      before = kind
      kind = kinds[units[++at] ?? 0] ?? blank
    }
    if (isHit) found += ` ${text.slice(start, at)}`
  }
  return found
}

/**
 * Looks for terms in texts that no index holds yet. Of a text in ASCII only those words are taken apart that begin like one of
 * the stems, for a stem keeps how its word begins; of any other the stems are kept, as they take long to find.
 */
export const createSeeker = (terms: readonly SoughtStems[]): Seeker => {
  const places = new Map<number, number[]>()
  /** Answers most hashes without the map. */
  const mayHold = new Uint8Array(0x10000)
  const mayBegin = new Uint8Array(1 << 14)
  for (const [place, { stems, hashes }] of terms.entries()) {
    for (const hash of hashes) {
      places.set(hash | 0, [...(places.get(hash | 0) ?? []), place])
      mayHold[hash & 0xffff] = 1
    }
    for (const stem of stems) {
      const [first, second] = [stem.charCodeAt(0), stem.charCodeAt(1)]
      if (first >= 0x80 || second >= 0x80) continue
      const beginning = beginningOf(lower[first] ?? 0, lower[second] ?? 0)
      if (stem.length > 1) mayBegin[beginning] = 1
      // Of a short word its stem may be the first letter alone.
      else mayBegin.fill(1, first << 7, (first + 1) << 7)
    }
  }

  const stemsOf = (text: string, language: string): Int32Array => {
    lists.length = 0
    appendStems(lists, text, language)
    return lists.hashes.subarray(1, lists.length)
  }

  return (passage) => {
    const { text, language } = passage
    const isPlain = passage.hashes === undefined && !odd.has(language) && ascii.test(text)
    const hashes = isPlain
      ? stemsOf(runsThatMay(text, mayBegin), language)
      : (passage.hashes ??= stemsOf(text, language).slice())
    const found: number[] = []
    for (let i = 0; i < hashes.length; i++) {
      const hash = hashes[i] ?? 0
      if (mayHold[hash & 0xffff] === 0) continue
      for (const place of places.get(hash) ?? []) if (!found.includes(place)) found.push(place)
    }
    return found
  }
}
