import type { FoundPassage } from '../search.ts'

/** Where a statement comes from: `quote` is the document's text from `start` to `end`, to the letter. */
export interface Citation {
  marker: string
  documentId: string
  chunkId: string
  title: string
  source: string
  page?: number
  quote: string
  start: number
  end: number
}

/** A citation of a span of a passage's document. */
export const citationOf = (
  passage: FoundPassage,
  marker: string,
  span: { start: number; end: number; quote: string },
): Citation => ({
  marker,
  documentId: passage.document.id,
  chunkId: passage.chunk.chunkId,
  title: passage.document.title,
  source: passage.document.source,
  ...(passage.chunk.page === null ? {} : { page: passage.chunk.page }),
  ...span,
})
