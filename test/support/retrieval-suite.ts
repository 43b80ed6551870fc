import { expect } from 'chai'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'
import { createLexicalIndex, vectorIndexes, type VectorStoreName } from '../../src/modules/rag/indexes/index.ts'
import { answerBySentences, gatherEvidence } from '../../src/modules/rag/retrieve/answer.ts'
import { parseFilter } from '../../src/modules/rag/retrieve/filter.ts'
import { createSearch, type Search } from '../../src/modules/rag/retrieve/search.ts'
import { createVectorSearch } from '../../src/modules/rag/retrieve/vector-search.ts'
import { createStores, type Stores } from '../../src/modules/rag/stores/index.ts'
import type { NewDocument, NewEntry, Viewer } from '../../src/modules/rag/stores/passage-store.ts'
import { prepareText } from '../../src/modules/rag/text/prepare.ts'
import { openDatabase, type Database } from '../../src/platform/db/connect.ts'
import { parseStorageUrl } from '../../src/platform/db/dialect.ts'
import type { Embedder } from '../../src/platform/embeddings/index.ts'
import { temporaryFolder } from './folder.ts'

/** A document of one passage, which is its text. */
export const entry = (text: string, document: Partial<NewDocument> = {}): NewEntry => ({
  document: { title: '', contentHash: text, text, ...document },
  chunks: [{ text, start: 0, end: text.length, headingPath: [] }],
})

const ada: Viewer = { userId: 'ada', roles: ['user'] }
const ben: Viewer = { userId: 'ben', roles: ['manager'] }

/** Vectors that know only which of some topics a text speaks of: enough to tell right from wrong. */
const topicEmbedder = (model: string, topics: readonly string[]): Embedder & { calls: number } => ({
  model,
  calls: 0,
  async embed(texts) {
    this.calls += texts.length
    return texts.map((text) =>
      Float32Array.from([...topics.map((topic) => (text.toLowerCase().includes(topic) ? 1 : 0)), 0.01]),
    )
  },
})

/** Where a suite keeps its data: at a URL, or wherever it opens; in a folder of its own when it says neither. */
export interface SuiteStorage {
  url?: string
  open?: () => Promise<Database>
  drop: () => Promise<void>
}

/** What stores, lexical and vector indexes promise, on any database: while passages are pending, and when none is any more. */
export const retrievalSuite = (
  title: string,
  storage: () => Promise<SuiteStorage>,
  vectorStores: readonly VectorStoreName[],
): void => {
  suite(title, storage, vectorStores, (stores) => stores)
  suite(`${title}, settled`, storage, [], settling)
}

/** Stores in which nothing is pending after a write. */
export const settling = (stores: Stores): Stores => ({
  ...stores,
  passages: {
    ...stores.passages,
    replaceDocuments: async (...given) => {
      const written = await stores.passages.replaceDocuments(...given)
      await stores.passages.settle()
      return written
    },
  },
})

const suite = (
  title: string,
  storage: () => Promise<SuiteStorage>,
  vectorStores: readonly VectorStoreName[],
  prepare: (stores: Stores) => Stores,
): void => {
  describe(title, function () {
    this.timeout(30_000)
    let folder: Awaited<ReturnType<typeof temporaryFolder>>
    let place: Awaited<ReturnType<typeof storage>>
    let database: Database
    let stores: Stores
    let search: Search

    const open = async () => {
      database = place.open
        ? await place.open()
        : await openDatabase(parseStorageUrl(place.url ?? `sqlite:${folder.path}`), 'rag', ragMigrations)
      stores = prepare(createStores(database))
      search = createSearch({ store: stores.passages, lexical: createLexicalIndex(stores.passages.lexical) })
    }
    beforeEach(async () => {
      folder = await temporaryFolder()
      place = await storage()
      await open()
    })
    afterEach(async () => {
      await database.close()
      await place.drop()
      await folder.remove()
    })
    const find = async (query: string, viewer: Viewer | null = null, filter?: unknown, topK = 5) =>
      (
        await search({ query, topK, viewer, ...(filter === undefined ? {} : { filter: parseFilter(filter) }) })
      ).passages.map(({ content }) => content)

    it('finds inflected words, codes to the letter, and scripts without blanks', async () => {
      await stores.passages.replaceDocuments([
        entry('The pump PX-77 must be replaced every year.'),
        entry('The pump PX-78 needs no care at all.'),
        entry('黑豹队的防守只丢了308分，在联赛中排名第六。'),
        entry('ประเทศไทยมีกรุงเทพมหานครเป็นเมืองหลวง'),
        entry('कितने विद्यालय दिल्ली में हैं, यह कोई नहीं जानता।'),
      ])
      expect((await find('replacing PX-77'))[0]).to.contain('PX-77')
      expect((await find('px-78'))[0]).to.contain('PX-78')
      expect((await find('黑豹队丢了多少分'))[0]).to.contain('308')
      expect(await find('水')).to.deep.equal([])
      expect((await find('เมืองหลวงของประเทศไทย'))[0]).to.contain('กรุงเทพ')
      expect((await find('विद्यालय'))[0]).to.contain('दिल्ली')
    })

    it('replaces a document as a whole, and does nothing for what is unchanged', async () => {
      const [first] = await stores.passages.replaceDocuments([
        entry('Storks nest on chimneys.', { source: 'birds.txt' }),
      ])
      const [same] = await stores.passages.replaceDocuments([
        entry('Storks nest on chimneys.', { source: 'birds.txt' }),
      ])
      const [next] = await stores.passages.replaceDocuments([entry('Cranes winter in Spain.', { source: 'birds.txt' })])
      expect([first, same, next].map((written) => written?.outcome)).to.deep.equal(['indexed', 'unchanged', 'updated'])
      expect(new Set([first, same, next].map((written) => written?.id)).size).to.equal(1)
      expect(await find('storks')).to.deep.equal([])
      expect(await find('cranes')).to.deep.equal(['Cranes winter in Spain.'])
      expect(await stores.passages.counts(null)).to.deep.equal({ documents: 1, chunks: 1 })
    })

    it('writes all documents of a call or none', async () => {
      const fail = () => Promise.reject(new Error('It cannot be noted.'))
      let failed = false
      await stores.passages
        .replaceDocuments([entry('Gulls cry.'), entry('Herons wait.')], fail)
        .catch(() => (failed = true))
      expect(failed).to.equal(true)
      expect(await find('gulls')).to.deep.equal([])
      expect(await stores.passages.counts(null)).to.deep.equal({ documents: 0, chunks: 0 })
    })

    it('leaves nothing of a deleted document', async () => {
      await stores.passages.replaceDocuments([
        entry('Eiders dive.', { id: 'a' }),
        entry('Eiders dive deep.', { id: 'b' }),
      ])
      expect(await stores.passages.deleteDocuments(['a', 'unknown'])).to.equal(1)
      expect(await find('eiders')).to.deep.equal(['Eiders dive deep.'])
      for (const table of ['documents', 'chunks'])
        expect(await database.knex(table).select('*'), table).to.have.length(1)
    })

    it('keeps the best full although most may not be read, and a revoked permission holds at once', async () => {
      const secrets = Array.from({ length: 40 }, (_, i) =>
        entry(`Salary salary salary list number ${i}`, { allowedRoles: ['manager'] }),
      )
      const shared = Array.from({ length: 5 }, (_, i) =>
        entry(`A note on a salary, the ${i}th of its kind, shared with everybody who asks`),
      )
      await stores.passages.replaceDocuments([
        ...secrets,
        ...shared,
        entry('The salary of Ben.', { id: 'mine', owner: 'ben' }),
      ])
      expect(await find('salary', ada)).to.have.length(5)
      expect((await find('salary', ada)).join()).not.to.contain('number')
      expect(await find('salary', ben, undefined, 100)).to.have.length(46)
      await stores.passages.replaceDocuments([entry('The salary of Ben.', { id: 'mine', owner: 'cleo' })])
      expect((await find('salary', ben, undefined, 100)).join()).not.to.contain('Ben')
      expect(await stores.passages.document('mine', ben)).to.equal(undefined)
      expect(await stores.passages.counts(ada)).to.deep.equal({ documents: 5, chunks: 5 })
      expect(await stores.passages.counts(ben)).to.deep.equal({ documents: 45, chunks: 45 })
      expect(await stores.passages.counts(null)).to.deep.equal({ documents: 46, chunks: 46 })
    })

    it('filters by metadata as MongoDB does', async () => {
      const documents = [
        { year: 2019, tags: ['a', 'b'], team: { name: 'sales' } },
        { year: 2021, tags: ['b'], draft: true },
        { year: '2021', note: null },
      ]
      await stores.passages.replaceDocuments(documents.map((metadata, i) => entry(`Report ${i}`, { metadata })))
      const ids = async (filter: unknown) =>
        (await find('report', null, filter))
          .map((text) => text.slice(-1))
          .sort((a, b) => a.localeCompare(b))
          .join('')
      expect(await ids({ year: 2021 })).to.equal('1')
      expect(await ids({ year: { $gte: 2019, $lt: 2021 } })).to.equal('0')
      expect(await ids({ tags: 'b' })).to.equal('01')
      expect(await ids({ 'team.name': { $in: ['sales', 'hr'] } })).to.equal('0')
      expect(await ids({ tags: { $nin: ['a'] } })).to.equal('12')
      expect(await ids({ draft: { $exists: true } })).to.equal('1')
      expect(await ids({ note: null })).to.equal('012')
      expect(await ids({ $or: [{ draft: true }, { year: '2021' }] })).to.equal('12')
      expect(await ids({ $not: { year: { $gt: 2000 } } })).to.equal('2')
      expect(await ids({ draft: { $ne: true } })).to.equal('02')
    })

    it('answers with quotes that stand in the document, or says that it cannot', async () => {
      const text = 'Storks nest on chimneys. They winter in Africa, south of the Sahara. Their call is a clatter.'
      await stores.passages.replaceDocuments([
        entry(text, { title: 'Storks' }),
        entry('Cranes dance in spring.'),
        entry('Gulls eat fish.'),
      ])
      const parts = { store: stores.passages, search }
      const answer = answerBySentences(
        await gatherEvidence(parts, { query: 'Where do storks winter?', topK: 3, viewer: ada }),
      )
      expect(answer.grounded).to.equal(true)
      expect(answer.citations[0]?.quote).to.equal(
        'Storks nest on chimneys. They winter in Africa, south of the Sahara.',
      )
      for (const { start, end, quote } of answer.citations) expect(text.slice(start, end)).to.equal(quote)
      const none = answerBySentences(
        await gatherEvidence(parts, { query: 'Who won the Nobel prize for physics?', topK: 3, viewer: ada }),
      )
      expect([none.grounded, none.citations.length]).to.deep.equal([false, 0])
    })

    it('shows one of passages that say the same', async () => {
      const text =
        'The annual meeting of the society of friends of the sea takes place in the town hall of the old harbour in May.'
      await stores.passages.replaceDocuments([
        entry(text, { id: 'a' }),
        entry(`${text} `, { id: 'b' }),
        entry('A meeting of gulls.', { id: 'c' }),
      ])
      expect(await find('annual meeting')).to.have.length(2)
    })

    it('lists page by page, newest first', async () => {
      await stores.passages.replaceDocuments(['a', 'b', 'c'].map((id) => entry(`Text ${id}`, { id })))
      const first = await stores.passages.listDocuments({ limit: 2 }, ada)
      const second = await stores.passages.listDocuments({ limit: 2, cursor: first.nextCursor ?? '' }, ada)
      expect([...first.items, ...second.items].map(({ id }) => id)).to.deep.equal(['c', 'b', 'a'])
      expect(second.nextCursor).to.equal(null)
    })

    for (const name of vectorStores)
      describe(`vectors in ${name}`, () => {
        const openVectors = (embedder: Embedder, embedderFor = () => embedder) =>
          createVectorSearch({
            store: stores.vectors,
            embedder,
            embedderFor,
            createIndex: (model) =>
              vectorIndexes[name](
                { store: stores.vectors, folder: `${folder.path}/vectra`, openPgVectors: stores.openPgVectors },
                model,
              ),
          })
        const contentsOf = async (
          vectors: ReturnType<typeof openVectors>,
          query: string,
          viewer: Viewer | null,
          filter?: unknown,
          limit = 5,
        ) => {
          const scope = { viewer, ...(filter === undefined ? {} : { filter: parseFilter(filter) }) }
          const hits = await vectors.search(query, scope, limit)
          return (
            await stores.passages.chunks(
              hits.map(({ key }) => key),
              viewer,
            )
          ).map(({ content }) => content)
        }

        it('follows writes, deletions and permissions, and fills the best from the permitted', async () => {
          const vectors = openVectors(topicEmbedder('topics', ['sea', 'sun']))
          const secrets = Array.from({ length: 30 }, (_, i) => entry(`Sea secret ${i}`, { allowedRoles: ['manager'] }))
          await stores.passages.replaceDocuments([
            ...secrets,
            entry('The sea.', { id: 'sea', metadata: { year: 1 } }),
            entry('The sun.', { id: 'sun' }),
          ])
          await vectors.embedPending()
          expect(await contentsOf(vectors, 'sea', ada, undefined, 1)).to.deep.equal(['The sea.'])
          expect(await contentsOf(vectors, 'sun', ada, { year: 1 }, 1)).to.deep.equal(['The sea.'])
          await stores.passages.replaceDocuments([entry('Two seas.', { id: 'more' })])
          await vectors.embedPending()
          expect((await contentsOf(vectors, 'sea', ada, undefined, 2)).sort()).to.deep.equal(['The sea.', 'Two seas.'])
          await stores.passages.deleteDocuments(['sea'])
          expect(await contentsOf(vectors, 'sea', ada, undefined, 1)).to.deep.equal(['Two seas.'])
          await stores.passages.replaceDocuments([entry('Two seas.', { id: 'more', allowedRoles: ['manager'] })])
          expect(await contentsOf(vectors, 'sea', ada, undefined, 1)).to.deep.equal(['The sun.'])
          await vectors.close()
        })

        it('embeds what was written while there was no model', async () => {
          const [title, text] = ['', 'The sea.']
          const chunks = [{ text, start: 0, end: text.length, headingPath: [] }]
          const prepared = prepareText({ title, text }, chunks, { hashes: false })
          const before = { document: { id: 'before', title, contentHash: text }, prepared }
          await stores.passages.replaceDocuments([before, entry('The sun.', { id: 'sun' })])
          const vectors = openVectors(topicEmbedder('topics', ['sea', 'sun']))
          await vectors.embedPending()
          expect(await vectors.progress(null)).to.deep.include({ embedded: 2, total: 2 })
          expect(await contentsOf(vectors, 'sea', ada, undefined, 1)).to.deep.equal(['The sea.'])
          await stores.passages.deleteDocuments(['before'])
          expect(await contentsOf(vectors, 'sea', ada, undefined, 1)).to.deep.equal(['The sun.'])
          await vectors.close()
        })

        it('embeds equal texts once, forgets those that are gone, and starts again where it was', async () => {
          const embedder = topicEmbedder('topics', ['sea'])
          const vectors = openVectors(embedder)
          await stores.passages.replaceDocuments([
            entry('The sea.', { id: 'a' }),
            entry('The sea.', { id: 'b' }),
            entry('Sand.', { id: 'c' }),
          ])
          await vectors.embedPending()
          expect(embedder.calls).to.equal(3)
          await stores.passages.deleteDocuments(['a', 'c'])
          expect(await database.knex('embeddings').select('*')).to.have.length(1)
          await vectors.close()
          await database.close()
          await open()
          const again = openVectors(embedder)
          expect(await contentsOf(again, 'sea', null)).to.deep.equal(['The sea.'])
          await again.close()
        })

        it('serves the old model until the new one is whole, and never mixes them', async () => {
          const old = topicEmbedder('old', ['sea', 'sun'])
          const before = openVectors(old)
          await stores.passages.replaceDocuments([entry('The sea.'), entry('The sun.')])
          await before.embedPending()
          await before.close()
          const next = topicEmbedder('new', ['sun', 'moon', 'sea'])
          const broken: Embedder = {
            model: 'new',
            embed: (texts) => (texts[0] === 'dimensions' ? next.embed(texts) : Promise.reject(new Error('down'))),
          }
          const during = openVectors(broken, () => old)
          await during.embedPending().catch(() => undefined)
          expect((await during.progress(null)).serving).to.equal('old')
          expect(await contentsOf(during, 'sun', null, undefined, 1)).to.deep.equal(['The sun.'])
          await during.close()
          const after = openVectors(next, () => old)
          await after.embedPending()
          expect(await after.progress(null)).to.deep.include({ serving: null, embedded: 2, total: 2 })
          expect(await contentsOf(after, 'sea', null, undefined, 1)).to.deep.equal(['The sea.'])
          expect(await database.knex('embedding_models').select('name')).to.deep.equal([{ name: 'new' }])
          await after.close()
        })
      })
  })
}
