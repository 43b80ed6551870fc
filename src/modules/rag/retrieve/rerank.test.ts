import { expect } from 'chai'
import { startJsonEndpoint, type JsonEndpoint, type Scripted } from '../../../../test/support/json-endpoint.ts'
import { AppError } from '../../../platform/errors.ts'
import { httpReranker } from './rerank.ts'

describe('the reranker behind an endpoint', () => {
  let endpoint: JsonEndpoint | undefined
  afterEach(async () => endpoint?.close())
  const open = async (answer: () => Scripted | undefined, timeoutMs = 5_000) => {
    endpoint = await startJsonEndpoint(answer)
    return httpReranker({ url: `${endpoint.url}/rerank`, model: 'cross', apiKey: 'key', timeoutMs })
  }
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    )

  it('asks for all passages, and gives each its score in their order', async () => {
    const results = [
      { index: 2, relevance_score: 0.9 },
      { index: 0, relevance_score: 0.2 },
      { index: 9, relevance_score: 1 },
    ]
    const reranker = await open(() => ({ body: { results } }))
    expect(await reranker.rerank('q', ['a', 'b', 'c'])).to.deep.equal([0.2, Number.NEGATIVE_INFINITY, 0.9])
    expect(endpoint?.heard).to.deep.equal([
      {
        path: '/rerank',
        authorization: 'Bearer key',
        body: { model: 'cross', query: 'q', documents: ['a', 'b', 'c'], top_n: 3 },
      },
    ])
  })

  it('is unavailable when it refuses, answers something else, or not at all', async () => {
    for (const answer of [{ status: 500 }, { body: { scores: [1] } }, undefined]) {
      const reranker = await open(() => answer, 300)
      expect(await codeOf(reranker.rerank('q', ['a']))).to.equal('unavailable')
      await endpoint?.close()
    }
  })

  it('stops when nobody waits any more', async () => {
    const stop = new AbortController()
    const reranker = await open(() => {
      stop.abort(new AppError('cancelled', 'Nobody waits.'))
      return undefined
    })
    expect(await codeOf(reranker.rerank('q', ['a'], stop.signal))).to.equal('cancelled')
  })
})
