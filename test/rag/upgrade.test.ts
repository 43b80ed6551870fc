import { expect } from 'chai'
import type { Knex } from 'knex'
import { createLexicalIndex, lexicalQuery } from '../../src/modules/rag/indexes/index.ts'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'
import { createStores } from '../../src/modules/rag/stores/index.ts'
import type { NewEntry, PassageStore, Viewer } from '../../src/modules/rag/stores/passage-store.ts'
import { openDatabase } from '../../src/platform/db/connect.ts'
import { parseStorageUrl } from '../../src/platform/db/dialect.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freshDatabase } from '../support/fresh-database.ts'

const sentences = [
  'The stork nests on chimneys and winters in Africa.',
  'Cranes dance in spring; nobody knows why they dance.',
  'Die Häuser am Hafen wurden im Jahr 1912 gebaut.',
  'La garantie couvre les pièces pendant deux années.',
  '黑豹队的防守只丢了308分，在联赛中排名第六。',
  'ประเทศไทยมีกรุงเทพมหานครเป็นเมืองหลวง',
  'Журавли зимуют на юге Испании.',
  'The pump PX-77 must be replaced; see read_file and v2.1.3.',
]
const questions = [
  'Where do storks winter?',
  'dancing cranes',
  'Haus am Hafen 1912',
  'garantie des pièces',
  '黑豹队丢了多少分',
  'เมืองหลวง',
  'Где зимуют журавли?',
  'PX-77 number 41',
  'hidden number 7',
]
const ben: Viewer = { userId: 'ben', roles: ['user'] }

/** More passages than enter the full text search at once; every seventh document is not for everybody. */
const documents = (): NewEntry[] =>
  Array.from({ length: 115 }, (_, n) => {
    const texts = Array.from(
      { length: 40 },
      (_, i) => `${sentences[(n + i) % sentences.length]} Number ${n}${n % 7 === 0 ? ', hidden' : ''}.\n`,
    )
    let start = 0
    const chunks = texts.map((text) => ({
      text,
      start,
      end: (start += text.length),
      headingPath: [`Part ${start % 5}`],
    }))
    const text = texts.join('')
    const allowedRoles = n % 7 === 0 ? ['admin'] : null
    return { document: { id: `d${n}`, title: `Notes ${n}`, text, contentHash: text, allowedRoles }, chunks }
  })

/** Brings a database back to where it was before a migration. */
const goBack = async (knex: Knex, name: string): Promise<void> => {
  for (const step of ragMigrations.toReversed()) {
    await step.migration.down?.(knex)
    await knex('migrations').where({ name: step.name }).delete()
    if (step.name === name) return
  }
}

/** Enters all passages in the full text search as older versions did. */
const enterAsBefore = async (knex: Knex, dialect: 'sqlite' | 'postgres'): Promise<void> => {
  const passages = 'from chunks join documents on documents.key = chunks.document_key'
  if (dialect === 'sqlite') {
    await knex.raw('insert into chunk_stems (rowid, stems) select key, content from chunks')
    await knex.raw(`insert into chunk_scope select chunks.key, document_key, audience ${passages}`)
    await knex.raw('insert into chunk_signatures (key, bytes) select key, zeroblob(12) from chunks')
  } else {
    const stems = `to_tsvector('simple', content)`
    await knex.raw(`insert into chunk_stems select chunks.key, document_key, audience, ${stems} ${passages}`)
    await knex.raw(`insert into chunk_signatures (key, bytes) select key, decode(repeat('00', 12), 'hex') from chunks`)
  }
  await knex.raw('update collection_state set indexed_key = next_key')
}

/** For each question who holds its words, how strongly, and what a viewer finds, best first. */
const look = async ({ lexical }: PassageStore) => {
  const found = []
  for (const question of questions) {
    const view = await lexical.view()
    const postings = await view.postings(lexicalQuery(question, view.languages).terms)
    const hits = await createLexicalIndex(lexical).search(question, { viewer: ben }, 20)
    found.push({ postings, hits: hits.map(({ key }) => key).sort((a, b) => a - b) })
  }
  return found
}

const stores: Record<string, () => Promise<{ url?: string; drop: () => Promise<void> }>> = {
  SQLite: () => Promise.resolve({ drop: () => Promise.resolve() }),
  PostgreSQL: freshDatabase,
}

describe('after an upgrade that empties the full text search', function () {
  this.timeout(60_000)
  for (const [storeName, place] of Object.entries(stores))
    for (const name of ['0007-stems-anew', '0008-segments'])
      it(`finds all at once, while it is entered anew, and afterwards: ${name} on ${storeName}`, async () => {
        const folder = await temporaryFolder()
        const { url = `sqlite:${folder.path}`, drop } = await place()
        const open = () => openDatabase(parseStorageUrl(url), 'rag', ragMigrations)
        const older = await open()
        const { passages: before } = createStores(older)
        await before.replaceDocuments(documents())
        await before.deleteDocuments(['d3'])
        await before.settle()
        await before.deleteDocuments(['d80'])
        const expected = await look(before)
        await goBack(older.knex, name)
        await enterAsBefore(older.knex, older.dialect)
        await older.close()

        const after = await open()
        try {
          expect(after.migrated).to.include(name)
          const { passages } = createStores(after)
          expect(await passages.pending(null)).to.equal(113 * 40)
          const postingsOf = (found: Awaited<ReturnType<typeof look>>) => found.map(({ postings }) => postings)
          expect(postingsOf(await look(passages))).to.deep.equal(postingsOf(expected))
          expect(await passages.indexPending()).to.deep.equal({ left: 113 * 40 - 4_096, isOurs: true })
          for (const store of [passages, createStores(after).passages])
            expect(postingsOf(await look(store))).to.deep.equal(postingsOf(expected))
          const [during] = await Promise.all([look(passages), passages.settle()])
          expect(postingsOf(during)).to.deep.equal(postingsOf(expected))
          for (const store of [passages, createStores(after).passages])
            expect(await look(store)).to.deep.equal(expected)
          expect(await passages.pending(null)).to.equal(0)
          const ids = Array.from({ length: 115 }, (_, n) => `d${n}`)
          expect(await passages.deleteDocuments(ids)).to.equal(113)
          await passages.settle()
          for (const table of ['chunk_signatures', 'posting_blocks', 'posting_segments', 'removed_passages'])
            expect(await after.knex(table).select('*'), table).to.deep.equal([])
        } finally {
          await after.close()
          await drop()
          await folder.remove()
        }
      })
})
