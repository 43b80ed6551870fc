// oxlint-disable no-control-regex -- what is not ASCII is looked for
import { appendStems, type StemLists } from './analyse.ts'
import type { QueryTerm } from './lexical-query.ts'

/** What texts are looked through for. */
export type SoughtStems = Pick<QueryTerm, 'stems' | 'hashes'>

/** A text to be looked through, with what is kept of it from one time to the next. */
export interface SeekableText {
  text: string
  language: string
  /** Whether it is of ASCII, once that was looked at. */
  isPlain?: boolean
  /** The hashes of its stems, once it was taken apart. */
  hashes?: Int32Array
}

/** Says which of the sought terms, by their places, a text holds; each once. */
export type Seeker = (passage: SeekableText) => number[]

const ascii = /^[\u0001-\u007f]*$/
/** Their stems may begin unlike the words. */
const odd = new Set(['tr', 'az', 'ga', 'fi', 'cs'])

const [blank, letter, capital, joiner] = [0, 1, 2, 3]
const kinds = new Uint8Array(0x80)
for (let code = 0x30; code <= 0x39; code++) kinds[code] = letter
for (let code = 0x41; code <= 0x5a; code++) kinds[code] = capital
for (let code = 0x61; code <= 0x7a; code++) kinds[code] = letter
for (const character of '-._@/+#') kinds[character.charCodeAt(0)] = joiner

/** Five bits for each unit of a word: its letter, `y` as `i`, for these change places in stems; one number for all digits. */
const letters = new Uint8Array(0x80)
for (let code = 0x61; code <= 0x7a; code++) {
  letters[code] = (code === 0x79 ? 0x69 : code) & 0x1f
  letters[code & 0x5f] = letters[code] ?? 0
}
for (let code = 0x30; code <= 0x39; code++) letters[code] = 0x1b
const beginnings = 1 << 15
/** Of a stem so long the third letter is the word's as well. */
const longStem = 4

/** What three units begin with. */
const beginningOf = (first: number, second: number, third: number): number =>
  ((letters[first] ?? 0) << 10) | ((letters[second] ?? 0) << 5) | (letters[third] ?? 0)

/** Room to work in, used anew for each passage. */
let units = new Uint8Array(4_096)
const lists: StemLists = { hashes: new Int32Array(4_096), length: 0 }

/** The runs of an ASCII text that hold a word with one of these beginnings. */
const runsThatMay = (text: string, maybe: Uint8Array): string => {
  const { length } = text
  if (units.length <= length + 1) units = new Uint8Array(2 * length + 2)
  Buffer.from(units.buffer).write(text, 'latin1')
  units.fill(0x20, length, length + 2)
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
        const beginning = beginningOf(units[at] ?? 0, units[at + 1] ?? 0, units[at + 2] ?? 0)
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
  const mayBegin = new Uint8Array(beginnings)
  for (const [place, { stems, hashes }] of terms.entries()) {
    for (const hash of hashes) {
      places.set(hash | 0, [...(places.get(hash | 0) ?? []), place])
      mayHold[hash & 0xffff] = 1
    }
    for (const stem of stems) {
      const [first, second, third] = [stem.charCodeAt(0), stem.charCodeAt(1), stem.charCodeAt(2)]
      const beginning = beginningOf(first, second, third)
      const free = stem.length >= longStem ? 0 : stem.length > 1 ? 5 : 10
      mayBegin.fill(1, (beginning >> free) << free, ((beginning >> free) + 1) << free)
    }
  }

  const stemsOf = (text: string, language: string): Int32Array => {
    lists.length = 0
    appendStems(lists, text, language)
    return lists.hashes.subarray(1, lists.length)
  }

  return (passage) => {
    const { text, language } = passage
    passage.isPlain ??= !odd.has(language) && ascii.test(text)
    const hashes = passage.isPlain
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
