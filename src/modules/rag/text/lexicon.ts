import { gramsOf } from './grams.ts'
import { hash32, short } from './hash.ts'
import { stemmerOf } from './stem.ts'
import { isPaired, isUnspaced } from './words.ts'

/** A language's words as they are met, by numbers: what indexing needs of a word, worked out once and kept close together. */
export interface Lexicon {
  /** The number of a word, new or known. Numbers hold until `tidy`. */
  learn(word: string): number
  /** By number. */
  readonly stems: readonly string[]
  readonly stemHashes: Uint32Array
  /** How many letters the word itself has. */
  readonly letters: Uint32Array
  /** The letter sequences of word n, hashed to 16 bits, are `grams[gramStarts[n]]` up to `grams[gramStarts[n + 1]]`. */
  readonly gramStarts: Uint32Array
  readonly grams: Uint16Array
  /** Of a piece of a script without blanks the hashes of all that it begins with, for questions shorter than a piece. */
  readonly beginnings: readonly (readonly number[] | undefined)[]
  /** Forgets everything once too much is known, and says whether it did. To be called between texts. */
  tidy(): boolean
}

const mostWords = 100_000
const mostGrams = 2_000_000

const grown = <T extends Uint32Array | Uint16Array>(array: T, larger: T): T => {
  larger.set(array)
  return larger
}

const beginningsOf = (word: string): number[] | undefined => {
  if (!isUnspaced(word)) return undefined
  const characters = Array.from(word)
  const lengths = Array.from({ length: Math.min(characters.length - 1, isPaired(word) ? 1 : 2) }, (_, i) => i + 1)
  return lengths.map((length) => hash32(characters.slice(0, length).join('')))
}

const createLexicon = (language: string): Lexicon => {
  const stem = stemmerOf(language)
  const numbers = new Map<string, number>()
  const stems: string[] = []
  const beginnings: (readonly number[] | undefined)[] = []
  let stemHashes = new Uint32Array(1_024)
  let letters = new Uint32Array(1_024)
  let gramStarts = new Uint32Array(1_025)
  let grams = new Uint16Array(16_384)
  return {
    learn(word) {
      const known = numbers.get(word)
      if (known !== undefined) return known
      const number = stems.length
      if (number === stemHashes.length) {
        stemHashes = grown(stemHashes, new Uint32Array(2 * number))
        letters = grown(letters, new Uint32Array(2 * number))
        gramStarts = grown(gramStarts, new Uint32Array(2 * number + 1))
      }
      const stemmed = stem(word)
      const found = gramsOf(word)
      const start = gramStarts[number] ?? 0
      while (start + found.length > grams.length) grams = grown(grams, new Uint16Array(2 * grams.length))
      found.forEach((gram, i) => (grams[start + i] = short(hash32(gram))))
      gramStarts[number + 1] = start + found.length
      stemHashes[number] = hash32(stemmed)
      letters[number] = word.length
      stems.push(stemmed)
      beginnings.push(beginningsOf(word))
      numbers.set(word, number)
      return number
    },
    stems,
    beginnings,
    get stemHashes() {
      return stemHashes
    },
    get letters() {
      return letters
    },
    get gramStarts() {
      return gramStarts
    },
    get grams() {
      return grams
    },
    tidy() {
      if (stems.length < mostWords && (gramStarts[stems.length] ?? 0) < mostGrams) return false
      numbers.clear()
      stems.length = 0
      beginnings.length = 0
      return true
    },
  }
}

const lexicons = new Map<string, Lexicon>()

/** The lexicon of a language. */
export const lexiconOf = (language: string): Lexicon => {
  const known = lexicons.get(language)
  if (known) return known
  const lexicon = createLexicon(language)
  lexicons.set(language, lexicon)
  return lexicon
}
