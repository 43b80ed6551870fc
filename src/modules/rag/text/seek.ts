import { beginningOf, beginningsOf, keepsBeginnings } from './beginnings.ts'
import { punctuation, scanOf, type WordNumbers } from './scan.ts'
import { lexiconOf } from './lexicon.ts'
import type { QueryTerm } from './lexical-query.ts'
import { strengthOf, greatestStrength } from './postings.ts'

/** What texts are looked through for. */
export type SoughtStems = Pick<QueryTerm, 'stems' | 'hashes'>

/** A term, by its place among those that are sought, and how strongly a text holds it. */
export interface Hit {
  place: number
  strength: number
}

/** Says which of the sought terms a text holds, each once, as strongly as the full text search will say when it holds the text. */
export type Seeker = (text: string, language: string) => readonly Hit[]

const [blank, letter, capital, joiner, other, paired] = [0, 1, 2, 3, 4, 5]
const kinds = new Uint8Array(0x10000).fill(other, 0x80)
// Kana, Chinese characters and Hangul that folding leaves as they are.
for (const [first, last] of [
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x30fc, 0x30fc],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
] as const)
  kinds.fill(paired, first, last + 1)
for (const character of punctuation) kinds[character.charCodeAt(0)] = blank
for (let code = 0x30; code <= 0x39; code++) kinds[code] = letter
for (let code = 0x41; code <= 0x5a; code++) kinds[code] = capital
for (let code = 0x61; code <= 0x7a; code++) kinds[code] = letter
for (const character of '-._@/+#') kinds[character.charCodeAt(0)] = joiner
// It is seen by nobody and so parts no words.
kinds[0] = other

/** Room to work in, used anew for each passage. */
let units = new Uint16Array(4_096)
const room: WordNumbers = { numbers: new Uint32Array(4_096) }

/** What two characters of a script that is cut into pairs are looked up by. */
const pairOf = (first: number, second: number): number => (Math.imul(first, 31) + second) & 0xffff

/** What tells a run that may hold what is sought. */
interface Marks {
  /** See beginningsOf. */
  beginnings: Uint8Array
  /** Stems of two characters, and those of one. */
  pairs: Uint8Array
  singles: Uint8Array
}

const marksOf = (stems: readonly string[]): Marks => {
  const [pairs, singles] = [new Uint8Array(0x10000), new Uint8Array(0x10000)]
  for (const stem of stems) {
    const [first, second] = [stem.charCodeAt(0), stem.charCodeAt(1)]
    if (stem.length === 1) singles[first] = 1
    if (stem.length === 2) pairs[pairOf(first, second)] = 1
  }
  return { beginnings: beginningsOf(stems), pairs, singles }
}

/** The runs of a text that may hold what is sought, those others whose words are not easily counted, and how many words the rest has. */
interface Runs {
  may: string
  rest: string
  words: number
}

const runsOf = (text: string, { beginnings: maybe, pairs, singles }: Marks): Runs => {
  const { length } = text
  if (units.length <= length + 1) units = new Uint16Array(2 * length + 2)
  Buffer.from(units.buffer).write(text, 'utf16le')
  units.fill(0x20, length, length + 2)
  let may = ''
  let rest = ''
  let words = 0
  let at = 0
  while (at < length) {
    let kind = kinds[units[at] ?? 0] ?? other
    if (kind === blank || kind === joiner) {
      at++
      continue
    }
    const start = at
    let before = joiner
    let parts = 0
    let isHit = false
    if (kind === paired) {
      let unit = units[at] ?? 0
      while (kind === paired) {
        const next = units[++at] ?? 0
        if (singles[unit] === 1 || pairs[pairOf(unit, next)] === 1) isHit = true
        unit = next
        kind = kinds[unit] ?? other
      }
      if (kind === blank) {
        if (isHit) may += ` ${text.slice(start, at)}`
        else words += at - start
        continue
      }
      isHit = true
    }
    while (kind !== blank) {
      const unit = units[at] ?? 0
      if (kind >= other) isHit = true
      else if (kind === joiner) {
        // C# and C++ are two words.
        if (unit === 0x23 || unit === 0x2b) parts++
      } else if (before === joiner || (kind === capital && before === letter)) {
        parts++
        if (maybe[beginningOf(unit, units[at + 1] ?? 0, units[at + 2] ?? 0)] === 1) isHit = true
      }
      before = kind
      kind = kinds[units[++at] ?? 0] ?? other
      if (before === letter) while (kind === letter) kind = kinds[units[++at] ?? 0] ?? other
    }
    if (isHit) may += ` ${text.slice(start, at)}`
    else if (parts === 1) words++
    else rest += ` ${text.slice(start, at)}`
  }
  return { may, rest, words }
}

/** Counts what is sought among words, by their stems. */
interface Tally {
  places: readonly number[]
  count: number
}

/**
 * Looks for terms in texts that no index holds yet. Of words in ASCII only those are taken apart that begin like one of the stems,
 * for a stem keeps how its word begins, of Chinese, Japanese and Korean only what has a sought pair; all else always.
 */
export const createSeeker = (terms: readonly SoughtStems[]): Seeker => {
  /** By the hashes of their stems, which two may share. */
  const sought = new Map<number, { stem: string; place: number }[]>()
  /** Answers most hashes without the map. */
  const mayHold = new Uint8Array(0x10000)
  const marks = marksOf(terms.flatMap(({ stems }) => stems))
  for (const [place, { stems, hashes }] of terms.entries())
    for (const [i, hash] of hashes.entries()) {
      sought.set(hash, [...(sought.get(hash) ?? []), { stem: stems[i] ?? '', place }])
      mayHold[hash & 0xffff] = 1
    }
  const placesOf = (hash: number, isHeld: (stem: string) => boolean): number[] =>
    mayHold[hash & 0xffff] === 0
      ? []
      : (sought.get(hash) ?? []).filter(({ stem }) => isHeld(stem)).map(({ place }) => place)

  return (text, language) => {
    const runs = keepsBeginnings(language) ? runsOf(text, marks) : { may: text, rest: '', words: 0 }
    if (runs.may === '') return []
    const scan = scanOf(language)
    const count = scan(runs.may, room)
    const { numbers } = room
    const { stems, stemHashes, beginnings: shorter } = lexiconOf(language)
    const tallies = new Map<string, Tally>()
    for (let i = 0; i < count; i++) {
      const number = numbers[i] ?? 0
      const hash = stemHashes[number] ?? 0
      const shorterHashes = shorter[number]
      if (mayHold[hash & 0xffff] === 0 && !shorterHashes) continue
      const word = stems[number] ?? ''
      const known = tallies.get(word)
      if (known) {
        known.count++
        continue
      }
      const places = placesOf(hash, (stem) => stem === word)
      for (const beginning of shorterHashes ?? []) places.push(...placesOf(beginning, (stem) => word.startsWith(stem)))
      if (places.length > 0) tallies.set(word, { places, count: 1 })
    }
    if (tallies.size === 0) return []
    const words = runs.words + count + (runs.rest === '' ? 0 : scan(runs.rest, room))
    const strengths = new Map<number, number>()
    for (const tally of tallies.values()) {
      const strength = strengthOf(tally.count, words)
      for (const place of new Set(tally.places))
        strengths.set(place, Math.min(greatestStrength, (strengths.get(place) ?? 0) + strength))
    }
    return Array.from(strengths, ([place, strength]) => ({ place, strength }))
  }
}
