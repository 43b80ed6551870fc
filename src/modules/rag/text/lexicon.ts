import { gramsOf } from './grams.ts'
import { hash32, short } from './hash.ts'
import { stemmerOf } from './stem.ts'

/** What is needed of a word again and again while texts are indexed. */
export interface Entry {
  stem: string
  stemHash: number
  /** Its letter sequences, hashed to 16 bits. */
  grams: Uint16Array
}

const capacity = 100_000
const lexicons = new Map<string, (word: string) => Entry>()

const createLexicon = (language: string): ((word: string) => Entry) => {
  const stem = stemmerOf(language)
  let entries = new Map<string, Entry>()
  return (word) => {
    const known = entries.get(word)
    if (known) return known
    if (entries.size >= capacity) entries = new Map()
    const stemmed = stem(word)
    const grams = Uint16Array.from(gramsOf(word), (gram) => short(hash32(gram)))
    const entry = { stem: stemmed, stemHash: hash32(stemmed), grams }
    entries.set(word, entry)
    return entry
  }
}

/** A language's words as they are met: stem, hashes and letter sequences, each worked out once. */
export const lexiconOf = (language: string): ((word: string) => Entry) => {
  const known = lexicons.get(language)
  if (known) return known
  const lexicon = createLexicon(language)
  lexicons.set(language, lexicon)
  return lexicon
}
