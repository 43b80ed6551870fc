import { toUSVString } from 'node:util'
import type { Budget } from './budget.ts'
import type { Block, BlockKind, DocumentMetadata, ParsedDocument } from './parser.ts'
import { unreadable } from './unreadable.ts'

/** Where a block stands, for those that are not plain paragraphs. */
export interface BlockPlace {
  level?: number | undefined
  page?: number | undefined
  headerRows?: number | undefined
}

/** Gathers a document block by block, in reading order. */
export interface DocumentBuilder {
  add(kind: BlockKind, text: string, place?: BlockPlace): void
  /** Cells are put on one line each row, separated by tabs; empty rows are left out. */
  table(rows: string[][], place?: BlockPlace): void
  /** The same for rows that are written so already. */
  tableLines(lines: string[], place?: BlockPlace): void
  warn(sentence: string): void
  readonly isEmpty: boolean
  /** Throws `no_text` when nothing was added. */
  finish(metadata: DocumentMetadata, title?: string): ParsedDocument
}

/** A builder whose text is counted against the budget. */
export function createDocumentBuilder(budget: Budget): DocumentBuilder {
  const parts: string[] = []
  const blocks: Block[] = []
  const warnings: string[] = []
  let length = 0

  function append(text: string): number {
    budget.spendText(text.length)
    const start = length
    parts.push(text)
    length += text.length
    return start
  }

  function add(kind: BlockKind, text: string, place: BlockPlace = {}): void {
    const content = withoutBlankEdges(cleanText(text))
    if (isBlank(content)) return
    const previous = blocks.at(-1)
    if (previous) append(kind === 'list' && previous.kind === 'list' ? '\n' : '\n\n')
    const start = append(content)
    blocks.push({ kind, start, end: length, ...definedOnly(place) })
  }

  function tableLines(lines: string[], place?: BlockPlace): void {
    const filled = lines.map((line) => line.trimEnd()).filter((line) => line !== '')
    const indent = filled.reduce((least, line) => Math.min(least, line.length - line.trimStart().length), Infinity)
    add('table', filled.map((line) => line.slice(indent)).join('\n'), place)
  }

  return {
    add,
    table(rows, place) {
      tableLines(
        rows.map((cells) => cells.map(oneLine).join('\t')),
        place,
      )
    },
    tableLines,
    warn(sentence) {
      if (!warnings.includes(sentence)) warnings.push(sentence)
    },
    get isEmpty() {
      return length === 0
    },
    finish(metadata, title) {
      if (length === 0) throw unreadable('no_text', 'The file holds no text, so there is nothing to find in it.')
      const named = title === undefined ? '' : oneLine(cleanText(title)).slice(0, 300)
      return { ...(named === '' ? {} : { title: named }), text: parts.join(''), blocks, metadata, warnings }
    },
  }
}

/** Text without NUL and lone surrogates, which stores refuse, and with line feeds for line ends. */
export function cleanText(text: string): string {
  const wellFormed = toUSVString(text)
  const withoutNul = wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed
  return withoutNul.includes('\r') ? withoutNul.replace(/\r\n?/gu, '\n') : withoutNul
}

/** Whether nothing of a text can be seen: white space, controls and characters without a shape. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Cf}\p{Cc}]/u.test(text)
}

/** Blank lines at the edges go; the indentation of the first line stays. */
function withoutBlankEdges(text: string): string {
  const trimmed = text.trimEnd()
  const first = trimmed.length - trimmed.trimStart().length
  const feed = trimmed.lastIndexOf('\n', first)
  return trimmed.slice(first === 0 ? 0 : feed + 1)
}

/** Text on one line, with single blanks. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

function definedOnly(place: BlockPlace): Pick<Block, 'level' | 'page' | 'headerRows'> {
  return {
    ...(place.level === undefined ? {} : { level: place.level }),
    ...(place.page === undefined ? {} : { page: place.page }),
    ...(place.headerRows === undefined ? {} : { headerRows: place.headerRows }),
  }
}
