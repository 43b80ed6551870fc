import { createExactVectors } from './exact-vectors.ts'
import { createPgVectorIndex } from './pgvector.ts'
import type { EmbeddingModel, PgVectors, VectorStore } from '../stores/index.ts'
import type { VectorIndex } from './vector-index.ts'
import { createVectraIndex } from './vectra.ts'

export { createLexicalIndex, type LexicalHit } from './lexical.ts'
export { lexicalQuery, type LexicalQuery } from '../text/lexical-query.ts'
export { inverseFrequency } from '../text/lexical-score.ts'

/** Where vectors can be searched. */
export type VectorStoreName = 'sqlite' | 'vectra' | 'pgvector'

/** What the indexes need: the truth, a folder for files, and pgvector's table where there is one. */
export interface VectorIndexParts {
  store: VectorStore
  folder: string
  openPgVectors: (model: EmbeddingModel) => Promise<PgVectors>
}

/** The vector indexes by name, each made for one model. */
export const vectorIndexes: Record<
  VectorStoreName,
  (parts: VectorIndexParts, model: EmbeddingModel) => Promise<VectorIndex>
> = {
  sqlite: async ({ store }, model) => createExactVectors(store, model),
  vectra: ({ store, folder }, model) => createVectraIndex(store, model, { folder }),
  pgvector: async ({ openPgVectors }, model) => createPgVectorIndex(await openPgVectors(model), model),
}
