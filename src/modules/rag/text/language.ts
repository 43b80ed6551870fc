// oxlint-disable no-control-regex -- control characters are among what is looked for
import { detect } from 'tinyld'
import { functionWords, languagesOfWord } from './function-words.ts'

const sampleLength = 1_500
const ascii = /^[\u0000-\u007f]*$/
/** Enough of a text whose language is plain: no other language has half as many of its function words. */
const shortSampleLength = 300
const clearLead = 2
/** So many different function words settle the language of a text without asking the larger detector. */
const enough = 4

/** Scripts that one language, or one way of cutting words, stands for. Looked for in this order. */
const scripts: [string, RegExp][] = [
  ['ja', /[\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ['ko', /\p{sc=Hangul}/gu],
  ['zh', /\p{sc=Han}/gu],
  ['th', /\p{sc=Thai}/gu],
  ['lo', /\p{sc=Lao}/gu],
  ['km', /\p{sc=Khmer}/gu],
  ['my', /\p{sc=Myanmar}/gu],
  ['el', /\p{sc=Greek}/gu],
  ['he', /\p{sc=Hebrew}/gu],
  ['hi', /\p{sc=Devanagari}/gu],
  ['ta', /\p{sc=Tamil}/gu],
  ['hy', /\p{sc=Armenian}/gu],
  ['arabic', /\p{sc=Arabic}/gu],
  ['cyrillic', /\p{sc=Cyrillic}/gu],
  ['latin', /\p{sc=Latin}/gu],
]

const candidates: Record<string, string[]> = {
  arabic: ['ar', 'fa', 'ur'],
  cyrillic: ['ru', 'uk', 'bg', 'be', 'sr', 'mk'],
  latin: [
    'en',
    'de',
    'fr',
    'es',
    'pt',
    'it',
    'nl',
    'sv',
    'da',
    'no',
    'fi',
    'hu',
    'ro',
    'cs',
    'pl',
    'tr',
    'id',
    'vi',
    'ca',
    'eu',
    'ga',
    'sl',
  ],
}

/** A Chinese character says as much as a word, and a page of Japanese has more of them than of its own letters. */
const weightOf = (script: string): number => (script === 'ja' ? 6 : script === 'zh' ? 3 : 1)
const greatestWeight = 6

/** Whether the plainest letters outweigh whatever other scripts there may be, as in most texts that hold a formula or a name. */
const isPlainlyLatin = (text: string): boolean => {
  let plain = 0
  let foreign = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const letter = code | 0x20
    if (letter >= 0x61 && letter <= 0x7a) plain++
    // Up to there are Latin letters, and in between signs.
    else if (code >= 0x250 && (code < 0x2000 || code >= 0x2c00)) foreign++
  }
  return foreign === 0 || foreign * greatestWeight < plain
}

const dominantScript = (text: string): string => {
  if (ascii.test(text) || isPlainlyLatin(text)) return 'latin'
  let best = 'latin'
  let most = 0
  for (const [script, letters] of scripts) {
    const count = (text.match(letters)?.length ?? 0) * weightOf(script)
    if (count > most) {
      most = count
      best = script
    }
  }
  return best
}

const none = -1
const languageNumbers: ReadonlyMap<string, number> = new Map(
  [...functionWords.keys()].map((language, i) => [language, i]),
)
/** Counted for every word of a document, so they are numbers. */
const numbersOfWord: ReadonlyMap<string, readonly number[]> = new Map(
  Array.from(languagesOfWord, ([word, languages]) => [
    word,
    languages.map((language) => languageNumbers.get(language) ?? none),
  ]),
)

/**
 * The language among `languages` that has the most of its function words among the words, how many they are, and how many the next
 * one has. Each counts once: what a list of changes says over and over, as the v of its versions, tells no more of its language.
 */
export const byFunctionWords = (
  words: readonly string[],
  languages: readonly string[],
): { language: string; hits: number; next: number } => {
  const hits = new Uint32Array(languageNumbers.size)
  const counted = new Set<readonly number[]>()
  for (const word of words) {
    const numbers = numbersOfWord.get(word)
    if (!numbers || counted.has(numbers)) continue
    counted.add(numbers)
    for (const number of numbers) hits[number] = (hits[number] ?? 0) + 1
  }
  let best = { language: '', hits: 0, next: 0 }
  for (const language of languages) {
    const count = hits[languageNumbers.get(language) ?? none] ?? 0
    if (count > best.hits) best = { language, hits: count, next: best.hits }
    else if (count > best.next) best.next = count
  }
  return best
}

const wordsIn = (sample: string): string[] =>
  sample.toLowerCase().match(ascii.test(sample) ? /[a-z]+/g : /[\p{L}\p{M}]+/gu) ?? []

/** The ISO 639-1 code of a text's main language; `en` where nothing tells. For documents: a question is too short to be sure of. */
export const languageOf = (text: string): string => {
  const sample = text.slice(0, sampleLength)
  const script = dominantScript(sample)
  const among = candidates[script]
  if (!among) return script
  const beginning = wordsIn(sample.slice(0, shortSampleLength))
  const first = byFunctionWords(beginning, among)
  if (first.hits >= enough && first.hits >= first.next * clearLead) return first.language
  const words = wordsIn(sample)
  const guess = byFunctionWords(words, among)
  if (guess.hits >= enough) return guess.language
  const detected = words.length >= 4 ? detect(sample, { only: among }) : ''
  return detected || guess.language || (among[0] ?? 'en')
}
