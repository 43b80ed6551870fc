import { setTimeout as wait } from 'node:timers/promises'
import { APIConnectionError, APIError } from 'openai'
import { openAiClient } from '../openai-client.ts'
import { AppError } from '../errors.ts'
import type { Embedder } from './embedder.ts'

/** Where an OpenAI-compatible embedding endpoint is. */
export interface EmbeddingEndpoint {
  model: string
  /** OpenAI's own unless set. */
  baseUrl?: string | undefined
  apiKey?: string | undefined
  /** The longest wait for one batch, in milliseconds. */
  timeoutMs: number
  /** How often a batch is tried again when the endpoint is busy. */
  retries?: number
}

const mostTexts = 96
/** Some 50,000 tokens: endpoints refuse larger requests. */
const mostCharacters = 150_000
const longestText = 24_000
const longestPauseMs = 60_000

/** Batches that keep within both limits, in order. */
const batchesOf = (texts: readonly string[]): string[][] => {
  const batches: string[][] = []
  let [batch, characters]: [string[], number] = [[], 0]
  for (const text of texts) {
    const cut = text.slice(0, longestText) || ' '
    if (batch.length === mostTexts || (batch.length > 0 && characters + cut.length > mostCharacters)) {
      batches.push(batch)
      batch = []
      characters = 0
    }
    batch.push(cut)
    characters += cut.length
  }
  if (batch.length > 0) batches.push(batch)
  return batches
}

/** How long to wait before trying again: what the endpoint says, else longer each time; `undefined` when trying again is vain. */
const pauseAfter = (error: unknown, attempt: number): number | undefined => {
  const backOff = Math.min(longestPauseMs, 500 * 2 ** attempt)
  if (error instanceof APIConnectionError) return backOff
  if (!(error instanceof APIError) || (error.status !== 429 && (error.status ?? 0) < 500)) return undefined
  const headers: unknown = error.headers
  const said = headers instanceof Headers ? headers.get('retry-after') : null
  if (said === null) return backOff
  const seconds = Number(said)
  const pause = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(said) - Date.now()
  return Math.min(longestPauseMs, Math.max(0, Number.isFinite(pause) ? pause : backOff))
}

/** An embedder behind any endpoint that speaks OpenAI's embeddings: in batches, patient when told to slow down. */
export const openAiEmbedder = (endpoint: EmbeddingEndpoint): Embedder => {
  const client = openAiClient({ ...endpoint, maxRetries: 0 })
  const { retries = 5 } = endpoint

  const embedBatch = async (batch: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    for (let attempt = 0; ; attempt++) {
      try {
        const { data } = await client.embeddings.create(
          { model: endpoint.model, input: batch, encoding_format: 'float' },
          signal ? { signal } : {},
        )
        const vectors = data.sort((a, b) => a.index - b.index).map((item) => Float32Array.from(item.embedding))
        const [first] = vectors
        if (!first || vectors.length !== batch.length || vectors.some((vector) => vector.length !== first.length))
          throw new AppError('unavailable', 'The embedding endpoint answered with too few vectors or uneven ones.')
        return vectors
      } catch (error) {
        if (signal?.aborted) throw AppError.from(signal.reason)
        if (error instanceof AppError) throw error
        const pause = attempt < retries ? pauseAfter(error, attempt) : undefined
        if (pause === undefined)
          throw new AppError(
            'unavailable',
            'The embedding endpoint cannot be reached or refuses; check EMBEDDING_MODEL and its key.',
            {
              reason: 'embedding_unavailable',
              cause: error,
            },
          )
        await wait(pause, undefined, signal ? { signal } : {})
      }
    }
  }

  return {
    model: endpoint.model,
    async embed(texts, signal) {
      const vectors: Float32Array[] = []
      for (const batch of batchesOf(texts)) vectors.push(...(await embedBatch(batch, signal)))
      return vectors
    },
  }
}
