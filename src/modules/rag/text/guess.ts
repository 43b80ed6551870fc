import { hash32 } from './hash.ts'
import type { QueryTerm } from './lexical-query.ts'
import { stemmerOf } from './stem.ts'

/** Languages that write compounds as one word, and the letters that link their parts. */
const links: Record<string, RegExp> = {
  da: /[es]$/,
  de: /e?[ns]$/,
  fi: /n$/,
  nl: /(?:e|en|s)$/,
  no: /[es]$/,
  sv: /s$/,
}
const shortestPart = 4
const shortestMisspelt = 5
const longestMisspelt = 20
/** Spellings are stemmed as in so many of the languages that most documents are in. */
const languagesOfSpellings = 2
/** What is guessed counts for so much of what was said. */
const guessWeight = 0.6

const alphabets = ['abcdefghijklmnopqrstuvwxyz', 'абвгдежзийклмнопрстуфхцчшщъыьэюяіїє', 'αβγδεζηθικλμνξοπρστυφχψω'].map(
  (letters) => Array.from(letters),
)

/** What may be meant by a word that no passage holds. */
export interface Guess {
  /** The two words that it may be made of, for each place where it may be parted. */
  parts: [QueryTerm, QueryTerm][]
  /** All that differs from it in one letter, as one term. */
  spelling: QueryTerm | undefined
}

const guessedTerm = ({ weight }: QueryTerm, word: string, stems: readonly string[]): QueryTerm => {
  const distinct = [...new Set(stems)]
  const hashes = distinct.map(hash32)
  return {
    word,
    stems: distinct,
    hashes,
    isPrefix: false,
    grams: [],
    weight: weight * guessWeight,
    isCode: false,
    isGuess: true,
  }
}

const partsOf = (term: QueryTerm, languages: readonly string[]): [QueryTerm, QueryTerm][] => {
  const compounding = languages.filter((language) => links[language])
  if (compounding.length === 0) return []
  const stemsOf = (part: string): string[] => compounding.map((language) => stemmerOf(language)(part))
  const unlinked = (head: string): string[] =>
    compounding
      .map((language) => head.replace(links[language] ?? '', ''))
      .filter((bare) => bare.length >= shortestPart)
      .flatMap(stemsOf)
  const found: [QueryTerm, QueryTerm][] = []
  for (let at = shortestPart; at <= term.word.length - shortestPart; at++) {
    const [head, tail] = [term.word.slice(0, at), term.word.slice(at)]
    const stems = [...stemsOf(head), ...unlinked(head)]
    found.push([guessedTerm(term, head, stems), guessedTerm(term, tail, stemsOf(tail))])
  }
  return found
}

/** What a word may be if one letter was dropped, added, changed or swapped with the next; the first is seldom wrong. */
const spellingsOf = (word: string): string[] => {
  const alphabet = alphabets.find((letters) => letters.includes(word.at(-1) ?? '')) ?? []
  const found: string[] = []
  for (let at = 1; at <= word.length; at++) {
    const [before, letter = '', next = '', rest] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)]
    for (const other of alphabet) found.push(`${before}${other}${letter}${next}${rest}`)
    if (letter === '') continue
    for (const other of alphabet) found.push(`${before}${other}${next}${rest}`)
    found.push(`${before}${next}${rest}`, `${before}${next}${letter}${rest}`)
  }
  return found
}

/** Guesses what is meant by a word of a question that no passage holds: a compound, or a misspelling. */
export const guess = (term: QueryTerm, languages: readonly string[]): Guess | undefined => {
  const { word } = term
  if (term.isPrefix || !/^\p{L}+$/u.test(word)) return undefined
  const near = word.length >= shortestMisspelt && word.length <= longestMisspelt ? spellingsOf(word) : []
  const stems = languages.slice(0, languagesOfSpellings).flatMap((language) => near.map(stemmerOf(language)))
  return {
    parts: partsOf(term, languages),
    spelling: stems.length > 0 ? guessedTerm(term, word, stems) : undefined,
  }
}
