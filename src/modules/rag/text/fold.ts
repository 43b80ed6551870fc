// oxlint-disable no-control-regex, no-misleading-character-class -- control characters and lone marks are what is looked for
const ascii = /^[\u0001-\u007f]*$/
/** NUL, soft hyphen, tatweel, zero-width and direction marks, variation selectors: they are seen by nobody and split words. */
const invisible = /[\u0000\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]/g
const dottedI = /i\u0307/g
const foreignDigit = /[^\u0000-\u007f\P{Nd}]/gu

/** The value of a decimal digit of any script: Unicode keeps each script's ten together, in order. */
const digitValue = (digit: string): string => {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return String((code - zero) % 10)
}

/**
 * Makes spellings that a reader takes for the same the same: NFKC, lower case (dotless i in Turkish), sharp and final s,
 * ASCII digits, nothing invisible. Keeps combining marks. The length may change.
 */
export const fold = (text: string, language = 'en'): string => {
  if (ascii.test(text) && language !== 'tr') return text.toLowerCase()
  const composed = text.replace(invisible, '').normalize('NFKC')
  const lower = language === 'tr' || language === 'az' ? composed.toLocaleLowerCase('tr') : composed.toLowerCase()
  return lower.replace(dottedI, 'i').replaceAll('ß', 'ss').replaceAll('ς', 'σ').replace(foreignDigit, digitValue)
}

const letterMarks = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/
const strippable = new RegExp(letterMarks, 'g')

/**
 * A word without accents, vowel points and hamzas, where these are often left out in writing, and with a dot on each i; Indic and
 * Thai signs stay.
 */
export const withoutAccents = (word: string): string => {
  if (ascii.test(word)) return word
  const apart = word.replaceAll('ı', 'i').normalize('NFD')
  return letterMarks.test(apart) ? apart.replace(strippable, '').normalize('NFC') : apart.normalize('NFC')
}
