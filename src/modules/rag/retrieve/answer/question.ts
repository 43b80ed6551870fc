import { inverseFrequency, lexicalQuery, type LexicalQuery } from '../../indexes/index.ts'
import type { QueryTerm } from '../../text/lexical-query.ts'
import type { LexicalView, PassageStore } from '../../stores/passage-store.ts'
import { fold } from '../../text/fold.ts'
import { languagesOfWord } from '../../text/function-words.ts'
import { gramsOf } from '../../text/grams.ts'
import { hash32, short } from '../../text/hash.ts'
import { stemmerOf } from '../../text/stem.ts'
import { isPaired, isUnspaced, wordsOf } from '../../text/words.ts'
import { askingWordsOf } from './asking.ts'
import { isGeneric } from './generic.ts'
import { alternativesOf, type Alternative } from './same-meaning.ts'

/** A question's words with what each weighs in this collection. */
export interface WeighedQuestion {
  text: string
  query: LexicalQuery
  weights: number[]
  /** Which of them only say what kind of answer is wanted. */
  generic: boolean[]
  /** In how many passages of the collection each word stands, or what may be said for it. */
  frequencies: number[]
  /** The question without the words that only say what kind of answer is wanted, unless it has no others. */
  sought: string
  /** For each language of the collection what else may be said for each word, as far as any passage does. */
  alternatives: ReadonlyMap<string, Alternative[][]>
  /** The question with what else may be said, the words that no passage holds left out; `undefined` if there is nothing else. */
  saidOtherwise: string | undefined
}

/** What a word weighs that says only what kind of answer is wanted. */
const genericShare = 0.3

/** Of what may be said for a word so much is looked for. */
const mostOthers = 3

type Known = Alternative & { frequency: number }

/** In how many passages of the collection each term stands. */
const passagesHolding = async (view: LexicalView, terms: readonly QueryTerm[]): Promise<number[]> => {
  if (terms.length === 0) return []
  const postings = await view.postings(terms)
  return postings.map(({ keys }) => keys.length)
}

/** What two words say may be written as one: `roll back`, `rollback`. */
const joinedWith = (words: readonly string[], at: number, language: string): Alternative[] =>
  [at - 1, at].flatMap((i) => {
    const [first, second] = [words[i], words[i + 1]]
    if (first === undefined || second === undefined || isUnspaced(first) || isUnspaced(second)) return []
    return [{ stems: [stemmerOf(language)(first + second)], text: first + second }]
  })

/** What else may be said for each word of a question, as far as any passage does. */
const alternativesIn = async (
  view: LexicalView,
  text: string,
  query: LexicalQuery,
): Promise<ReadonlyMap<string, Known[][]>> => {
  const found = new Map<string, Alternative[][]>()
  for (const language of view.languages) {
    const words = wordsOf(text, language)
    const others = alternativesOf(words, language).map((each, i) => [...each, ...joinedWith(words, i, language)])
    const byTerm = query.terms.map(({ word }) => words.flatMap((each, i) => (each === word ? (others[i] ?? []) : [])))
    if (byTerm.some((each) => each.length > 0)) found.set(language, byTerm)
  }
  const texts = [...found.values()].flat(2).map((other) => other.text)
  const { terms } = lexicalQuery([...new Set(texts)].join(' . '), view.languages)
  const holding = await passagesHolding(view, terms)
  const frequencyOf = new Map(
    terms.flatMap(({ stems }, i) => stems.map((stem): [string, number] => [stem, holding[i] ?? 0])),
  )
  const measured = [...found].map(([language, byTerm]): [string, Known[][]] => [
    language,
    byTerm.map((others) =>
      others
        .map((other) => ({
          ...other,
          frequency: Math.min(...other.stems.map((stem) => frequencyOf.get(stem) ?? Number.POSITIVE_INFINITY)),
        }))
        .filter(({ frequency }) => frequency > 0 && Number.isFinite(frequency))
        // Of several words it is not known how often they stand together.
        .sort((a, b) => a.stems.length - b.stems.length || b.frequency - a.frequency),
    ),
  ])
  return new Map(measured)
}

/** A question without its generic words, and without what they are joined to by marks alone. */
const withoutGeneric = (text: string, { terms }: LexicalQuery, generic: readonly boolean[]): string => {
  if (generic.every(Boolean) || !generic.some(Boolean)) return text
  const dropped = new Set(terms.flatMap(({ word }, i) => (generic[i] === true ? [word] : [])))
  return text.replaceAll(/[\p{L}\p{M}\p{N}]+/gu, (word) => (dropped.has(fold(word)) ? '' : word))
}

const sayOtherwise = (
  { terms, generic }: { terms: readonly QueryTerm[]; generic: readonly boolean[] },
  literal: readonly number[],
  others: readonly (readonly Known[])[],
): string | undefined => {
  if (others.every(({ length }) => length === 0)) return undefined
  const said = terms.flatMap(({ word }, i) => {
    if (generic[i] === true && !generic.every(Boolean)) return []
    const other = (others[i] ?? []).slice(0, mostOthers).map(({ text }) => text)
    return other.length === 0 || (literal[i] ?? 0) > 0 ? [word, ...other] : other
  })
  return [...new Set(said)].join(' ')
}

/** Weighs a question's words by how rare they are in the collection; words it has never seen weigh as much as the rarest. */
export const weighQuestion = async (store: PassageStore, text: string): Promise<WeighedQuestion> => {
  const view = await store.lexical.view()
  const query = lexicalQuery(text, view.languages)
  const literal = await passagesHolding(view, query.terms)
  const alternatives = await alternativesIn(view, text, query)
  const others = query.terms.map((_, i) => [...alternatives.values()].flatMap((each) => each[i] ?? []))
  const frequencies = literal.map((frequency, i) =>
    frequency > 0 ? frequency : Math.max(0, ...(others[i] ?? []).map((other) => other.frequency)),
  )
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
  return {
    text,
    query,
    weights,
    generic,
    frequencies,
    alternatives,
    sought: withoutGeneric(text, query, generic),
    saidOtherwise: sayOtherwise({ terms: query.terms, generic }, literal, others),
  }
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
/** What may be said for a word counts for so much less than the word. */
export const otherShare = 0.6

/** Reads texts of one language with the question in mind. */
export const matcherOf = ({ query, alternatives }: WeighedQuestion, language: string): ((text: string) => Match) => {
  const stem = stemmerOf(language)
  const wanted = query.terms.map((term) => ({ ...term, all: new Set([...term.stems, stem(term.word)]) }))
  const others = alternatives.get(language) ?? []
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
    const all = new Set(stems)
    const heldByLetters = ({ word, grams: letters }: QueryTerm): number => {
      const found = Math.max(0, ...grams.map((inWord) => letters.filter((gram) => inWord.has(gram)).length))
      if (found < mostLetters * letters.length) return 0
      return isUnspaced(word) ? (isPaired(word) ? partialPiece : 0) : (partial * found) / letters.length
    }
    const held = wanted.map((term, i) => {
      if ((places[i] ?? -1) >= 0) return 1
      if (term.isCode) return 0
      const isSaidOtherwise = (others[i] ?? []).some((other) => other.stems.every((each) => all.has(each)))
      return Math.max(heldByLetters(term), isSaidOtherwise ? otherShare : 0)
    })
    return { held, places, stems: all, words: words.length }
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
