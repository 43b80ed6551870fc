import { join } from 'node:path'
import type { Database } from '../../../platform/db/connect.ts'
import { openAiEmbedder, type Embedder } from '../../../platform/embeddings/index.ts'
import type { Log } from '../../../platform/log.ts'
import { createLexicalIndex, vectorIndexes, type VectorStoreName } from '../indexes/index.ts'
import { createStores, type Stores } from '../stores/index.ts'
import { httpReranker } from './rerank.ts'
import { createSearch, type Search } from './search.ts'
import { createVectorSearch, type VectorSearch } from './vector-search.ts'

/** The settings of retrieval, as rag's config has them. */
export interface RetrievalSettings {
  vectorStore?: VectorStoreName | undefined
  embeddingModel?: string | undefined
  embeddingApiKey?: string | undefined
  embeddingBaseUrl?: string | undefined
  openaiApiKey?: string | undefined
  openaiBaseUrl?: string | undefined
  llmTimeout: number
  rerankUrl?: string | undefined
  rerankModel?: string | undefined
  rerankApiKey?: string | undefined
}

/** All of retrieval on one database. */
export interface Retrieval {
  stores: Stores
  search: Search
  /** There only when an embedding model is set. Call `wake` when documents were written. */
  vectors: VectorSearch | undefined
  close(): Promise<void>
}

/** Embedders of an endpoint by model, or `undefined` when no model is set. */
export const embeddersOf = (settings: RetrievalSettings): ((model: string) => Embedder) | undefined =>
  settings.embeddingModel === undefined
    ? undefined
    : (model) =>
        openAiEmbedder({
          model,
          baseUrl: settings.embeddingBaseUrl ?? settings.openaiBaseUrl,
          apiKey: settings.embeddingApiKey ?? settings.openaiApiKey,
          timeoutMs: settings.llmTimeout,
        })

/** Opens stores, indexes and search as the settings say; starts to make the vectors that are missing. */
export const openRetrieval = (
  database: Database,
  settings: RetrievalSettings,
  { dataDir, log }: { dataDir: string; log: Log },
): Retrieval => {
  const stores = createStores(database)
  const embedderFor = embeddersOf(settings)
  const name = settings.vectorStore ?? (database.dialect === 'postgres' ? 'pgvector' : 'sqlite')
  const parts = {
    store: stores.vectors,
    folder: join(dataDir, 'vectra'),
    openPgVectors: stores.openPgVectors,
  }
  const vectors =
    embedderFor && settings.embeddingModel !== undefined
      ? createVectorSearch({
          store: stores.vectors,
          embedder: embedderFor(settings.embeddingModel),
          embedderFor,
          createIndex: (model) => vectorIndexes[name](parts, model),
          onFailure: (error) => log.warn('vectors could not be made; trying again later', { error }),
        })
      : undefined
  vectors?.wake()
  const reranker =
    settings.rerankUrl === undefined
      ? undefined
      : httpReranker({
          url: settings.rerankUrl,
          model: settings.rerankModel,
          apiKey: settings.rerankApiKey,
          timeoutMs: settings.llmTimeout,
        })
  const lexical = createLexicalIndex(stores.passages.lexical)
  return {
    stores,
    search: createSearch({ store: stores.passages, lexical, vectors, reranker }),
    vectors,
    close: async () => {
      await vectors?.close()
    },
  }
}
