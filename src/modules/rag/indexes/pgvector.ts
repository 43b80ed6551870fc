import type { EmbeddingModel, PgVectors } from '../stores/index.ts'
import type { VectorIndex } from './vector-index.ts'

/** PostgreSQL's pgvector as an index of one model. */
export const createPgVectorIndex = (vectors: PgVectors, model: EmbeddingModel): VectorIndex => ({
  name: 'pgvector',
  model,
  search: (vector, scope, limit) => vectors.search(vector, scope, limit),
  close: () => Promise.resolve(),
})
