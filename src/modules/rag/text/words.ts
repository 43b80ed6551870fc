// oxlint-disable no-control-regex -- control characters are among what is looked for
import { fold } from './fold.ts'

const pairScripts = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}ー々〇`
const tripleScripts = String.raw`\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}`
const start = String.raw`[[\p{L}\p{N}]--[${pairScripts}${tripleScripts}]]`
const follow = String.raw`[[\p{L}\p{N}\p{M}]--[${pairScripts}${tripleScripts}]]*`
const joiner = String.raw`[\-._@\/+\u2060]`

/**
 * Group 1: a run of a script that is read by pairs; 2: by threes; else a word, or words joined as in codes, versions,
 * addresses and names of programming languages.
 */
export const unit = new RegExp(
  `([${pairScripts}]+)|([[${tripleScripts}]&&[\\p{L}\\p{N}]][${tripleScripts}\\p{M}]*)|${start}${follow}(?:${joiner}${start}${follow})*(?:\\+\\+|#)?`,
  'gv',
)
const asciiUnit = /[a-z0-9]+(?:[-._@/+\u2060][a-z0-9]+)*(?:\+\+|#)?/g
const ascii = /^[\u0000-\u007f\u2060]*$/
const joiners = /[-._@/+\u2060]/
const humps = /(\p{Ll})(\p{Lu})/gu
const hump = /\p{Ll}\p{Lu}/u
/** Longer words are cut here. */
export const longestWord = 64

const pairedScript = new RegExp(`^[${pairScripts}]`, 'v')
const tripleScript = new RegExp(`^[${tripleScripts}]`, 'v')

/** For each UTF-16 unit 1 for scripts cut into pairs, 2 for those cut into threes; a table, for it is asked of every word. */
const scriptOfUnit = (() => {
  const table = new Uint8Array(0x10000)
  for (let code = 0x0e00; code < 0x10000; code++) {
    const character = String.fromCharCode(code)
    table[code] = pairedScript.test(character) ? 1 : tripleScript.test(character) ? 2 : 0
  }
  // The first halves of the rarer Chinese characters beyond the basic plane.
  return table.fill(1, 0xd840, 0xd889)
})()

/** Whether the text begins with a script that has no blanks between words, and so is cut into overlapping pieces. */
export const isUnspaced = (text: string): boolean => scriptOfUnit[text.charCodeAt(0)] !== 0 && text !== ''

/** Whether the pieces are pairs (Chinese, Japanese, Korean) rather than threes (Thai, Lao, Khmer, Burmese). */
export const isPaired = (text: string): boolean => scriptOfUnit[text.charCodeAt(0)] === 1

const surrogates = /[\ud800-\udfff]/

/** Overlapping pieces of `size` characters, and what is left at the end, so that every shorter string begins a piece. */
const pieces = (run: string, size: number, out: string[]): void => {
  if (!surrogates.test(run)) {
    for (let i = 0; i < run.length; i++) out.push(run.slice(i, i + size))
    return
  }
  const characters = Array.from(run)
  for (let i = 0; i < characters.length; i++) out.push(characters.slice(i, i + size).join(''))
}

/** Whether joined words make a name of their own (`px-77`, `v2.1.3`, `a@b.org`, `read_file`), and not just `well-known`. */
const isCode = (joined: string): boolean => /[\d@_.]/.test(joined) && joined.length <= longestWord

const addWord = (match: string, out: string[]): void => {
  const suffix = /(?:\+\+|#)$/.exec(match)
  if (suffix) out.push(match.replaceAll('\u2060', ''))
  const word = suffix ? match.slice(0, suffix.index) : match
  if (!joiners.test(word)) {
    out.push(word.length > longestWord ? word.slice(0, longestWord) : word)
    return
  }
  const parts = word.split(joiners)
  for (const part of parts) out.push(part.slice(0, longestWord))
  const whole = word.replaceAll('\u2060', '')
  if (whole.length < word.length ? whole.length <= longestWord : isCode(whole)) out.push(whole)
}

/**
 * The words of a text in their order, folded: words between blanks with their marks, pieces where a script has no blanks,
 * and the exact form of codes beside their parts. The same for every store, and for documents and questions.
 */
export const wordsOf = (text: string, language = 'en'): string[] => {
  const folded = fold(hump.test(text) ? text.replaceAll('\u2060', '').replace(humps, '$1\uE000$2') : text, language)
  const prepared = folded.includes('\uE000') ? folded.replaceAll('\uE000', '\u2060') : folded
  const out: string[] = []
  if (ascii.test(prepared)) {
    for (const match of prepared.match(asciiUnit) ?? []) addWord(match, out)
    return out
  }
  for (const match of prepared.matchAll(unit)) {
    if (match[1] !== undefined) pieces(match[1], 2, out)
    else if (match[2] !== undefined) pieces(match[2], 3, out)
    else addWord(match[0], out)
  }
  return out
}
