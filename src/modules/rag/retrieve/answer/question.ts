import { inverseFrequency, lexicalQuery, type LexicalQuery } from '../../indexes/index.ts'
import type { PassageStore } from '../../stores/passage-store.ts'
import { languagesOfWord } from '../../text/function-words.ts'
import { gramsOf } from '../../text/grams.ts'
import { hash32, short } from '../../text/hash.ts'
import { stemmerOf } from '../../text/stem.ts'
import { isPaired, isUnspaced, wordsOf } from '../../text/words.ts'
import { askingWordsOf } from './asking.ts'
import { isGeneric } from './generic.ts'

/** A question's words with what each weighs in this collection. */
export interface WeighedQuestion {
  text: string
  query: LexicalQuery
  weights: number[]
  /** Which of them only say what kind of answer is wanted. */
  generic: boolean[]
  /** In how many passages of the collection each word stands. */
  frequencies: number[]
}

/** What a word weighs that says only what kind of answer is wanted. */
const genericShare = 0.3

/** Weighs a question's words by how rare they are in the collection; words it has never seen weigh as much as the rarest. */
export const weighQuestion = async (store: PassageStore, text: string): Promise<WeighedQuestion> => {
  const view = await store.lexical.view()
  const query = lexicalQuery(text, view.languages)
  const postings = query.terms.length > 0 ? await view.postings(query.terms) : []
  const frequencies = query.terms.map((_, i) => postings[i]?.length ?? 0)
  /** Grammar of a language that the collection is not in. */
  const isForeign = query.terms.map(({ word }, i) => frequencies[i] === 0 && languagesOfWord.has(word))
  const asking = askingWordsOf(text)
  const generic = query.terms.map(
    ({ word }, i) => isForeign[i] === true || asking.has(word) || isGeneric(word, view.languages),
  )
  const weights = query.terms.map(
    ({ weight }, i) =>
      weight *
      (isForeign[i] ? 0 : generic[i] && !generic.every(Boolean) ? genericShare : 1) *
      inverseFrequency(view.statistics.passages, Math.max(1, frequencies[i] ?? 0)),
  )
  return { text, query, weights, generic, frequencies }
}

/** Which of a question's words a text holds. */
export interface Match {
  /** For each word 1 if the text holds it, less if it holds another form of it, else 0. */
  held: number[]
  /** For each word where it stands, counted in words; -1 if it does not. */
  places: number[]
  /** The stems of the text. */
  stems: ReadonlySet<string>
  words: number
}

/** A word that matches by most of its letters, such as another form of it, counts by their share, and a little less. */
const partial = 0.9
const mostLetters = 0.55
/** A pair of characters of which the first matches alone counts for less; of threes, as in Thai, the first tells nothing. */
const partialPiece = 0.5

/** Reads texts of one language with the question in mind. */
export const matcherOf = ({ query }: WeighedQuestion, language: string): ((text: string) => Match) => {
  const stem = stemmerOf(language)
  const wanted = query.terms.map((term) => ({ ...term, all: new Set([...term.stems, stem(term.word)]) }))
  const seen = new Map<string, ReadonlySet<number>>()
  const gramsIn = (word: string): ReadonlySet<number> => {
    const known = seen.get(word) ?? new Set(gramsOf(word).map((gram) => short(hash32(gram))))
    seen.set(word, known)
    return known
  }
  return (text) => {
    const words = wordsOf(text, language)
    const stems = words.map(stem)
    const grams = [...new Set(words)].map(gramsIn)
    const places = wanted.map(({ all, isPrefix, word }) =>
      stems.findIndex((each) => all.has(each) || (isPrefix && each.startsWith(word))),
    )
    const held = wanted.map(({ word, isCode, grams: letters }, i) => {
      if ((places[i] ?? -1) >= 0) return 1
      if (isCode) return 0
      const found = Math.max(0, ...grams.map((inWord) => letters.filter((gram) => inWord.has(gram)).length))
      if (found < mostLetters * letters.length) return 0
      return isUnspaced(word) ? (isPaired(word) ? partialPiece : 0) : (partial * found) / letters.length
    })
    return { held, places, stems: new Set(stems), words: words.length }
  }
}

/** The share of the weight of a question's words that `held` says is there. */
export const coverage = (weights: readonly number[], held: readonly number[]): number => {
  let [covered, total] = [0, 0]
  weights.forEach((weight, i) => {
    total += weight
    covered += weight * (held[i] ?? 0)
  })
  return total > 0 ? covered / total : 0
}

/** What any of some texts holds. */
export const union = (...parts: readonly (readonly number[])[]): number[] =>
  (parts[0] ?? []).map((_, i) => Math.max(...parts.map((part) => part[i] ?? 0)))
