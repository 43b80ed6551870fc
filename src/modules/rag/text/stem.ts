import snowball from 'snowball-stemmers'
import { withoutAccents } from './fold.ts'
import { isUnspaced } from './words.ts'

/** Languages with a Snowball stemmer, by their ISO 639-1 code. */
const algorithms: Record<string, string> = {
  ar: 'arabic',
  ca: 'catalan',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hu: 'hungarian',
  hy: 'armenian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sl: 'slovene',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
}

/** Languages whose words do not change their form. */
const uninflected = new Set(['vi', 'zh', 'th', 'lo', 'km', 'my'])

/**
 * Where there is no stemmer a word's first five letters stand for it, which serves inflecting languages nearly as well
 * (Can et al. 2008, for Turkish).
 */
const prefixLength = 5

/** Endings of languages without a stemmer whose nouns and verbs differ in them, after Ramanathan & Rao 2003 for Hindi. */
const endings: Record<string, RegExp> = {
  hi: /(?:\u093f\u092f)?[\u0901-\u0903\u093e-\u094c]+$/u,
  el: /[αεηιουω]+[σν]?$/u,
}
/** What is left of a word must be so long. */
const shortestStem = 2

const withoutEnding = (word: string, ending: RegExp): string => {
  const stem = word.replace(ending, '')
  return Array.from(stem).length >= shortestStem ? stem : word
}

const firstLetters = (word: string): string =>
  word.length > prefixLength ? Array.from(word).slice(0, prefixLength).join('') : word
const cacheSize = 100_000

/** Spellings that a stemmer does not know, as it does: letters with a comma below, and the ё that most writers leave out. */
const respelt: Record<string, (word: string) => string> = {
  ro: (word) => word.replaceAll('ș', 'ş').replaceAll('ț', 'ţ'),
  ru: (word) => word.replaceAll('ё', 'е'),
}
const latinBeyondAscii = /[\u00c0-\u024f]/
/** In Vietnamese a mark makes another word, whatever language its neighbours are in. */
const vietnamese = /[đơư\u1ea0-\u1ef9]/

/** Marks are often left out in writing, and capitals do not tell the two letters i of Turkish apart. */
const plain = (stem: string): string =>
  latinBeyondAscii.test(stem) && !vietnamese.test(stem) ? withoutAccents(stem) : stem

const build = (language: string): ((word: string) => string) => {
  const algorithm = algorithms[language]
  if (algorithm) {
    const stemmer = snowball.newStemmer(algorithm)
    const respell = respelt[language] ?? ((word) => word)
    return (word) => plain(stemmer.stem(respell(word)))
  }
  if (uninflected.has(language)) return (word) => word
  const ending = endings[language]
  if (!ending) return firstLetters
  // A script of syllables says much in five characters: there the ending alone is taken off.
  if (language === 'hi') return (word) => withoutEnding(word, ending)
  return (word) => firstLetters(withoutEnding(withoutAccents(word), ending))
}

const stemmers = new Map<string, (word: string) => string>()

/** The stemmer of a language, remembering what it has seen. Codes, numbers and pieces of unspaced scripts come back as they are. */
export const stemmerOf = (language: string): ((word: string) => string) => {
  const known = stemmers.get(language)
  if (known) return known
  const stem = build(language)
  let seen = new Map<string, string>()
  const remembering = (word: string): string => {
    const before = seen.get(word)
    if (before !== undefined) return before
    if (seen.size >= cacheSize) seen = new Map()
    const stemmed = /[^\p{L}\p{M}]/u.test(word) || isUnspaced(word) ? word : stem(word) || word
    seen.set(word, stemmed)
    return stemmed
  }
  stemmers.set(language, remembering)
  return remembering
}
