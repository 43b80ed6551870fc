import { beginningOf, beginningsOf, keepsBeginnings } from './beginnings.ts'
import type { WordNumbers } from './scan.ts'
import { scanOf } from './scan.ts'
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

const [blank, letter, capital, joiner, other] = [0, 1, 2, 3, 4]
const kinds = new Uint8Array(0x10000).fill(other, 0x80)
for (let code = 0x30; code <= 0x39; code++) kinds[code] = letter
for (let code = 0x41; code <= 0x5a; code++) kinds[code] = capital
for (let code = 0x61; code <= 0x7a; code++) kinds[code] = letter
for (const character of '-._@/+#') kinds[character.charCodeAt(0)] = joiner
// It is seen by nobody and so parts no words.
kinds[0] = other

/** Room to work in, used anew for each passage. */
let units = new Uint16Array(4_096)
const room: WordNumbers = { numbers: new Uint32Array(4_096) }

/** The runs of a text that hold a word with one of these beginnings, all others that are more than a word, and how many are one. */
interface Runs {
  may: string
  rest: string
  words: number
}

const runsOf = (text: string, maybe: Uint8Array): Runs => {
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
    while (kind !== blank) {
      const unit = units[at] ?? 0
      if (kind === other) isHit = true
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
 * for a stem keeps how its word begins, and all others only if their number matters.
 */
export const createSeeker = (terms: readonly SoughtStems[]): Seeker => {
  const places = new Map<number, number[]>()
  /** Answers most hashes without the map. */
  const mayHold = new Uint8Array(0x10000)
  const mayBegin = beginningsOf(terms.flatMap(({ stems }) => stems))
  for (const [place, { hashes }] of terms.entries()) {
    for (const hash of hashes) {
      places.set(hash, [...(places.get(hash) ?? []), place])
      mayHold[hash & 0xffff] = 1
    }
  }
  const placesOf = (hash: number): readonly number[] =>
    mayHold[hash & 0xffff] === 0 ? nowhere : (places.get(hash) ?? nowhere)

  return (text, language) => {
    const runs = keepsBeginnings(language) ? runsOf(text, mayBegin) : { may: text, rest: '', words: 0 }
    if (runs.may === '') return []
    const scan = scanOf(language)
    const count = scan(runs.may, room)
    const { numbers } = room
    const { stemHashes, beginnings: shorter } = lexiconOf(language)
    const tallies = new Map<number, Tally>()
    for (let i = 0; i < count; i++) {
      const number = numbers[i] ?? 0
      const stem = stemHashes[number] ?? 0
      const known = tallies.get(stem)
      if (known) {
        known.count++
        continue
      }
      let held = placesOf(stem)
      for (const hash of shorter[number] ?? []) held = [...held, ...placesOf(hash)]
      if (held.length > 0) tallies.set(stem, { places: held, count: 1 })
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

const nowhere: readonly number[] = []
