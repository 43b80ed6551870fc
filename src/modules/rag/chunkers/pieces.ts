import type { Block } from '../parsers/parser.ts'

/** A stretch of text that should not be cut further. */
export interface Piece {
  start: number
  end: number
}

/**
 * Cuts a block into pieces no longer than `maximum`: tables between rows, code and lists between lines, running text
 * between sentences; then between words; and only then anywhere, but not inside a character.
 */
export function piecesOf(text: string, block: Block, maximum: number): Piece[] {
  if (block.end - block.start <= maximum) return [{ start: block.start, end: block.end }]
  const cuts =
    block.kind === 'table'
      ? rowCuts(text, block)
      : block.kind === 'paragraph'
        ? sentenceCuts(text, block)
        : lineCuts(text, block)
  return between(text, block, cuts).flatMap((piece) => shorten(text, piece, maximum))
}

function rowCuts(text: string, block: Block): number[] {
  return block.rows ?? lineCuts(text, block)
}

function lineCuts(text: string, block: Block): number[] {
  const cuts: number[] = []
  for (let feed = text.indexOf('\n', block.start); feed !== -1 && feed < block.end; feed = text.indexOf('\n', feed + 1))
    cuts.push(feed + 1)
  return cuts
}

const sentenceEnd = /(?:[.!?…։؟।॥]+["'”’»)\]]*\s+|[。！？｡]+["”’」』）]*\s*|\n\s*\n)/gu
const abbreviation = /(?:^|[\s(])(?:\p{L}|\p{Lu}\p{Ll}{0,2}|vs|etc|e\.g|i\.e|bzw|usw|ca|al|fig|pp|no|vol)\.\s+$/u

function sentenceCuts(text: string, block: Block): number[] {
  const cuts: number[] = []
  const source = text.slice(block.start, block.end)
  for (const match of source.matchAll(sentenceEnd)) {
    const cut = match.index + match[0].length
    if (match[0].startsWith('.') && abbreviation.test(source.slice(Math.max(0, match.index - 6), cut))) continue
    cuts.push(block.start + cut)
  }
  return cuts
}

function between(text: string, block: Block, cuts: number[]): Piece[] {
  const edges = [block.start, ...cuts.filter((cut) => cut > block.start && cut < block.end), block.end]
  const pieces: Piece[] = []
  for (let index = 1; index < edges.length; index++) {
    const piece = trimmed(text, edges[index - 1] ?? block.start, edges[index] ?? block.end)
    if (piece) pieces.push(piece)
  }
  return pieces
}

/** Halves what no structure cuts short enough: at a line's end, a blank, or anywhere. */
function shorten(text: string, piece: Piece, maximum: number): Piece[] {
  const pieces: Piece[] = []
  let start = piece.start
  while (piece.end - start > maximum) {
    const limit = start + maximum
    const half = start + (maximum >> 1)
    const feed = text.lastIndexOf('\n', limit)
    const blank = text.lastIndexOf(' ', limit)
    let cut = feed > half ? feed : blank > half ? blank : limit
    if (isLowSurrogate(text.charCodeAt(cut))) cut--
    const part = trimmed(text, start, cut)
    if (part) pieces.push(part)
    start = cut
  }
  const rest = trimmed(text, start, piece.end)
  if (rest) pieces.push(rest)
  return pieces
}

function trimmed(text: string, start: number, end: number): Piece | undefined {
  let from = start
  let to = end
  while (from < to && isSpace(text.charCodeAt(from))) from++
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--
  return from < to ? { start: from, end: to } : undefined
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000
}
