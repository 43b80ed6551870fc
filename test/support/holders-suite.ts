import { expect } from 'chai'
import { lexicalQuery } from '../../src/modules/rag/indexes/index.ts'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'
import { createStores, type Stores } from '../../src/modules/rag/stores/index.ts'
import type { NewEntry } from '../../src/modules/rag/stores/passage-store.ts'
import { openDatabase, type Database } from '../../src/platform/db/connect.ts'
import { parseStorageUrl } from '../../src/platform/db/dialect.ts'
import { temporaryFolder } from './folder.ts'
import { entry, settling, type SuiteStorage } from './retrieval-suite.ts'

/** What stores know of who holds a word, pending or not, on any database. */
export const holdersSuite = (title: string, storage: () => Promise<SuiteStorage>): void => {
  describe(title, function () {
    this.timeout(30_000)
    let folder: Awaited<ReturnType<typeof temporaryFolder>>
    let place: SuiteStorage
    let database: Database
    beforeEach(async () => {
      folder = await temporaryFolder()
      place = await storage()
      database = await openDatabase(parseStorageUrl(place.url ?? `sqlite:${folder.path}`), 'rag', ragMigrations)
    })
    afterEach(async () => {
      await database.close()
      await place.drop()
      await folder.remove()
    })

    for (const [name, prepare] of [
      ['pending', (stores: Stores) => stores],
      ['settled', settling],
    ] as const)
      it(`knows at every moment which passages hold a word, however they come and go, for those who searched before too, ${name}`, async () => {
        const stores = prepare(createStores(database))
        const others = createStores(database).passages
        const words = Array.from({ length: 30 }, (_, i) => `wort${String.fromCharCode(97 + (i % 26))}${i}x`)
        const held = new Map<string, string[]>()
        const holders = async ({ lexical }: typeof others): Promise<string[][]> => {
          const view = await lexical.view()
          const { terms } = lexicalQuery(words.join(' '), view.languages)
          const postings = await view.postings(terms)
          const keys = [...new Set(postings.flatMap((posting) => [...posting.keys]))]
          const contents = new Map((await others.chunks(keys, null)).map(({ key, content }) => [key, content]))
          return postings.map((posting) => [...posting.keys].map((key) => contents.get(key) ?? 'a removed one').sort())
        }
        const expected = (): string[][] =>
          words.map((word) =>
            [...held.values()]
              .filter((said) => said.includes(word))
              .map((said) => said.join(' '))
              .sort(),
          )
        for (let round = 0; round < 40; round++) {
          const said = words.filter((_, i) => (i * 7 + round * 13) % 11 < 4)
          await stores.passages.replaceDocuments([
            entry(said.join(' '), { id: `d${round % 25}`, title: '', contentHash: `${round}` }),
          ])
          held.set(`d${round % 25}`, said)
          if (round % 5 === 3) {
            await stores.passages.deleteDocuments([`d${(round * 3) % 25}`])
            held.delete(`d${(round * 3) % 25}`)
          }
          if (round % 4 === 1) expect(await holders(stores.passages)).to.deep.equal(expected())
          if (round % 7 === 2) expect(await holders(others)).to.deep.equal(expected())
        }
        await Promise.all([stores.passages.settle(), others.settle()])
        expect(await holders(stores.passages)).to.deep.equal(expected())
        expect(await holders(others)).to.deep.equal(expected())
        expect(await holders(createStores(database).passages)).to.deep.equal(expected())
      })

    it('says of passages that are pending, however many, just what it says when they have entered', async () => {
      const stores = createStores(database)
      const words =
        'cranes craned Häuser naïve 東京都 データ ประเทศ px-77 readFile C++ v2.1 running ran well-known'.split(' ')
      const said = (n: number): string =>
        Array.from({ length: 1 + (n % 9) }, (_, i) => words[(n * 7 + i * i) % words.length]).join(
          n % 3 > 0 ? ' ' : '. ',
        )
      const document = (n: number, version = ''): NewEntry => {
        const texts = Array.from({ length: 40 }, (_, i) => `${said(n * 31 + i)} ${version}`)
        const text = texts.join('')
        let start = 0
        const chunks = texts.map((part) => ({
          text: part,
          start,
          end: (start += part.length),
          headingPath: [`Part ${n}`],
        }))
        return { document: { id: `d${n}`, title: '', text, contentHash: text }, chunks }
      }
      await stores.passages.replaceDocuments(Array.from({ length: 30 }, (_, n) => document(n)))
      const holders = async ({ lexical }: Stores['passages'], question: string) => {
        const view = await lexical.view()
        return view.postings(lexicalQuery(question, view.languages).terms)
      }
      const questions = [
        'cranes 東',
        'naive px-77 running',
        'データ ประเทศ',
        'house C++ part',
        words.join(' '),
        'changed',
      ]
      const inTurn = async (store: Stores['passages']) => {
        const all = []
        for (const question of questions) all.push(await holders(store, question))
        return all
      }
      const { passages: others } = createStores(database)
      await inTurn(others)
      await stores.passages.deleteDocuments(['d3', 'd20'])
      await stores.passages.replaceDocuments([document(5, 'changed'), document(29, 'changed')])
      const before = await inTurn(stores.passages)
      expect(before.at(-1)?.[0]?.keys).to.have.length(80)
      expect(await inTurn(others)).to.deep.equal(before)
      const { passages: fresh } = createStores(database)
      expect(await Promise.all(questions.map((question) => holders(fresh, question)))).to.deep.equal(before)
      await fresh.settle()
      for (const store of [stores.passages, others, fresh, createStores(database).passages])
        expect(await inTurn(store)).to.deep.equal(before)
    })

    it('counts of what is pending only what the viewer may read', async () => {
      const { passages } = createStores(database)
      const document = { allowedRoles: ['manager'] }
      await passages.replaceDocuments([entry('Storks nest.'), entry('Cranes winter.', document), entry('Gulls cry.')])
      const pending = () =>
        Promise.all([null, { userId: 'ada', roles: ['user'] }].map((viewer) => passages.pending(viewer)))
      expect(await pending()).to.deep.equal([3, 2])
      await passages.settle()
      expect(await pending()).to.deep.equal([0, 0])
    })
  })
}
