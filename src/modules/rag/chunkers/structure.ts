import { headingText } from '../parsers/markdown.ts'
import type { Block, ParsedDocument } from '../parsers/parser.ts'
import type { Chunk, Chunker, ChunkSizes } from './chunker.ts'
import { piecesOf, type Piece } from './pieces.ts'

const longestContext = 500
const pathLength = 6

/**
 * Cuts by the document's own structure. A heading stays with what follows it; neighbouring blocks are joined up to the
 * target, sections only while they are small; a block that fits is never cut. Each part of a table that was cut carries its
 * header row as context.
 */
export const structureChunker: Chunker = {
  name: 'structure',
  *chunk(document, sizes) {
    let ordinal = 0
    const finish = (open: OpenChunk): Chunk => ({
      ordinal: ordinal++,
      text: document.text.slice(open.start, open.end),
      start: open.start,
      end: open.end,
      ...(open.page === undefined ? {} : { page: open.page }),
      headingPath: open.headingPath,
      ...(open.context === undefined ? {} : { context: open.context }),
    })

    let open: OpenChunk | undefined
    for (const piece of piecesInOrder(document, sizes)) {
      if (open && !joins(open, piece, sizes)) {
        yield finish(open)
        const start: number = overlapStart(document.text, open, piece, sizes)
        open = { ...piece, start }
      } else if (open)
        open = {
          ...open,
          end: piece.end,
          onlyHeadings: open.onlyHeadings && piece.onlyHeadings,
          headingPath: open.onlyHeadings ? piece.headingPath : open.headingPath,
        }
      else open = piece
    }
    if (open) yield finish(open)
  },
}

interface OpenChunk extends Piece {
  page: number | undefined
  headingPath: string[]
  context: string | undefined
  onlyHeadings: boolean
  startsSection: boolean
  /** Whether it is a part of a block that had to be cut. */
  isCut: boolean
}

function* piecesInOrder(document: ParsedDocument, sizes: ChunkSizes): Generator<OpenChunk> {
  const path: { level: number; text: string }[] = []
  for (const block of document.blocks) {
    const isHeading = block.kind === 'heading'
    if (isHeading) {
      const level = block.level ?? 1
      while (path.length > 0 && (path.at(-1)?.level ?? 0) >= level) path.pop()
      path.push({ level, text: headingText(document.text.slice(block.start, block.end)).slice(0, 200) })
    }
    const headingPath = path.slice(-pathLength).map((heading) => heading.text)
    const pieces = piecesOf(document.text, block, sizes.maximum)
    const header = pieces.length > 1 ? headerOf(document.text, block) : undefined
    for (const [index, piece] of pieces.entries())
      yield {
        ...piece,
        page: block.page,
        headingPath,
        context: index > 0 ? header : undefined,
        onlyHeadings: isHeading,
        startsSection: isHeading && index === 0,
        isCut: pieces.length > 1,
      }
  }
}

function joins(open: OpenChunk, piece: OpenChunk, sizes: ChunkSizes): boolean {
  const length = piece.end - open.start
  if (length > sizes.maximum) return false
  if (open.onlyHeadings) return true
  if (piece.startsSection) return length <= sizes.target && open.end - open.start < sizes.target / 3
  return length <= sizes.target || open.end - open.start < sizes.target / 3
}

/** Where running text was cut, the next chunk may begin with the last sentence of the one before. */
function overlapStart(text: string, open: OpenChunk, piece: OpenChunk, sizes: ChunkSizes): number {
  if (sizes.overlap === 0 || !piece.isCut || !open.isCut || piece.startsSection) return piece.start
  const earliest = Math.max(open.start, piece.start - sizes.overlap, piece.end - sizes.maximum)
  const sentence = /[.!?。！？]["'”’»)]*\s+/u.exec(text.slice(earliest, piece.start - 1))
  return sentence ? earliest + sentence.index + sentence[0].length : piece.start
}

function headerOf(text: string, block: Block): string | undefined {
  if (block.kind !== 'table' || !block.headerRows) return undefined
  let end = block.rows?.[block.headerRows]
  if (end === undefined) {
    end = block.start
    for (let row = 0; row < block.headerRows; row++) {
      const feed = text.indexOf('\n', end)
      if (feed === -1 || feed >= block.end) return undefined
      end = feed + 1
    }
  }
  const header = text.slice(block.start, end).trim()
  return header.length <= longestContext ? header : header.slice(0, longestContext)
}
