import type { Span } from '../highlight.ts'
import { isQuestion } from '../sentences.ts'
import { delimiterOf, type Delimiter } from './table.ts'

/** A stretch of a passage of one kind. */
export interface TextBlock extends Span {
  kind: 'heading' | 'title' | 'paragraph' | 'list' | 'table' | 'record'
  lines: Span[]
  delimiter?: Delimiter
}

const markedHeading = /^\s*(?:#{1,6}\s+\S|(?:= ){1,6}[^=]{1,120}(?: =){1,6}\s*$|={1,6}[^=]{1,120}={1,6}\s*$)/u
const underline = /^\s*(?:={3,}|-{3,}|~{3,}|\*{3,})\s*$/u
const bullet = /^\s*(?:[-*+•‣◦–·]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})\)|\d{1,3}\.)\s+/u
/** The number of a clause, as contracts and manuals have it: `7.`, `4.2`, `§ 5`, `Article 3`. */
const clause =
  /^(?:(?:§§?|art(?:icle|ikel|ículo|icolo|\.)?|section|clause|статья|пункт|madde)\s*)?\d{1,3}(?:\.\d{1,3}){0,3}[.):]?\s+(?=\p{L})/iu
const subclause = /^\s*\d{1,3}(?:\.\d{1,3}){1,3}[.)]?\s+(?=\p{Lu}|\p{Lo})/u
const field = /^\s*[\p{L}\p{N}_][^:：]{0,40}[:：]\s*\S/u
const closed = /[.!?。！？؟।…:：;；,，、]["'”’»)\]*_]*\s*$/u
const longestTitle = 100
const longestClauseName = 60
/** Sentences of these scripts are closed by nothing. */
const unmarked = /[\p{sc=Thai}\p{sc=Lao}]/u
const longestUnmarkedTitle = 30

/** What a line says without the marks of a list. */
export const withoutBullet = (line: string): string => line.replace(bullet, '').replace(subclause, '')

const emphasised = /^\s*(\*\*|__)[^*_]+\1:?\s*$/u

/** Whether a line in bold is about what follows it; a statement in bold is one, unless more stands right below. */
const namesByEmphasis = (line: string, next: string | undefined): boolean =>
  next !== undefined && emphasised.test(line) && (next.trim() !== '' || !/[.!。！।]\W*$/u.test(line))

/** Whether a line numbers what stands below it, as the headings of clauses do: `5. Use`, and then what is said of it. */
const namesClause = (line: string, next: string | undefined): boolean =>
  next !== undefined &&
  clause.test(line) &&
  line.length <= longestClauseName &&
  !closed.test(line) &&
  next.length > line.length &&
  /^(?:\p{Lu}|\p{Lo}|\d{1,3}\.\d)/u.test(next)

const plain = (text: string): string =>
  text
    .replaceAll(/[#=*_\s]+/gu, ' ')
    .trim()
    .toLowerCase()

const linesOf = (text: string): Span[] => {
  const lines: Span[] = []
  let start = 0
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length })
    start += line.length + 1
  }
  return lines
}

const namesNext = (line: string, next: string | undefined): boolean =>
  namesClause(line, next) || namesByEmphasis(line, next)

/** Lines in groups: blank lines part them, and so do headings and the beginnings of lists. */
const groupsOf = (text: string): Span[][] => {
  const groups: Span[][] = []
  let open: Span[] = []
  const close = (): void => {
    if (open.length > 0) groups.push(open)
    open = []
  }
  const lines = linesOf(text)
  const read = (span: Span | undefined): string | undefined => span && text.slice(span.start, span.end)
  for (const [i, span] of lines.entries()) {
    const line = text.slice(span.start, span.end)
    const last = read(open.at(-1))
    if (line.trim() === '') close()
    else if (markedHeading.test(line) || namesNext(line, read(lines[i + 1]))) {
      close()
      groups.push([span])
    } else if (underline.test(line) && open.length === 1) {
      open.push(span)
      close()
    } else {
      if (bullet.test(line) || (subclause.test(line) && (last === undefined || closed.test(last)))) close()
      open.push(span)
    }
  }
  close()
  return groups
}

/**
 * Takes a passage apart by the look of its lines, since passages are kept as text: headings, lists, tables with whatever
 * parts their columns, records of `name: value`, and running text. `headings` are known to be such; a `title` only looks like one,
 * and is one at the beginning of a document.
 */
export const blocksOf = (text: string, headings: readonly string[], isBeginning = false): TextBlock[] => {
  const known = new Set(headings.map(plain))
  const groups = groupsOf(text)
  return groups.map((lines, i): TextBlock => {
    const [first = { start: 0, end: 0 }, second] = lines
    const block = { start: first.start, end: lines.at(-1)?.end ?? first.end, lines }
    const read = ({ start, end }: Span): string => text.slice(start, end)
    const line = read(first)
    const isUnderlined = lines.length === 2 && second !== undefined && underline.test(read(second))
    const next = groups[i + 1]?.[0]
    const below = next && (next.start === first.end + 1 ? read(next) : '')
    const isHeading = markedHeading.test(line) || known.has(plain(line)) || namesNext(line, below)
    if (isUnderlined || (lines.length === 1 && isHeading)) return { ...block, kind: 'heading', end: first.end }
    if (bullet.test(line) || subclause.test(line)) return { ...block, kind: 'list' }
    const delimiter = delimiterOf(lines.map(read))
    if (delimiter) return { ...block, kind: 'table', delimiter }
    if (lines.length > 1 && !isQuestion(line) && lines.every((each) => field.test(read(each))))
      return { ...block, kind: 'record' }
    const looksLikeTitle =
      lines.length === 1 &&
      i + 1 < groups.length &&
      line.length <= (unmarked.test(line) ? longestUnmarkedTitle : longestTitle) &&
      !closed.test(line) &&
      !/\d/.test(line)
    if (looksLikeTitle && i === 0 && isBeginning) return { ...block, kind: 'heading' }
    return { ...block, kind: looksLikeTitle ? 'title' : 'paragraph' }
  })
}
