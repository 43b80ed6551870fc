import type { Span } from '../highlight.ts'
import { isQuestion, sentencesOf } from '../sentences.ts'
import { blocksOf, withoutBullet, type TextBlock } from './blocks.ts'
import { describeRow, rowsOf } from './table.ts'

/** Something that can be quoted as an answer, with what a reader of the document would know when he comes to it. */
export interface Unit extends Span {
  kind: 'sentence' | 'item' | 'row' | 'record' | 'title'
  /** What it says when it stands alone: a row names its columns. */
  says: string
  /** The heading or question that it stands under. */
  lead: string
  /** It is among the first under its lead. */
  isFirst: boolean
  /** Its lead stands in the passage, right above it. */
  isNamed: boolean
  before: string
  after: string
  /** Where the sentence before it begins, if that stands in the same paragraph. */
  sentenceBefore?: number
}

/** A passage to be taken apart. */
export interface UnitSource {
  text: string
  language: string
  title: string
  headingPath: readonly string[]
  /** It is the beginning of the document. */
  isBeginning?: boolean
  /** The head of a table that began in an earlier passage. */
  tableHead?: string | undefined
}

type Piece = Pick<Unit, 'kind' | 'start' | 'end' | 'says'>

const longestItem = 400
/** A sentence so short says nothing without the next: `Yes.` */
const fewestLetters = 12
const pairedLetters = 6
const paired = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u

/** A question or its answer may be marked as such. */
const mark =
  /^(?:q|a|question|answer|frage|antwort|question|réponse|pregunta|respuesta|pergunta|resposta|domanda|risposta|вопрос|ответ|soru|cevap|问|答|س|ج)\s*\d{0,3}\s*[:.：]\s*/iu
const emphasis = /(?<![\p{L}\p{N}*\\])(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1(?![\p{L}\p{N}*])/gu
const underscored = /(?<![\p{L}\p{N}_])(_{1,2})(?=\S)([^_]*\s[^_]*)(?<=\S)\1(?![\p{L}\p{N}_])/gu

/** A text without the marks of emphasis of Markdown, and without those that were parted from their other half. */
const plainOf = (text: string): string =>
  text
    .replace(emphasis, '$2')
    .replace(underscored, '$2')
    .replaceAll(/^\s*\*{2,3}\s*|\s*\*{2,3}$/gu, '')
    .replace(mark, '')

const longestLead = 100
/** Emphasised words at the beginning of a paragraph are what it is about: `**Certificate expired.** Run …` */
const isEmphasised = (text: string): boolean => text.length <= longestLead && /^(\*\*|__)[^*_]+\1$/u.test(text)

const isTooShort = (text: string): boolean => {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  return letters < (paired.test(text) ? pairedLetters : fewestLetters)
}

/** Sentences from `start` to `end`, the very short ones joined with the next. */
const sentencePieces = (text: string, { start, end }: Span, language: string): Piece[] => {
  const pieces: Piece[] = []
  let open: Span | undefined
  for (const span of sentencesOf(text.slice(start, end), language)) {
    const piece = { start: open?.start ?? start + span.start, end: start + span.end }
    const says = text.slice(piece.start, piece.end)
    open = isTooShort(says) && !isQuestion(says) ? piece : undefined
    if (!open) pieces.push({ kind: 'sentence', ...piece, says })
  }
  if (open) pieces.push({ kind: 'sentence', ...open, says: text.slice(open.start, open.end) })
  return pieces
}

const piecesOf = (text: string, block: TextBlock, source: UnitSource): Piece[] => {
  const says = text.slice(block.start, block.end).trim()
  if (block.kind === 'table' && block.delimiter)
    return rowsOf(text, { lines: block.lines, delimiter: block.delimiter }, source.tableHead).map((row) => ({
      kind: 'row',
      start: row.start,
      end: row.end,
      says: describeRow(row),
    }))
  if (block.kind === 'record')
    return [{ kind: 'record', start: block.start, end: block.end, says: says.replaceAll(/\s*\n\s*/gu, '; ') }]
  if (block.kind === 'list') {
    const item = withoutBullet(text.slice(block.start, block.end))
    const piece = { start: block.end - item.length, end: block.end }
    if (item.length <= longestItem) return [{ kind: 'item', ...piece, says: item.trim() }]
    return sentencePieces(text, piece, source.language)
  }
  if (block.kind === 'title') return [{ kind: 'title', start: block.start, end: block.end, says }]
  return sentencePieces(text, block, source.language)
}

/**
 * What a passage says, piece by piece: sentences, items of lists, rows of tables, records. Headings and questions are no
 * answers; what follows them inherits them as its lead.
 */
export const unitsOf = (source: UnitSource): Unit[] => {
  const { text, title, headingPath } = source
  const units: Unit[] = []
  let lead = headingPath.at(-1) ?? title
  let sinceLead = 0
  let isWithin = false
  let before = ''
  for (const block of blocksOf(text, [title, ...headingPath], source.isBeginning)) {
    const heading = text
      .slice(block.start, block.end)
      .replaceAll(/[#=*_\s]+/gu, ' ')
      .trim()
    if (block.kind === 'heading') {
      ;[lead, sinceLead, before, isWithin] = [heading, 0, '', true]
      continue
    }
    const pieces = piecesOf(text, block, source)
    const statements = pieces.filter(({ says }) => !isQuestion(says))
    if (block.kind !== 'list' && statements.length === 0) {
      ;[lead, sinceLead, before, isWithin] = [heading, 0, '', true]
      continue
    }
    for (const [i, piece] of pieces.entries()) {
      const says = plainOf(piece.says)
      const isLead = i === 0 && block.kind === 'paragraph' && pieces.length > 1
      const isNaming = isLead && (isQuestion(says) || isEmphasised(piece.says))
      if (isNaming) {
        lead = says
        sinceLead = 0
        isWithin = true
      }
      if (isNaming || isQuestion(says)) {
        before = says
        continue
      }
      const last = units.at(-1)
      if (last && before !== '') last.after = says
      const previous = pieces[i - 1]
      units.push({
        ...(previous && before !== '' && plainOf(previous.says) === before ? { sentenceBefore: previous.start } : {}),
        ...piece,
        says,
        lead,
        isFirst: sinceLead < 2,
        isNamed: isWithin && sinceLead < 2,
        before,
        after: '',
      })
      sinceLead++
      // Items and rows stand side by side under the sentence that introduces them.
      if (piece.kind === 'sentence') before = says
    }
    if (block.kind === 'title') [lead, sinceLead, before, isWithin] = [heading, 0, '', true]
  }
  return units
}
