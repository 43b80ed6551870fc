import { join } from 'node:path'
import type { Values } from '../../platform/config.ts'
import type { Embedder } from '../../platform/embeddings/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import type { ragSettings } from './config.ts'
import { vectorIndexes, type VectorIndexParts, type VectorStoreName } from './indexes/index.ts'
import { httpReranker, type Reranker } from './retrieve/rerank.ts'
import { createVectorSearch, type VectorSearch } from './retrieve/vector-search.ts'
import type { Stores } from './stores/index.ts'

type Config = Values<typeof ragSettings>

/** Makes the embedders of models at the endpoint that is configured. */
export const openEmbedders = async (config: Config): Promise<(model: string) => Embedder> => {
  // Loaded where there is a model: its package is large.
  const { openAiEmbedder } = await import('../../platform/embeddings/index.ts')
  return (model) =>
    openAiEmbedder({
      model,
      baseUrl: config.embeddingBaseUrl ?? config.openaiBaseUrl,
      apiKey: config.embeddingApiKey ?? config.openaiApiKey,
      timeoutMs: config.llmTimeout,
    })
}

const placeOf = (config: Config, dialect: 'sqlite' | 'postgres'): VectorStoreName => {
  if (config.vectorStore === 'pgvector' && dialect !== 'postgres')
    throw new AppError('invalid', 'VECTOR_STORE: pgvector needs a STORAGE_URL that is PostgreSQL', {
      reason: 'configuration',
    })
  return config.vectorStore ?? (dialect === 'postgres' ? 'pgvector' : 'sqlite')
}

/** Search by vectors as it is configured; undefined without an embedding model. Throws `invalid` for a setting that cannot be. */
export const openVectors = async (
  config: Config,
  ground: { stores: Stores; dialect: 'sqlite' | 'postgres'; dataDir: string; log: Log },
): Promise<VectorSearch | undefined> => {
  const { stores, dialect, dataDir, log } = ground
  const place = placeOf(config, dialect)
  const { embeddingModel } = config
  if (embeddingModel === undefined) return undefined
  if (config.privateMode && config.embeddingBaseUrl === undefined) {
    log.warn(
      'PRIVATE_MODE shows no passage to the model endpoint, so there are no vectors; EMBEDDING_BASE_URL names another',
    )
    return undefined
  }
  const embedderOf = await openEmbedders(config)
  const parts: VectorIndexParts = {
    store: stores.vectors,
    folder: join(dataDir, 'rag-vectors'),
    openPgVectors: (model) => stores.openPgVectors(model),
  }
  return createVectorSearch({
    store: stores.vectors,
    embedder: embedderOf(embeddingModel),
    embedderFor: embedderOf,
    createIndex: async (model) => {
      try {
        return await vectorIndexes[place](parts, model)
      } catch (error) {
        // A PostgreSQL without the extension still has the vectors themselves, and those can be scanned.
        if (place !== 'pgvector' || config.vectorStore === 'pgvector') throw error
        log.warn('PostgreSQL has no pgvector; vectors are scanned in memory', { error })
        return vectorIndexes.sqlite(parts, model)
      }
    },
    onFailure: (error) => log.warn('passages wait for their vectors', { error }),
  })
}

/** The reranker that is configured; undefined for none. */
export const openReranker = ({ rerankUrl, rerankModel, rerankApiKey, llmTimeout }: Config): Reranker | undefined =>
  rerankUrl === undefined
    ? undefined
    : httpReranker({ url: rerankUrl, model: rerankModel, apiKey: rerankApiKey, timeoutMs: llmTimeout })
