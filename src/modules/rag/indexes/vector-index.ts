import type { EmbeddingModel } from '../stores/index.ts'
import type { SearchIndex } from './search-index.ts'

/**
 * Finds passages by the vectors of one model. The passage store holds the truth; an index follows it, and what is deleted or
 * no longer permitted there is not found here from the next search on.
 */
export interface VectorIndex extends SearchIndex<Float32Array> {
  readonly model: EmbeddingModel
  close(): Promise<void>
}
