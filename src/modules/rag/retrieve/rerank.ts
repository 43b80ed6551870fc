import { z } from 'zod'
import { AppError } from '../../../platform/errors.ts'

/** Orders passages anew by how well they answer; a score for each, in their order. */
export interface Reranker {
  rerank(query: string, passages: readonly string[], signal?: AbortSignal): Promise<number[]>
}

/** A reranking endpoint in the style of Cohere, Jina, vLLM and others: POST {model, query, documents}. */
export interface RerankEndpoint {
  url: string
  model?: string | undefined
  apiKey?: string | undefined
  timeoutMs: number
}

const answer = z.object({
  results: z.array(z.object({ index: z.int().min(0), relevance_score: z.number() })),
})

/** A reranker behind an endpoint. Throws `unavailable` when it does not answer as agreed. */
export const httpReranker = (endpoint: RerankEndpoint): Reranker => ({
  async rerank(query, passages, signal) {
    const deadline = AbortSignal.timeout(endpoint.timeoutMs)
    try {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(endpoint.apiKey ? { authorization: `Bearer ${endpoint.apiKey}` } : {}),
        },
        body: JSON.stringify({ model: endpoint.model, query, documents: passages, top_n: passages.length }),
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      })
      if (!response.ok) throw new Error(`The reranker answered ${response.status}.`)
      const { results } = answer.parse(await response.json())
      const scores = passages.map(() => Number.NEGATIVE_INFINITY)
      for (const { index, relevance_score: score } of results) if (index < scores.length) scores[index] = score
      return scores
    } catch (error) {
      if (signal?.aborted) throw AppError.from(signal.reason)
      throw new AppError('unavailable', 'The reranker cannot be reached just now.', { cause: error })
    }
  },
})
