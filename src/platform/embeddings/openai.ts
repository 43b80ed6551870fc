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
/** A text that is refused for its length is tried again at half of it, down to so many characters. */
const shortestCut = 256
/** Some 50,000 tokens: endpoints refuse larger requests. */
const mostCharacters = 150_000
const longestText = 24_000
const longestPauseMs = 60_000

/** The next batch that keeps within both limits, cut to what any model can read. */
const nextBatch = (texts: readonly string[], from: number, most: number): string[] => {
  const batch: string[] = []
  let characters = 0
  for (const text of texts.slice(from, from + most)) {
    const cut = text.slice(0, longestText) || ' '
    characters += cut.length
    if (batch.length > 0 && characters > mostCharacters) break
    batch.push(cut)
  }
  return batch
}

/** The endpoint answers, but not to these texts: too many, too long, or something in them that it cannot read. */
const refusesTexts = (error: unknown): boolean =>
  error instanceof APIError && (error.status === 400 || error.status === 413 || error.status === 422)

/** An answer's vectors in the order of the texts. Throws when they cannot be what was asked for. */
const vectorsOf = (data: readonly { index: number; embedding: number[] }[], wanted: number): Float32Array[] => {
  const vectors = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => Float32Array.from(embedding))
  const size = vectors[0]?.length ?? 0
  if (vectors.length !== wanted || size === 0 || vectors.some((vector) => vector.length !== size))
    throw new AppError('unavailable', 'The embedding endpoint answered with too few vectors or uneven ones.')
  if (
    !data.every(({ embedding }) =>
      embedding.every((number) => Number.isFinite(number) && isFinite(Math.fround(number))),
    )
  )
    throw new AppError('unavailable', 'The embedding endpoint answered with what are not numbers.')
  return vectors
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

const unreachable = (cause: unknown): AppError =>
  new AppError(
    'unavailable',
    'The embedding endpoint cannot be reached or refuses; check EMBEDDING_MODEL and its key.',
    { reason: 'embedding_unavailable', cause },
  )

/**
 * An embedder behind any endpoint that speaks OpenAI's embeddings: in batches, patient when told to slow down. What an endpoint
 * refuses at once it is asked in smaller batches, and a text that it finds too long is cut. A text that it cannot read at all,
 * while it reads others, gets a vector of zeros, which is like no other.
 */
export const openAiEmbedder = (endpoint: EmbeddingEndpoint): Embedder => {
  const client = openAiClient({ ...endpoint, maxRetries: 0 })
  const { retries = 5 } = endpoint
  let mostAtOnce = mostTexts
  /** How many texts were refused by themselves. */
  let refused = 0

  const ask = async (batch: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    for (let attempt = 0; ; attempt++) {
      try {
        const { data } = await client.embeddings.create(
          { model: endpoint.model, input: batch, encoding_format: 'float' },
          // The package never takes its listener off a signal, and ours may live as long as the process.
          signal ? { signal: AbortSignal.any([signal]) } : {},
        )
        return vectorsOf(data, batch.length)
      } catch (error) {
        if (signal?.aborted) throw AppError.from(signal.reason)
        const pause = attempt < retries ? pauseAfter(error, attempt) : undefined
        if (pause === undefined) throw error
        await wait(pause, undefined, signal ? { signal } : {})
      }
    }
  }

  /** A text that was refused: cut until it is taken; zeros when the endpoint takes another text but never this one. */
  const embedRefused = async (text: string, refusal: unknown, signal: AbortSignal | undefined) => {
    refused++
    for (let cut = text; cut.length > shortestCut;) {
      cut = cut.slice(0, cut.length / 2)
      try {
        return await ask([cut], signal)
      } catch (error) {
        if (!refusesTexts(error)) throw error
      }
    }
    const other = await ask(['text'], signal).catch(() => [])
    if (!other[0]) throw refusal
    return [new Float32Array(other[0].length)]
  }

  const embedBatch = async (batch: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    try {
      return await ask(batch, signal)
    } catch (error) {
      if (!refusesTexts(error)) throw error
      const [first] = batch
      if (batch.length === 1 && first !== undefined) return embedRefused(first, error, signal)
      const middle = Math.ceil(batch.length / 2)
      const halves = [batch.slice(0, middle), batch.slice(middle)]
      const before = refused
      const vectors: Float32Array[] = []
      for (const half of halves) vectors.push(...(await embedBatch(half, signal)))
      // Nothing was wrong with any of them, so they were too many.
      if (refused === before) mostAtOnce = Math.min(mostAtOnce, middle)
      return vectors
    }
  }

  return {
    model: endpoint.model,
    async embed(texts, signal) {
      const vectors: Float32Array[] = []
      try {
        while (vectors.length < texts.length)
          vectors.push(...(await embedBatch(nextBatch(texts, vectors.length, mostAtOnce), signal)))
      } catch (error) {
        if (signal?.aborted) throw AppError.from(signal.reason)
        throw error instanceof AppError ? error : unreachable(error)
      }
      return vectors
    },
  }
}
