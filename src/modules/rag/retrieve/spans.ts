import type { Span } from './highlight.ts'

const blankOrQuote = /[\s"'“”‘’«»]+/gu
const letters = /[\p{L}\p{N}\p{M}]/u
const shortest = 12

/**
 * Where a text holds a quote, to the letter but for blanks, quotation marks and case; `undefined` when it does not. Models
 * change those when they copy.
 */
export const findQuote = (text: string, quote: string): Span | undefined => {
  const exact = quote === '' ? -1 : text.indexOf(quote)
  if (exact >= 0) return { start: exact, end: exact + quote.length }
  const wanted = quote.replace(blankOrQuote, '').toLowerCase()
  if (wanted.length < shortest) return undefined
  const places: number[] = []
  let plain = ''
  for (let i = 0; i < text.length; i++) {
    const character = (text[i] ?? '').toLowerCase()
    if (character.replace(blankOrQuote, '') === '') continue
    for (const unit of character) {
      plain += unit
      places.push(i)
    }
  }
  const at = plain.indexOf(wanted)
  if (at < 0 || !letters.test(wanted)) return undefined
  return { start: places[at] ?? 0, end: (places[at + wanted.length - 1] ?? 0) + 1 }
}

const number = /\p{Nd}+(?:[.,:]\p{Nd}+)*/gu

/** The numbers in a statement that its evidence does not hold. */
export const unsupportedNumbers = (statement: string, evidence: string): string[] => {
  const held = new Set(evidence.match(number))
  return (statement.match(number) ?? []).filter((each) => !held.has(each))
}

const image = /!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>/giu
const link = /\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)/gu
const reference = /^\s*\[[^\]]+\]:\s*\S+.*$/gmu
const tag = /<\/?[a-z!][^>]*>/giu
const address = /\b(?:https?|ftp|file|data|javascript):[^\s<>"')\]]*/giu

/** A text without images, markup and any link but to these sources: what a document says must not send the reader anywhere. */
export const withoutForeignLinks = (text: string, sources: ReadonlySet<string>): string =>
  text
    .replace(image, '')
    .replace(reference, '')
    .replace(link, (whole: string, label: string, target: string) => (sources.has(target) ? whole : label))
    .replace(tag, '')
    .replace(address, (found) =>
      sources.has(found) || sources.has(found.replace(/[.,;:!?]+$/u, '')) ? found : '[link removed]',
    )
