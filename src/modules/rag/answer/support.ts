import { fold } from '../text/fold.ts'
import { functionWords, languagesOfWord } from '../text/function-words.ts'
import { languageOf } from '../text/language.ts'
import { stemmerOf } from '../text/stem.ts'
import { wordsOf } from '../text/words.ts'
import { sentencesOf } from '../retrieve/sentences.ts'

/** The words for one to twelve; a document may spell what a model writes in digits. */
const spelt = [
  'one two three four five six seven eight nine ten eleven twelve',
  'eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
  'un deux trois quatre cinq six sept huit neuf dix onze douze',
  'uno dos tres cuatro cinco seis siete ocho nueve diez once doce',
  'uno due tre quattro cinque sei sette otto nove dieci undici dodici',
  'um dois três quatro cinco seis sete oito nove dez onze doze',
  'один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать',
  'bir iki üç dört beş altı yedi sekiz dokuz on',
  '一 二 三 四 五 六 七 八 九 十',
].map((list) => list.split(' '))

const valueOf = new Map(spelt.flatMap((words) => words.map((word, i): [string, string] => [word, String(i + 1)])))
const number = /\d+(?:[.,'’\u00a0\u202f]\d+)*/gu

/** A number in one form, whichever way its language groups and parts digits. */
const canonical = (found: string): string => {
  const parts = found.split(/[.,'’\u00a0\u202f]/u)
  const last = parts.at(-1) ?? ''
  const isGrouped = parts.length > 1 && last.length === 3 && parts[0] !== '0'
  const isDecimal = parts.length > 1 && !isGrouped
  const whole = (isDecimal ? parts.slice(0, -1) : parts).join('').replace(/^0+(?=\d)/u, '')
  const decimals = isDecimal ? last.replace(/0+$/u, '') : ''
  return decimals === '' ? whole : `${whole}.${decimals}`
}

const numbersOf = (text: string): string[] => (fold(text).match(number) ?? []).map(canonical)

/** Whether every number of a sentence stands in what it rests on, in digits of any script or, if it is small, in words. */
export const numbersHold = (sentence: string, evidence: readonly string[]): boolean => {
  const wanted = numbersOf(sentence)
  if (wanted.length === 0) return true
  const known = new Set(evidence.flatMap(numbersOf))
  for (const text of evidence) {
    for (const word of fold(text).match(/[\p{L}\p{M}]+/gu) ?? []) known.add(valueOf.get(word) ?? '')
    for (const digit of text.match(/[一二三四五六七八九十]/gu) ?? []) known.add(valueOf.get(digit) ?? '')
  }
  return wanted.every((each) => known.has(each))
}

/** Whether a sentence is in a language, as far as so few words tell. */
export const isIn = (sentence: string, language: string): boolean => {
  const hits = new Map<string, number>()
  for (const word of wordsOf(sentence, language))
    for (const each of languagesOfWord.get(word) ?? []) hits.set(each, (hits.get(each) ?? 0) + 1)
  const own = hits.get(language) ?? 0
  return (own > 0 && own >= Math.max(...hits.values())) || languageOf(sentence) === language
}

/** A capital after a word is a name in these; German writes every noun so. */
const name = /(?<=[\p{L}\p{M}\p{N},;]\s)\p{Lu}[\p{L}\p{M}’'-]{2,}/gu
const sameLetters = 4
const capitalised = new Set(['de'])

const begins = (word: string): string => Array.from(fold(word)).slice(0, sameLetters).join('')

/** Whether every name in a sentence is known from the passages or the question; both must be in one language. */
export const namesHold = (sentence: string, known: readonly string[], language: string): boolean => {
  if (capitalised.has(language)) return true
  const names = sentence.match(name) ?? []
  if (names.length === 0) return true
  const beginnings = new Set(known.flatMap((text) => (text.match(/[\p{L}\p{M}]+/gu) ?? []).map(begins)))
  return names.every((each) => each.split(/[’'-]/u).every((part) => part.length < 3 || beginnings.has(begins(part))))
}

const contentStems = (text: string, language: string): Set<string> => {
  const common = functionWords.get(language)
  return new Set(
    wordsOf(text, language)
      .filter((word) => !common?.has(word))
      .map(stemmerOf(language)),
  )
}

/** Words of its own that a sentence must have before they tell anything. */
const fewestWords = 2

/** Whether a sentence shares any word with what it rests on, besides those that the question gave it. */
export const wordsHold = (
  sentence: string,
  { evidence, question, language }: { evidence: readonly string[]; question: string; language: string },
): boolean => {
  const asked = contentStems(question, language)
  const own = [...contentStems(sentence, language)].filter((stem) => !asked.has(stem))
  if (own.length < fewestWords) return true
  const held = contentStems(evidence.join('\n'), language)
  return own.some((stem) => held.has(stem))
}

const leastShared = 0.5

/** The sentence of a passage that says most of what a sentence says, and at least half of it. */
export const supportOf = (
  sentence: string,
  content: string,
  language: string,
): { start: number; end: number } | undefined => {
  const wanted = [...contentStems(sentence, language)]
  let best: { start: number; end: number; shared: number } | undefined
  for (const { start, end } of sentencesOf(content, language)) {
    const stems = contentStems(content.slice(start, end), language)
    const shared = wanted.filter((stem) => stems.has(stem)).length / Math.max(1, wanted.length)
    if (shared >= leastShared && shared > (best?.shared ?? 0)) best = { start, end, shared }
  }
  return best && { start: best.start, end: best.end }
}
