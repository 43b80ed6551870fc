import { lexiconOf, type Lexicon } from './lexicon.ts'
import { longestWord, wordsOf } from './words.ts'

/** What the scan does at a UTF-16 unit: pass over it, go on with a word, or leave the whole run to `wordsOf`. */
const [blank, small, capital, digit, joiner, other] = [0, 1, 2, 3, 4, 5]

/** Punctuation beyond ASCII that folds to nothing that is part of a word. */
export const punctuation = '\u00a0«»–—‘’“”„•…。、，！？：；（）「」『』《》'

const kinds = (() => {
  const table = new Uint8Array(0x10000).fill(other, 0x80)
  for (const character of punctuation) table[character.charCodeAt(0)] = blank
  for (let code = 0x30; code <= 0x39; code++) table[code] = digit
  for (let code = 0x41; code <= 0x5a; code++) table[code] = capital
  for (let code = 0x61; code <= 0x7a; code++) table[code] = small
  for (const character of '-._@/+#') table[character.charCodeAt(0)] = joiner
  // NUL is seen by nobody and so parts no words.
  table[0] = other
  return table
})()

/** Each slot has room for two hashes of a word and its number, plus one; a word takes the slot of another of its hash. */
const slots = 1 << 17
const slotSize = 4
const longestRemembered = 32
const mostRemembered = 50_000

/** Gives the lexicon's numbers of a text's words, in their order, to `out.numbers`, and returns how many they are. */
export type Scan = (text: string, out: WordNumbers) => number

/** Room for the words of a text, used again and again; grows as it must. */
export interface WordNumbers {
  numbers: Uint32Array
}

const createScan = (language: string, lexicon: Lexicon): Scan => {
  const table = new Int32Array(slots * slotSize)
  let runs = new Map<string, readonly number[]>()
  let units = new Uint16Array(4_096)

  const numbersOfRun = (run: string): readonly number[] => {
    const known = runs.get(run)
    if (known) return known
    const numbers = wordsOf(run, language).map((word) => lexicon.learn(word))
    if (run.length > longestRemembered) return numbers
    if (runs.size >= mostRemembered) runs = new Map()
    runs.set(run, numbers)
    return numbers
  }

  return (text, out) => {
    if (lexicon.tidy()) {
      table.fill(0)
      runs = new Map()
    }
    const { length } = text
    if (units.length <= length) units = new Uint16Array(2 * length + 2)
    Buffer.from(units.buffer).write(text, 'utf16le')
    units[length] = 0x20
    if (out.numbers.length <= 2 * length) out.numbers = new Uint32Array(4 * length + 2)
    let { numbers } = out
    let count = 0
    let at = 0
    while (at < length) {
      let unit = units[at] ?? 0
      let kind = kinds[unit] ?? other
      if (kind === blank || kind === joiner) {
        at++
        continue
      }
      const start = at
      let before = kind
      let [first, second] = [0x811c9dc5 | 0, 0]
      while (kind === small || kind === digit || (kind === capital && before !== small)) {
        const folded = kind === capital ? unit | 0x20 : unit
        first = Math.imul(first ^ folded, 0x01000193)
        second = Math.imul(second + folded, 0x9e3779b1) ^ (second >>> 15)
        before = kind
        unit = units[++at] ?? 0
        kind = kinds[unit] ?? other
      }
      if (at > start && at - start <= longestWord && (kind === blank || (kind === joiner && partsWords(units, at)))) {
        const slot = ((first ^ (first >>> 15)) & (slots - 1)) * slotSize
        if (table[slot] !== first || table[slot + 1] !== second || table[slot + 2] === 0) {
          table[slot] = first
          table[slot + 1] = second
          table[slot + 2] = lexicon.learn(text.slice(start, at).toLowerCase()) + 1
        }
        numbers[count++] = (table[slot + 2] ?? 1) - 1
        continue
      }
      while (at < length && kinds[units[at] ?? 0] !== blank) at++
      const found = numbersOfRun(text.slice(start, at))
      if (count + found.length + length - at > numbers.length) {
        out.numbers = new Uint32Array(2 * (count + found.length + length))
        out.numbers.set(numbers)
        numbers = out.numbers
      }
      for (const number of found) numbers[count++] = number
    }
    return count
  }
}

/** Whether the joiner that stands here joins nothing, nor belongs to a name like C#. */
const partsWords = (units: Uint16Array, at: number): boolean => {
  const unit = units[at]
  if (unit === 0x23) return false
  const next = kinds[units[at + 1] ?? 0] ?? other
  return next === blank || (next === joiner && unit !== 0x2b)
}

/** Turkish and its kin, whose capitals fold otherwise. */
const createLongScan =
  (language: string, lexicon: Lexicon): Scan =>
  (text, out) => {
    lexicon.tidy()
    out.numbers = Uint32Array.from(wordsOf(text, language), (word) => lexicon.learn(word))
    return out.numbers.length
  }

const scans = new Map<string, Scan>()

/**
 * Finds the same words as `wordsOf`, many times as fast where they are of ASCII and come again: each is folded, stemmed and
 * hashed when it is first met. Two words are taken for one if 64 bits of their hashes are the same.
 */
export const scanOf = (language: string): Scan => {
  const known = scans.get(language)
  if (known) return known
  const isOdd = language === 'tr' || language === 'az'
  const scan = (isOdd ? createLongScan : createScan)(language, lexiconOf(language))
  scans.set(language, scan)
  return scan
}
