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
  const cuts = cutsOf(text, block)
  const pieces: Piece[] = []
  let start = block.start
  for (let index = 0; index <= cuts.length; index++) {
    const end = cuts[index] ?? block.end
    if (end <= start || end > block.end) continue
    const piece = trimmed(text, start, end)
    if (piece && piece.end - piece.start <= maximum) pieces.push(piece)
    else if (piece) pieces.push(...shorten(text, piece, maximum))
    start = end
  }
  return pieces
}

function cutsOf(text: string, block: Block): number[] {
  if (block.kind === 'table') return rowCuts(text, block)
  return block.kind === 'paragraph' ? sentenceCuts(text, block) : lineCuts(text, block)
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

const sentenceEnd = /(?:[.!?…։؟।॥]{1,4}["'”’»)\]]{0,3}\s{1,40}|[。！？｡]{1,4}["’”」』）]{0,3}\s{0,40}|\n\s{0,40}\n)/gu
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

/** Halves what no structure cuts short enough: at a line's end, a blank, or anywhere. */
function shorten(text: string, piece: Piece, maximum: number): Piece[] {
  const pieces: Piece[] = []
  let start = piece.start
  while (piece.end - start > maximum) {
    const limit = start + maximum
    const half = start + (maximum >> 1)
    const later = text.slice(half, limit + 1)
    const feed = later.lastIndexOf('\n')
    const blank = later.lastIndexOf(' ')
    let cut = feed > 0 ? half + feed : blank > 0 ? half + blank : limit
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
