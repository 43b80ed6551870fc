import { headingText } from '../parsers/index.ts'
import type { Block } from '../parsers/parser.ts'
import type { Chunk, Chunker, ChunkSizes } from './chunker.ts'
import { piecesOf, type Piece } from './pieces.ts'

const longestContext = 500
const longestPath = 6

/**
 * Cuts by the document's own structure. A heading stays with what follows it; neighbouring blocks are joined up to the
 * target, sections only while they are small, and never over the end of a page, for citations name it; a block that fits is
 * never cut. Each part of a table that was cut carries its
 * header row as context.
 */
export const structureChunker: Chunker = {
  name: 'structure',
  *chunk(document, sizes) {
    const { text } = document
    const headings = createHeadingPath()
    let ordinal = 0
    let open: OpenChunk | undefined

    for (const block of document.blocks) {
      const isHeading = block.kind === 'heading'
      if (isHeading) headings.enter(block.level ?? 1, text.slice(block.start, block.end))
      const pieces = piecesOf(text, block, sizes.maximum)
      const isCut = pieces.length > 1
      const header = isCut ? headerOf(text, block) : undefined
      for (const [index, piece] of pieces.entries()) {
        const startsSection = isHeading && index === 0
        if (open && (open.onlyHeadings || open.page === block.page) && joins(open, piece, startsSection, sizes)) {
          open.end = piece.end
          if (open.onlyHeadings) {
            open.headingPath = headings.path
            open.page = block.page
          }
          open.onlyHeadings &&= isHeading
          continue
        }
        let start = piece.start
        if (open) {
          yield finished(text, open, ordinal++)
          if (isCut && open.isCut && !startsSection) start = overlapStart(text, open, piece, sizes)
        }
        open = {
          start,
          end: piece.end,
          page: block.page,
          headingPath: headings.path,
          context: index > 0 ? header : undefined,
          onlyHeadings: isHeading,
          isCut,
        }
      }
    }
    if (open) yield finished(text, open, ordinal)
  },
}

interface OpenChunk extends Piece {
  page: number | undefined
  headingPath: string[]
  context: string | undefined
  onlyHeadings: boolean
  /** Whether it begins with a part of a block that had to be cut. */
  isCut: boolean
}

function finished(text: string, open: OpenChunk, ordinal: number): Chunk {
  return {
    ordinal,
    text: text.slice(open.start, open.end),
    start: open.start,
    end: open.end,
    ...(open.page === undefined ? {} : { page: open.page }),
    headingPath: open.headingPath,
    ...(open.context === undefined ? {} : { context: open.context }),
  }
}

/** The headings that one stands under, the outermost first. */
function createHeadingPath(): { readonly path: string[]; enter(level: number, source: string): void } {
  let levels: number[] = []
  let path: string[] = []
  return {
    get path() {
      return path
    },
    enter(level, source) {
      let kept = levels.findIndex((outer) => outer >= level)
      if (kept === -1) kept = levels.length
      kept = Math.min(kept, longestPath - 1)
      levels = [...levels.slice(0, kept), level]
      path = [...path.slice(0, kept), headingText(source).slice(0, 200)]
    },
  }
}

function joins(open: OpenChunk, piece: Piece, startsSection: boolean, sizes: ChunkSizes): boolean {
  const length = piece.end - open.start
  if (length > sizes.maximum) return false
  if (open.onlyHeadings || length <= sizes.target)
    return !startsSection || open.onlyHeadings || open.end - open.start < sizes.target / 3
  return !startsSection && open.end - open.start < sizes.target / 3
}

/** Where running text was cut, the next chunk may begin with the last sentence of the one before. */
function overlapStart(text: string, open: OpenChunk, piece: Piece, sizes: ChunkSizes): number {
  if (sizes.overlap === 0) return piece.start
  const earliest = Math.max(open.start, piece.start - sizes.overlap, piece.end - sizes.maximum)
  const sentence = /[.!?。！？]["'”’»)]{0,3}\s{1,40}/u.exec(text.slice(earliest, piece.start - 1))
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
