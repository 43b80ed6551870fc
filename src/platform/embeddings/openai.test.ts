import { expect } from 'chai'
import { z } from 'zod'
import { startJsonEndpoint, type Heard, type JsonEndpoint, type Scripted } from '../../../test/support/json-endpoint.ts'
import { AppError } from '../errors.ts'
import { openAiEmbedder } from './openai.ts'

const asked = z.object({ model: z.string(), input: z.array(z.string()) })
const inputOf = ({ body }: Heard): string[] => asked.parse(body).input
/** A text's vector is its length, so that one can see which text it was made of. */
const vectorsOf = (texts: readonly string[]): Scripted => ({
  body: {
    object: 'list',
    model: 'm',
    usage: { prompt_tokens: 1, total_tokens: 1 },
    data: texts.map((text, index) => ({ object: 'embedding', index, embedding: [text.length, 1] })).toReversed(),
  },
})

describe('the embedder behind an endpoint', () => {
  let endpoint: JsonEndpoint | undefined
  afterEach(async () => endpoint?.close())
  const open = async (answer: (heard: Heard, count: number) => Scripted | undefined, retries = 3) => {
    endpoint = await startJsonEndpoint(answer)
    const { url, heard } = endpoint
    const embedder = openAiEmbedder({ model: 'm', baseUrl: `${url}/v1`, apiKey: 'key', timeoutMs: 5_000, retries })
    return { embedder, heard }
  }
  const failure = (work: Promise<unknown>): Promise<AppError> =>
    work.then(
      () => expect.fail('it did not fail'),
      (error: unknown) => (error instanceof AppError ? error : expect.fail(String(error))),
    )

  it('asks for all texts in batches, and gives the vectors in their order', async () => {
    const { embedder, heard } = await open((one) => vectorsOf(inputOf(one)))
    const texts = Array.from({ length: 250 }, (_, i) => 'x'.repeat(i + 1))
    const vectors = await embedder.embed(texts)
    expect(vectors.map(([length]) => length)).to.deep.equal(texts.map((text) => text.length))
    expect(heard.map((one) => inputOf(one).length)).to.deep.equal([96, 96, 58])
    expect(heard[0]).to.include({ path: '/v1/embeddings', authorization: 'Bearer key' })
  })

  it('keeps batches within what endpoints take, and cuts a text that no model could read', async () => {
    const { embedder, heard } = await open((one) => vectorsOf(inputOf(one)))
    await embedder.embed([...Array.from({ length: 9 }, () => 'y'.repeat(20_000)), 'z'.repeat(100_000), ''])
    for (const one of heard) expect(inputOf(one).join('').length).to.be.at.most(150_000)
    expect(heard.flatMap(inputOf).map(({ length }) => length)).to.deep.equal([
      ...Array.from({ length: 9 }, () => 20_000),
      24_000,
      1,
    ])
  })

  it('waits as long as it is told to and tries again', async () => {
    const { embedder, heard } = await open((one, count) => {
      if (count === 1) return { status: 429, headers: { 'retry-after': '0' } }
      return count === 2 ? { status: 503, headers: { 'retry-after': '0' } } : vectorsOf(inputOf(one))
    })
    expect(await embedder.embed(['abc'])).to.deep.equal([Float32Array.of(3, 1)])
    expect(heard).to.have.length(3)
  })

  it('gives up after so many tries, and at once where trying again is vain', async () => {
    const busy = await open(() => ({ status: 429, headers: { 'retry-after': '0' } }), 2)
    expect(await failure(busy.embedder.embed(['a']))).to.include({ code: 'unavailable' })
    expect(busy.heard).to.have.length(3)
    await endpoint?.close()
    const refusing = await open(() => ({ status: 401, body: { error: { message: 'no such key' } } }))
    expect(await failure(refusing.embedder.embed(['a']))).to.include({ code: 'unavailable' })
    expect(refusing.heard).to.have.length(1)
  })

  it('takes no answer with too few vectors, uneven ones, empty ones, or what are not numbers', async () => {
    const answers: unknown[][] = [[], [[1], [1, 2]], [[1]], [[], []], [[1], [null]], [[1], ['x']], [[1], 'AACAPw==']]
    for (const data of answers) {
      const { embedder } = await open(() => ({
        body: { data: data.map((embedding, index) => ({ index, embedding })), usage: {} },
      }))
      expect(await failure(embedder.embed(['a', 'b'])), JSON.stringify(data)).to.include({ code: 'unavailable' })
      await endpoint?.close()
    }
  })

  it('says so when what answers is no embedding endpoint, or none answers in time', async () => {
    for (const body of [{}, 'text', { data: {} }]) {
      const { embedder } = await open(() => ({ body }))
      expect(await failure(embedder.embed(['a']))).to.include({ code: 'unavailable' })
      await endpoint?.close()
    }
    endpoint = await startJsonEndpoint(() => undefined)
    const silent = openAiEmbedder({ model: 'm', baseUrl: endpoint.url, timeoutMs: 50, retries: 0 })
    expect(await failure(silent.embed(['a']))).to.include({ code: 'unavailable' })
  })

  it('asks in smaller batches where so many texts are refused, and goes on so', async () => {
    const { embedder, heard } = await open((one) =>
      inputOf(one).length > 32 ? { status: 413, body: { error: { message: 'batch size' } } } : vectorsOf(inputOf(one)),
    )
    const texts = Array.from({ length: 200 }, (_, i) => 'x'.repeat(i + 1))
    for (let round = 0; round < 2; round++)
      expect((await embedder.embed(texts)).map(([length]) => length)).to.deep.equal(texts.map(({ length }) => length))
    expect(heard.map((one) => inputOf(one).length).filter((count) => count > 32)).to.deep.equal([96, 48, 48])
  })

  it('cuts a text that is too long for the model, and leaves the others whole', async () => {
    const { embedder } = await open((one) =>
      inputOf(one).some(({ length }) => length > 1_000) ? { status: 400 } : vectorsOf(inputOf(one)),
    )
    const vectors = await embedder.embed(['a'.repeat(900), 'b'.repeat(3_000), 'c'.repeat(20)])
    expect(vectors.map(([length]) => length)).to.deep.equal([900, 750, 20])
  })

  it('gives zeros for a text that the endpoint never reads, and fails where it reads none', async () => {
    const { embedder } = await open((one) =>
      inputOf(one).some((text) => text.includes('poison')) ? { status: 422 } : vectorsOf(inputOf(one)),
    )
    expect(await embedder.embed(['aa', 'some poison', 'bbb'])).to.deep.equal([
      Float32Array.of(2, 1),
      Float32Array.of(0, 0),
      Float32Array.of(3, 1),
    ])
    await endpoint?.close()
    const none = await open(() => ({ status: 400 }))
    expect(await failure(none.embedder.embed(['a', 'b', 'c']))).to.include({ code: 'unavailable' })
  })

  it('stops when nobody waits any more', async () => {
    const stop = new AbortController()
    const { embedder } = await open(() => {
      stop.abort(new AppError('cancelled', 'Nobody waits.'))
      return undefined
    })
    expect(await failure(embedder.embed(['a'], stop.signal))).to.include({ code: 'cancelled' })
  })
})
