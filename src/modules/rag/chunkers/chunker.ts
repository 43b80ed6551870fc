import type { ParsedDocument } from '../parsers/parser.ts'

/** A passage cut from a document: `text` is exactly `document.text.slice(start, end)`, so that a citation can be checked. */
export interface Chunk {
  /** Its place among the chunks of the document, from 0. */
  ordinal: number
  text: string
  start: number
  end: number
  /** The page it begins on. */
  page?: number
  /** The headings it stands under, outermost first; the document's title is not among them. */
  headingPath: string[]
  /** What a reader needs besides the text to understand it, such as the header row of a table that was cut. */
  context?: string
}

/** How a document is cut; sizes are UTF-16 code units of the document's text. */
export interface ChunkSizes {
  /** No chunk is longer. */
  maximum: number
  /** Neighbouring blocks are joined until a chunk is about so long. */
  target: number
  /** What a chunk repeats of the end of the one before, at most, where running text was cut. */
  overlap: number
}

/** The longest passage unless another is set, in characters. */
export const defaultChunkSize = 1_300

/** Cuts documents; deterministic, so that the same document and sizes give the same chunks. */
export interface Chunker {
  name: string
  chunk(document: ParsedDocument, sizes: ChunkSizes): Iterable<Chunk>
}
