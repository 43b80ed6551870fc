import { functionWords } from './function-words.ts'
import { gramsOf } from './grams.ts'
import { hash32, hashPair, short } from './hash.ts'
import { byFunctionWords } from './language.ts'
import { stemmerOf } from './stem.ts'
import { isPaired, isUnspaced, wordsOf } from './words.ts'

/** Whole paragraphs are asked too: what a quarter of their words find is much worse. */
const mostTerms = 256

/** A word of a question: how it is spelt, what it is looked up by, and how much it counts. */
export interface QueryTerm {
  word: string
  /** Its stems in the languages of the collection; a passage that holds any of them holds the term. */
  stems: string[]
  /** The same, hashed as in signatures. */
  hashes: number[]
  /** It is shorter than the pieces its script is cut into, so that it matches whatever begins with it. */
  isPrefix: boolean
  /** Its letter sequences, hashed as in signatures. */
  grams: number[]
  /** How often the question says it, at most twice. */
  weight: number
  /** It names one thing and is meant to the letter: `px-77`, `v2.1.3`, `a@b.org`. */
  isCode: boolean
  /** It was not said, and stands for a word that no passage holds. */
  isGuess?: boolean
}

/** Two words that stand side by side in the question: the terms they are (-1 for a function word) and their hashes. */
export interface QueryPair {
  terms: [number, number]
  hashes: number[]
}

/** A question, taken apart for lexical search. */
export interface LexicalQuery {
  terms: QueryTerm[]
  pairs: QueryPair[]
  /** The letter sequences of its words, hashed as in signatures. */
  grams: number[]
}

/** Question words of scripts without blanks are cut out before the text is cut into pieces, longest first. */
const unspacedPhrases = ['zh', 'ja', 'th'].map((language) => {
  const phrases = [...(functionWords.get(language) ?? [])].filter((phrase) => Array.from(phrase).length > 1)
  return new RegExp(phrases.sort((a, b) => b.length - a.length).join('|'), 'g')
})

const withoutPhrases = (text: string): string =>
  unspacedPhrases.reduce((rest, phrases) => rest.replace(phrases, ' '), text)

const contentWords = (words: string[], languages: readonly string[]): string[] => {
  const { language } = byFunctionWords(words, languages)
  const drop = functionWords.get(language)
  if (!drop) return words
  const content = words.filter((word) => !drop.has(word))
  return content.length > 0 ? content : words
}

const isShort = (word: string): boolean => isUnspaced(word) && Array.from(word).length < (isPaired(word) ? 2 : 3)

const isCode = (word: string): boolean => /[-._@/+#]/.test(word) || (/\d/.test(word) && /\p{L}/u.test(word))

/** In a run of pieces the shortened ones at its end say nothing new; alone they are all there is. */
const withoutRunEnds = (words: string[]): string[] => {
  const isEnd = (word: string, before: string | undefined): boolean =>
    before !== undefined && isShort(word) && isUnspaced(before) && before.endsWith(word) && before.length > word.length
  return words.filter((word, i) => !isEnd(word, words[i - 1]))
}

/**
 * Takes a question apart as documents were, once for each language the collection holds, since a question is too short to be
 * sure of its own. Function words are dropped unless nothing else is left.
 */
export const lexicalQuery = (question: string, languages: readonly string[]): LexicalQuery => {
  const among = languages.length > 0 ? languages : ['en']
  let words = withoutRunEnds(wordsOf(withoutPhrases(question)))
  if (words.length === 0) words = withoutRunEnds(wordsOf(question))
  const content = contentWords(words, among).slice(0, mostTerms)
  const terms: QueryTerm[] = []
  const termOf = new Map<string, number>()
  for (const word of content) {
    const stems = [...new Set(among.map((language) => stemmerOf(language)(word)))]
    const before = terms[termOf.get(stems.join(' ')) ?? -1]
    if (before) before.weight = 2
    else {
      const grams = gramHashes(word)
      terms.push({
        word,
        stems,
        hashes: stems.map(hash32),
        isPrefix: isShort(word),
        grams,
        weight: 1,
        isCode: isCode(word),
      })
    }
    termOf.set(stems.join(' '), before ? terms.indexOf(before) : terms.length - 1)
  }
  return {
    terms,
    pairs: pairsOf(words, among, termOf).slice(0, mostTerms),
    grams: [...new Set(content.flatMap(gramHashes))],
  }
}

const gramHashes = (word: string): number[] => gramsOf(word).map((gram) => short(hash32(gram)))

const pairsOf = (words: string[], languages: readonly string[], termOf: ReadonlyMap<string, number>): QueryPair[] => {
  const spoken = words.map((word) => {
    const stems = languages.map((language) => stemmerOf(language)(word))
    return { isPaired: isPaired(word), stems, term: termOf.get([...new Set(stems)].join(' ')) ?? -1 }
  })
  const pairs = new Map<string, QueryPair>()
  for (const [i, second] of spoken.entries()) {
    const first = spoken[i - 1]
    if (!first || first.isPaired || second.isPaired || (first.term < 0 && second.term < 0)) continue
    const hashes = first.stems.map((stem, j) => short(hashPair(hash32(stem), hash32(second.stems[j] ?? ''))))
    pairs.set(hashes.join(' '), { terms: [first.term, second.term], hashes: [...new Set(hashes)] })
  }
  return [...pairs.values()]
}
