import type { ParsedDocument } from '../parsers/parser.ts'
import type { Chunk, Chunker, ChunkSizes } from './chunker.ts'
import { structureChunker } from './structure.ts'

/** The chunkers there are, the default first. */
export const chunkers: Chunker[] = [structureChunker]

/** Measured on long documents with marked answers by `bench/chunking.ts`. */
const defaultChunkSizes: ChunkSizes = { maximum: 1500, target: 1200, overlap: 0 }

/** Cuts a document by the default chunker; lazily, so that a long one can be stored piece by piece. */
export function chunkDocument(document: ParsedDocument, sizes: ChunkSizes = defaultChunkSizes): Iterable<Chunk> {
  return structureChunker.chunk(document, sizes)
}
