import type { ParsedDocument } from '../parsers/parser.ts'
import { defaultChunkSize, type Chunk, type Chunker, type ChunkSizes } from './chunker.ts'
import { structureChunker } from './structure.ts'

/** The chunkers there are, the default first. */
export const chunkers: Chunker[] = [structureChunker]

/** What neighbouring blocks are joined to, as a share of the longest passage. */
const targetShare = 10 / 13

/**
 * How documents are cut into passages no longer than `maximum`. The share was measured on long documents with marked answers by
 * `bench/chunking.ts`: passages that mostly end with a paragraph find more than passages that are filled up.
 */
export const chunkSizesOf = (maximum: number): ChunkSizes => ({
  maximum,
  target: Math.round(maximum * targetShare),
  overlap: 0,
})

/** Cuts a document by the default chunker; lazily, so that a long one can be stored piece by piece. */
export function chunkDocument(document: ParsedDocument, sizes = chunkSizesOf(defaultChunkSize)): Iterable<Chunk> {
  return structureChunker.chunk(document, sizes)
}
