import { z } from 'zod'
import { setting, toggle } from '../../platform/config.ts'
import { duration } from '../../platform/duration.ts'
import { defaultChunkSize } from './chunkers/chunker.ts'

const text = () => z.string().min(1)
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const endpoint = () =>
  z.url({ protocol: /^https?$/, error: 'must be an http(s) URL, for most servers one that ends in /v1' })

/** What the rag module is set by. */
export const ragSettings = {
  ingestRoot: setting(
    'INGEST_ROOT',
    text().optional(),
    "The folder below which the server's own files may be ingested by path; none unless set",
  ),
  vectorStore: setting(
    'VECTOR_STORE',
    z.enum(['sqlite', 'vectra', 'pgvector']).optional(),
    'Where vectors are searched: sqlite or vectra, or pgvector where STORAGE_URL is PostgreSQL; by STORAGE_URL unless set',
  ),
  openaiApiKey: setting('OPENAI_API_KEY', text().optional(), 'The key for the model endpoint; local ones need none', {
    secret: true,
  }),
  openaiBaseUrl: setting(
    'OPENAI_BASE_URL',
    endpoint().optional(),
    "Any OpenAI-compatible endpoint; OpenAI's own unless set",
  ),
  llmModel: setting('LLM_MODEL', text().optional(), 'The model; with a key or a base URL and none named, gpt-4o-mini'),
  responseLlmModel: setting('RESPONSE_LLM_MODEL', text().optional(), 'Another model for wording answers'),
  llmTimeout: setting('LLM_TIMEOUT', duration().default(60_000), 'The longest wait for one answer of the model'),
  privateMode: setting('PRIVATE_MODE', toggle().default(false), 'on: the model never sees a passage'),
  embeddingModel: setting(
    'EMBEDDING_MODEL',
    text().optional(),
    'A model that makes vectors of passages; search is by words alone without one',
  ),
  embeddingApiKey: setting(
    'EMBEDDING_API_KEY',
    text().optional(),
    'The key for the embedding endpoint; OPENAI_API_KEY unless set',
    { secret: true },
  ),
  embeddingBaseUrl: setting(
    'EMBEDDING_BASE_URL',
    endpoint().optional(),
    'The OpenAI-compatible endpoint for embeddings; OPENAI_BASE_URL unless set',
  ),
  rerankUrl: setting(
    'RERANK_URL',
    endpoint().optional(),
    'An endpoint that orders the best passages anew (POST {model, query, documents}); none unless set',
  ),
  rerankModel: setting('RERANK_MODEL', text().optional(), 'The model that the rerank endpoint is asked for'),
  rerankApiKey: setting('RERANK_API_KEY', text().optional(), 'The key for the rerank endpoint', { secret: true }),
  chunkSize: setting('CHUNK_SIZE', whole(200, 8_000).default(defaultChunkSize), 'The longest passage, in characters'),
  parseWorkers: setting('PARSE_WORKERS', whole(1, 64).default(2), 'How many documents are read at once'),
  parseTimeout: setting('PARSE_TIMEOUT', duration().default(60_000), 'The longest that reading one document takes'),
  parseMemory: setting('PARSE_MEMORY_MB', whole(64, 16_384).default(160), 'The memory that one reader may take, in MB'),
  maxFile: setting(
    'MAX_DOCUMENT_BYTES',
    whole(1_024, 1_073_741_824).default(67_108_864),
    'The largest document that is read, in bytes',
  ),
} as const
