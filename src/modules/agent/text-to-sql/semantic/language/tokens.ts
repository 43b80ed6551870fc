import { lemma, root } from './lemmas.ts'
import { numberOfDigits, numberOfWords, scaleOf } from './numbers.ts'

/** A word, number or mark of a question. */
export interface Token {
  text: string
  lower: string
  lemma: string
  root: string
  /** Offsets in the question: [start, end). */
  start: number
  end: number
  kind: 'word' | 'number' | 'date' | 'mark'
  /** The value, when the token is or begins a number. */
  number?: number
  /** The token stands inside quotation marks. */
  quoted: boolean
  capital: boolean
}

/** A stretch of tokens in quotation marks, without the marks. */
export interface Quotation {
  from: number
  to: number
  text: string
}

/** A question taken apart. */
export interface TokenizedQuestion {
  text: string
  tokens: Token[]
  quotations: Quotation[]
}

const pattern =
  /\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}\/\d{1,2}\/\d{2,4}|\d{1,2}:\d{2}(?::\d{2})?|[$€£]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|[$€£]?-?\d+(?:\.\d+)?(?:k|m|bn|mn)?%?(?![\p{L}\d-])|[\p{L}\d_]+(?:[.@&'’/-][\p{L}\d_]+)*|[^\s]/giu
const datePattern = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\/\d{1,2}\/\d{2,4}|\d{1,2}:\d{2})/
const quotePattern =
  /"([^"]+)"|“([^”]+)”|``(.+?)''|(?<![\p{L}\d])['‘’]([^'‘’]*(?:['’][\p{L}][^'‘’]*)?)['‘’](?![\p{L}\d])/giu

/** Cuts a question into tokens; numbers in words and quotation marks are recognised. Never throws. */
export function tokenize(text: string): TokenizedQuestion {
  const quotes = [...text.matchAll(quotePattern)].map((match) => {
    const inner = match[1] ?? match[2] ?? match[3] ?? match[4] ?? ''
    const from = match.index + match[0].indexOf(inner)
    return { from, to: from + inner.length, text: inner.trim() }
  })
  const tokens: Token[] = []
  for (const match of text.matchAll(pattern)) {
    for (const piece of pieces(match[0], match.index)) tokens.push(makeToken(piece.text, piece.start, quotes))
  }
  joinNumberWords(tokens)
  const quotations = quotes.flatMap((quote) => {
    const from = tokens.findIndex((token) => token.start >= quote.from)
    const to = tokens.findLastIndex((token) => token.end <= quote.to) + 1
    return from >= 0 && to > from && quote.text !== '' ? [{ from, to, text: quote.text }] : []
  })
  return { text, tokens, quotations }
}

function pieces(text: string, start: number): { text: string; start: number }[] {
  const possessive = /^(.+)(['’]s?)$/.exec(text)
  if (possessive?.[1] !== undefined && /['’]s$/i.test(text)) return [{ text: possessive[1], start }]
  return [{ text, start }]
}

function makeToken(text: string, start: number, quotes: { from: number; to: number }[]): Token {
  const lower = text.toLowerCase().replaceAll('’', "'")
  const isDate = datePattern.test(text)
  const number = isDate ? undefined : numberOfDigits(text)
  return {
    text,
    lower,
    lemma: lemma(lower),
    root: root(lower),
    start,
    end: start + text.length,
    kind: isDate ? 'date' : number !== undefined ? 'number' : /[\p{L}\d]/u.test(text) ? 'word' : 'mark',
    ...(number === undefined ? {} : { number }),
    quoted: quotes.some((quote) => start >= quote.from && start < quote.to),
    capital: /^\p{Lu}/u.test(text),
  }
}

function joinNumberWords(tokens: Token[]): void {
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token === undefined || token.quoted) continue
    const scale = scaleOf(tokens[at + 1]?.lower ?? '')
    if (token.kind === 'number' && token.number !== undefined && scale !== undefined) token.number *= scale
    if (token.kind !== 'word') continue
    const found = numberOfWords(tokens.slice(at, at + 5).map((each) => each.lower))
    if (found === undefined) continue
    token.number = found.value
    at += found.length - 1
  }
}
