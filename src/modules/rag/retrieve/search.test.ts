import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { openDatabase, type Database } from '../../../platform/db/connect.ts'
import { parseStorageUrl } from '../../../platform/db/dialect.ts'
import { createLexicalIndex } from '../indexes/index.ts'
import { ragMigrations } from '../migrations/index.ts'
import { createStores, type Stores } from '../stores/index.ts'
import { createSearch, type VectorArm } from './search.ts'

const passageOf = (text: string, from = 0) => ({ text, start: from, end: from + text.length, headingPath: [] })

describe('search', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let database: Database
  let stores: Stores
  beforeEach(async () => {
    folder = await temporaryFolder()
    database = await openDatabase(parseStorageUrl(`sqlite:${folder.path}`), 'rag', ragMigrations)
    stores = createStores(database)
  })
  afterEach(async () => {
    await database.close()
    await folder.remove()
  })

  const write = (texts: readonly string[]) =>
    stores.passages.replaceDocuments(
      texts.map((text, i) => ({
        document: { id: `d${i}`, title: '', text, contentHash: text },
        chunks: [passageOf(text)],
      })),
    )
  /** Vectors that are very sure of one passage, whatever is asked. */
  const sureOf = (text: string): VectorArm => ({
    isReady: () => Promise.resolve(true),
    understanding: () => Promise.resolve(0),
    search: async () => {
      const { keys } = await everything()
      const best = (await stores.passages.chunks(keys, null)).find((chunk) => chunk.content === text)
      return keys.map((key) => ({ key, score: key === best?.key ? 0.99 : 0.1 })).sort((a, b) => b.score - a.score)
    },
  })
  const everything = async () => ({ keys: await database.knex('chunks').pluck<number[]>('key') })
  const findWith = async (vectors: VectorArm | undefined, query: string, topK = 3): Promise<string[]> => {
    const lexical = createLexicalIndex(stores.passages.lexical)
    const { passages } = await createSearch({ store: stores.passages, lexical, vectors })({ query, topK, viewer: null })
    return passages.map(({ content }) => content)
  }

  it('finds what a misspelt word or a compound that no passage holds may mean, and nothing for what means nothing', async () => {
    const texts = [
      'Die Geschwindigkeit des Zeigers wird in den Einstellungen der Maus gewählt.',
      'Der Kalender zeigt die Termine der nächsten Woche und alle Geburtstage.',
    ]
    await write(texts)
    expect(await findWith(undefined, 'Zeigersgeschwindigkeit')).to.deep.equal([texts[0]])
    for (const misspelt of ['Kalendr', 'Kalenderr', 'Kalneder', 'Kalander'])
      expect(await findWith(undefined, misspelt), misspelt).to.deep.equal([texts[1]])
    expect(await findWith(undefined, 'Zylinderkopfdichtung')).to.deep.equal([])
  })

  it('keeps what holds a name to the letter on top, however sure the vectors are of another', async () => {
    const texts = [
      'The pump PX-77 is serviced every year by a fitter.',
      'The pump PX-78 is serviced every second year by a fitter.',
      'All pumps are serviced by fitters, and none of them is forgotten for a year.',
      'Quillmere opened in spring.',
    ]
    await write(texts)
    const others = sureOf(texts[1] ?? '')
    expect((await findWith(others, 'When is the PX-77 serviced?'))[0]).to.equal(texts[0])
    expect((await findWith(others, 'Quillmere'))[0]).to.equal(texts[3])
    expect((await findWith(others, 'maintenance of machines'))[0]).to.equal(texts[1])
  })

  it('leaves the order of the words as it is where the vectors tell nothing apart', async () => {
    const texts = [
      'In winter the harbour pumps are drained, greased and covered by the night shift of the eastern basin.',
      'Invoice PX-77 was paid.',
      'The town hall opens at nine.',
    ]
    await write(texts)
    const question =
      'Are harbour pumps of the eastern basin drained, greased and covered by the night shift as PX-77 says?'
    const byWords = await findWith(undefined, question)
    expect(byWords).to.deep.equal(texts.slice(0, 2))
    expect((await findWith(sureOf('none'), question)).slice(0, 2)).to.deep.equal(byWords)
  })

  it('finds a passage by what the one beside it names', async () => {
    const beside = 'The Marlow lighthouse was built by three brothers. They lived on the island for years.'
    const wanted = 'The tower is painted white and red. The lamp was replaced in the war.'
    const text = `${beside}\n${wanted}`
    const other = 'The tower of the town hall is painted green. The lamp was replaced by a tower clock.'
    await stores.passages.replaceDocuments([
      {
        document: { id: 'light', title: '', text, contentHash: 'light' },
        chunks: [passageOf(beside), passageOf(wanted, beside.length + 1)],
      },
      { document: { id: 'hall', title: '', text: other, contentHash: 'hall' }, chunks: [passageOf(other)] },
    ])
    expect(await findWith(undefined, 'How is the tower of the Marlow lighthouse painted?', 2)).to.include(wanted)
    expect((await findWith(undefined, 'painted tower of Marlow lighthouse', 3)).indexOf(wanted)).to.be.lessThan(
      (await findWith(undefined, 'painted tower of Marlow lighthouse', 3)).indexOf(other),
    )
  })

  it('ranks passages that hold the same words by how often they do, many though they are', async () => {
    const often = 'Herons and herons and herons: herons everywhere.'
    await write([
      ...Array.from({ length: 400 }, (_, i) => `Some herons were counted at pond number ${i} of this county in May.`),
      often,
    ])
    await stores.passages.settle()
    expect((await findWith(undefined, 'herons', 1))[0]).to.equal(often)
  })

  it('shows as many as are wanted, however many say the same as the best', async () => {
    const same =
      'The annual meeting of the society of friends of the sea, with music and free coffee, is held in the old town hall of the harbour in'
    const months = ['May', 'June', 'July', 'autumn', 'winter', 'spring']
    await write([
      ...Array.from({ length: 120 }, (_, i) => `${same} ${months[i % months.length]}.`),
      'Gulls held a meeting.',
      'A meeting with the mayor.',
      'No meeting on Monday.',
      'Every meeting ends.',
    ])
    const found = await findWith(undefined, 'annual meeting of the friends of the sea', 5)
    expect(found).to.have.length(5)
    expect(found.filter((text) => text.startsWith(same))).to.have.length(1)
    expect(await findWith(sureOf('Every meeting ends.'), 'annual meeting of the friends of the sea', 5)).to.have.length(
      5,
    )
  })
})
