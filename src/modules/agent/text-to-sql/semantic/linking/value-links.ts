import { functionWords } from '../language/function-words.ts'
import type { TokenizedQuestion } from '../language/tokens.ts'
import { normalizeValue, type IndexedValue, type ValueIndex } from '../values/value-index.ts'

/** A stretch of the question that stands for a cell of a column, or, without a column, for text that no cell equals. */
export interface ValueLink {
  from: number
  to: number
  column?: number
  value: string
  kind: 'exact' | 'part' | 'typo' | 'quoted'
  /** 0 to 1: the share of the value's words that the question has. */
  score: number
  quoted: boolean
}

const longestSpan = 8
const columnsPerSpan = 12

/** Finds the cells that the question names: whole, in part, misspelt, and quoted text that is no cell. */
export function linkValues(
  question: TokenizedQuestion,
  values: ValueIndex,
  namesSchema: (at: number) => boolean,
): ValueLink[] {
  const { tokens, quotations } = question
  const links: ValueLink[] = []
  const covered = new Set<number>()
  const push = (from: number, to: number, found: IndexedValue[], kind: ValueLink['kind'], score: number) => {
    const quoted = quotations.some((quotation) => quotation.from <= from && quotation.to >= to)
    for (const { column, value } of distinctColumns(found)) links.push({ from, to, column, value, kind, score, quoted })
  }
  for (let length = Math.min(longestSpan, tokens.length); length >= 1; length -= 1) {
    for (let from = 0; from + length <= tokens.length; from += 1) {
      const span = tokens.slice(from, from + length)
      if (span[0]?.kind === 'mark' || span.at(-1)?.kind === 'mark') continue
      if (length === 1 && functionWords.has(span[0]?.lower ?? '') && !(span[0]?.quoted || isCode(span[0]?.text ?? '')))
        continue
      if (allCovered(covered, from, from + length)) continue
      const text = question.text.slice(span[0]?.start, span.at(-1)?.end)
      const key = normalizeValue(text)
      let found = values.exact(key)
      if (found.length === 0) found = values.exact(span.map((token) => token.lemma).join(' '))
      if (found.length === 0) continue
      push(from, from + length, found, 'exact', 1)
      if (length > 1 || !namesSchema(from)) for (let at = from; at < from + length; at += 1) covered.add(at)
    }
  }
  for (const quotation of quotations) {
    const { from, to, text } = quotation
    if (allCovered(covered, from, to) && links.some((link) => link.from === from && link.to === to)) continue
    const near = values.nearly(normalizeValue(text))
    if (near.length > 0) push(from, to, near, 'typo', 0.9)
    else partial(question, from, to, values, push)
    links.push({ from, to, value: text, kind: 'quoted', score: 0.5, quoted: true })
    for (let at = from; at < to; at += 1) covered.add(at)
  }
  for (const [from, to] of openSpans(question, covered, namesSchema)) {
    const text = question.text.slice(tokens[from]?.start, tokens[to - 1]?.end)
    const before = links.length
    partial(question, from, to, values, push)
    if (links.length === before) {
      const near = values.nearly(normalizeValue(text))
      if (near.length > 0) push(from, to, near, 'typo', 0.85)
    }
    if (links.length === before && tokens[from]?.capital && from > 0)
      links.push({ from, to, value: text, kind: 'quoted', score: 0.3, quoted: false })
  }
  return links
}

function isCode(text: string): boolean {
  return /^[A-Z]{2,}$/.test(text)
}

function allCovered(covered: Set<number>, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!covered.has(at)) return false
  return true
}

function distinctColumns(found: IndexedValue[]): IndexedValue[] {
  const seen = new Set<number>()
  return found.filter(({ column }) => !seen.has(column) && seen.add(column)).slice(0, columnsPerSpan)
}

function openSpans(
  question: TokenizedQuestion,
  covered: Set<number>,
  namesSchema: (at: number) => boolean,
): [number, number][] {
  const spans: [number, number][] = []
  for (let at = 0; at < question.tokens.length; at += 1) {
    const open = (index: number) => {
      const token = question.tokens[index]
      return (
        token !== undefined &&
        token.kind === 'word' &&
        !covered.has(index) &&
        !functionWords.has(token.lower) &&
        !namesSchema(index)
      )
    }
    if (!open(at)) continue
    let to = at + 1
    if (question.tokens[at]?.capital) while (open(to) && question.tokens[to]?.capital) to += 1
    spans.push([at, to])
    at = to - 1
  }
  return spans
}

function partial(
  question: TokenizedQuestion,
  from: number,
  to: number,
  values: ValueIndex,
  push: (from: number, to: number, found: IndexedValue[], kind: ValueLink['kind'], score: number) => void,
): void {
  const words = normalizeValue(question.text.slice(question.tokens[from]?.start, question.tokens[to - 1]?.end))
    .split(' ')
    .filter((word) => word.length > 1)
  const scores = new Map<IndexedValue, number>()
  for (const word of words) for (const value of values.containing(word)) scores.set(value, (scores.get(value) ?? 0) + 1)
  const best = [...scores]
    .map(([value, hits]) => ({
      value,
      hits,
      score: hits / Math.max(words.length, normalizeValue(value.value).split(' ').length),
    }))
    .filter((each) => each.hits === words.length || each.hits >= 2)
    .sort((one, other) => other.score - one.score)
    .slice(0, 6)
  const top = best[0]?.score ?? 0
  const found = best.filter((each) => each.score >= top - 1e-9).map((each) => each.value)
  if (found.length > 0) push(from, to, found, 'part', top)
}
