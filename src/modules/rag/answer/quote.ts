import { fold } from '../text/fold.ts'
import { functionWords } from '../text/function-words.ts'
import { isUnspaced, wordsOf } from '../text/words.ts'

/** A stretch of a passage, in UTF-16 code units. */
interface Place {
  start: number
  end: number
}

/**
 * What counts when words are compared: letters and digits, signs of money and measure, what parts the digits of a number, and its
 * minus. Line breaks, quotation marks, Markdown and hidden characters do not.
 */
const counting =
  /[\p{L}\p{N}]\p{M}*|[\p{Sc}%‰+=°]|(?<=\p{N})[.,:/'’–—-](?=\p{N})|(?<![\p{L}\p{M}\p{N}])[-−–](?=\p{N})/gu
const dash = /^[-−–—]$/u
const left = /\s*(?:\.{3}|…|\[(?:\.{3}|…)\])\s*/u
const mostCharacters = 1_000
const inWord = /[\p{L}\p{M}\p{N}]/u

interface Letters {
  letters: string
  /** For each of them the stretch of the text that it stands for. */
  places: Place[]
}

const lettersOf = (text: string): Letters => {
  const places: Place[] = []
  let letters = ''
  for (const { 0: found, index } of text.matchAll(counting)) {
    const folded = dash.test(found) ? '-' : fold(found)
    letters += folded
    for (let i = 0; i < folded.length; i++) places.push({ start: index, end: index + found.length })
  }
  return { letters, places }
}

/** Whether a stretch begins and ends where words do, as far as the script parts them. */
const isWhole = (text: string, { start, end }: Place): boolean => {
  const parts = (before: string, after: string): boolean =>
    !inWord.test(before) || !inWord.test(after) || isUnspaced(before) || isUnspaced(after)
  return parts(text.charAt(start - 1), text.charAt(start)) && parts(text.charAt(end - 1), text.charAt(end))
}

/** Whether letters hold a number whole at a place: `5` is not in `1.5`, nor in `−5`. */
const holdsNumbers = (letters: string, start: number, end: number): boolean => {
  const isDigit = (at: number): boolean => /\p{N}/u.test(letters.charAt(at))
  const before = letters.charAt(start - 1)
  const isCutBefore = isDigit(start) && (/[.,'’]/u.test(before) || (before === '-' && !isDigit(start - 2)))
  return !isCutBefore && !(isDigit(end - 1) && /[.,'’]/u.test(letters.charAt(end)))
}

const find = (content: string, { letters, places }: Letters, wanted: string, from: number): Place | undefined => {
  for (let at = letters.indexOf(wanted, from); at >= 0; at = letters.indexOf(wanted, at + 1)) {
    const [first, last] = [places[at], places[at + wanted.length - 1]]
    const place = first && last ? { start: first.start, end: last.end } : undefined
    if (place && isWhole(content, place) && holdsNumbers(letters, at, at + wanted.length)) return place
  }
  return undefined
}

/** Whether a quotation says anything besides grammar, in the language of its document. */
export const saysSomething = (quote: string, language: string): boolean => {
  const common = functionWords.get(language)
  return wordsOf(quote, language).some((word) => !common?.has(word) && (word.length > 1 || isUnspaced(word)))
}

/**
 * Where a passage says just these words, whatever its line breaks, capitals, quotation marks and hidden characters; undefined
 * where it does not. What a quotation leaves out between words, it says by an ellipsis.
 */
export const findQuote = (content: string, quote: string): Place | undefined => {
  if (quote.length > mostCharacters) return undefined
  const read = lettersOf(content)
  let found: Place | undefined
  let from = 0
  for (const part of quote.split(left)) {
    const { letters } = lettersOf(part)
    if (letters === '') continue
    const place = find(content, read, letters, from)
    if (!place) return undefined
    found = { start: found?.start ?? place.start, end: place.end }
    from = read.places.findIndex(({ start }) => start >= place.end)
    if (from < 0) from = read.letters.length
  }
  return found && found.end - found.start <= mostCharacters ? found : undefined
}
