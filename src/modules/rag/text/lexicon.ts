import { gramsOf } from './grams.ts'
import { hash32, short } from './hash.ts'
import { stemmerOf } from './stem.ts'

/** What is needed of a word again and again while texts are indexed. */
export interface Entry {
  stem: string
  stemHash: number
  /** Its letter sequences, hashed to 16 bits. */
  grams: readonly number[]
}

const capacity = 100_000
const lexicons = new Map<string, Map<string, Entry>>()

/** A language's words as they are met: stem, hashes and letter sequences, each worked out once. */
export const lexiconOf = (language: string): ((word: string) => Entry) => {
  const stem = stemmerOf(language)
  return (word) => {
    let lexicon = lexicons.get(language)
    const known = lexicon?.get(word)
    if (known) return known
    if (!lexicon || lexicon.size >= capacity) lexicons.set(language, (lexicon = new Map()))
    const stemmed = stem(word)
    const entry = { stem: stemmed, stemHash: hash32(stemmed), grams: gramsOf(word).map((gram) => short(hash32(gram))) }
    lexicon.set(word, entry)
    return entry
  }
}
