import { expect } from 'chai'
import { z } from 'zod'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { startJsonEndpoint, type JsonEndpoint } from '../../../../test/support/json-endpoint.ts'
import { until } from '../../../../test/support/until.ts'
import { openDatabase, type Database } from '../../../platform/db/connect.ts'
import { parseStorageUrl } from '../../../platform/db/dialect.ts'
import { openAiEmbedder } from '../../../platform/embeddings/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { vectorIndexes } from '../indexes/index.ts'
import { ragMigrations } from '../migrations/index.ts'
import { createStores, type Stores } from '../stores/index.ts'
import { createVectorSearch, type VectorSearch } from './vector-search.ts'

const asked = z.object({ input: z.array(z.string()) })

describe('vectors from an endpoint', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: Database
  let stores: Stores
  let endpoint: JsonEndpoint
  let isDown = false
  let isSilent = false
  let width = 2
  let embedded: string[] = []
  const open: VectorSearch[] = []

  beforeEach(async () => {
    folder = await temporaryFolder()
    database = await openDatabase(parseStorageUrl(`sqlite:${folder.path}`), 'rag', ragMigrations)
    stores = createStores(database)
    ;[isDown, isSilent, width, embedded] = [false, false, 2, []]
    endpoint = await startJsonEndpoint(({ body }) => {
      const { input } = asked.parse(body)
      if (isSilent) return undefined
      // It goes down in the middle of a batch of batches, as endpoints do.
      if (isDown && embedded.length >= 300) return { status: 400 }
      const texts = input.filter((text) => text !== 'dimensions')
      embedded.push(...texts)
      return { body: { data: input.map((text, index) => ({ index, embedding: vectorOf(text) })), usage: {} } }
    })
  })
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
    await database.close()
    await endpoint.close()
    await folder.remove()
  })
  const vectorOf = (text: string): number[] => [text.length, ...Array.from({ length: width - 1 }, () => 1)]
  const openVectors = (questionTimeoutMs = 20_000): VectorSearch => {
    const embedder = openAiEmbedder({ model: 'm', baseUrl: endpoint.url, apiKey: 'key', timeoutMs: 20_000, retries: 0 })
    const vectors = createVectorSearch({
      store: stores.vectors,
      embedder,
      embedderFor: () => embedder,
      questionTimeoutMs,
      createIndex: (model) =>
        vectorIndexes.sqlite(
          { store: stores.vectors, folder: folder.path, openPgVectors: stores.openPgVectors },
          model,
        ),
    })
    open.push(vectors)
    return vectors
  }
  const write = (texts: readonly string[]) =>
    stores.passages.replaceDocuments(
      texts.map((text, i) => ({
        document: { id: `${i} ${text}`, title: '', text, contentHash: text },
        chunks: [{ text, start: 0, end: text.length, headingPath: [] }],
      })),
    )

  it('goes on after a failure with what is missing, and asks for nothing twice', async () => {
    await write(Array.from({ length: 600 }, (_, i) => `Text number ${i}.`))
    isDown = true
    const failed = await openVectors()
      .embedPending()
      .then(
        () => false,
        () => true,
      )
    expect(failed).to.equal(true)
    isDown = false
    const kept = (await openVectors().progress(null)).embedded
    expect(kept).to.be.within(1, 599)
    embedded = []
    await openVectors().embedPending()
    expect(embedded).to.have.length(600 - kept)
    expect(await openVectors().progress(null)).to.include({ embedded: 600, total: 600 })
    await openVectors().embedPending()
    expect(embedded).to.have.length(600 - kept)
  })

  it('asks for equal texts once, whatever documents they stand in', async () => {
    await write(['The same.', 'The same.', 'Another.'])
    await openVectors().embedPending()
    await write(['The same.', 'The same.', 'Another.', 'The same.', 'New.'])
    await openVectors().embedPending()
    expect(embedded.toSorted()).to.deep.equal(['Another.', 'New.', 'The same.'])
  })

  it('remembers the vector of a question that was asked before', async () => {
    await write(['The sea.'])
    const vectors = openVectors()
    await vectors.embedPending()
    for (let i = 0; i < 3; i++) expect(await vectors.search('sea', { viewer: null }, 1)).to.have.length(1)
    expect(embedded.filter((text) => text === 'sea')).to.have.length(1)
  })

  it('learns the size of vectors anew when the model changes it, and never mixes sizes', async () => {
    await write(['The sea.', 'The sun and the moon.'])
    const vectors = openVectors()
    await vectors.embedPending()
    width = 3
    await write(['The sea.', 'The sun and the moon.', 'The stars.'])
    const failed = await vectors.embedPending().catch((error: unknown) => error)
    expect(failed).to.be.instanceOf(AppError).and.to.have.property('code', 'unavailable')
    expect(await vectors.progress(null)).to.include({ dimensions: 2, embedded: 2, total: 3 })
    await vectors.embedPending()
    expect(await vectors.progress(null)).to.include({ dimensions: 3, embedded: 3, total: 3, serving: null })
    const sizes = await database
      .knex('embeddings')
      .distinct<{ bytes: number }[]>(database.knex.raw('length(vector) as bytes'))
    expect(sizes).to.deep.equal([{ bytes: 12 }])
    expect(await vectors.search('stars', { viewer: null }, 5)).to.have.length(3)
  })

  it('lets no search wait for an endpoint that is silent, and asks it no more for a while', async () => {
    await write(['The sea.'])
    const vectors = openVectors(1_000)
    await vectors.embedPending()
    isSilent = true
    const before = endpoint.heard.length
    for (const query of ['sea', 'sun', 'moon']) {
      const failed = await vectors.search(query, { viewer: null }, 1).catch((error: unknown) => error)
      expect(failed).to.be.instanceOf(AppError)
    }
    expect(endpoint.heard).to.have.length(before + 1)
    isSilent = false
    await until(async () => (await vectors.search('sea', { viewer: null }, 1).catch(() => [])).length === 1)
  })
})
