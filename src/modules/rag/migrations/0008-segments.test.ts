import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { openDatabase } from '../../../platform/db/connect.ts'
import { parseStorageUrl } from '../../../platform/db/dialect.ts'
import { createLexicalIndex } from '../indexes/index.ts'
import { createStores } from '../stores/index.ts'
import { ragMigrations } from './index.ts'

describe('the migrations that empty the full text search', () => {
  for (const name of ['0007-stems-anew', '0008-segments'])
    it(`${name} finds what an older version has entered, at once and when it is entered anew`, async () => {
      const folder = await temporaryFolder()
      const storage = parseStorageUrl(`sqlite:${folder.path}`)
      const step = ragMigrations.findIndex((migration) => migration.name === name)
      const older = await openDatabase(storage, 'rag', ragMigrations.slice(0, step))
      const { knex } = older
      const now = '2026-01-01T00:00:00Z'
      const text = 'The stork nests on chimneys.'
      const place = { start_offset: 0, end_offset: text.length, heading_path: '[]', text_hash: Buffer.alloc(0) }
      const head = {
        id: 'd',
        title: '',
        source: '',
        content_hash: '',
        language: 'en',
        metadata: '{}',
        status: 'indexed',
      }
      await knex('audiences').insert({ key: 1, spec: 'all' })
      await knex('documents').insert({ ...head, key: 1, audience: 1, chunks: 1, created_at: now, updated_at: now })
      await knex('chunks').insert({ ...place, key: 2, document_key: 1, ordinal: 0, content: text })
      await knex.raw(`insert into chunk_stems (rowid, stems) values (2, 'stork nest')`)
      await knex('chunk_scope').insert({ key: 2, document_key: 1, audience: 1 })
      await knex('chunk_signatures').insert({ key: 2, bytes: Buffer.alloc(12) })
      await knex('collection_state').update({ next_key: 3, indexed_key: 3, documents: 1, chunks: 1 })
      await older.close()

      const after = await openDatabase(storage, 'rag', ragMigrations)
      try {
        const { passages } = createStores(after)
        const find = async (word: string): Promise<number[]> =>
          (await createLexicalIndex(passages.lexical).search(word, { viewer: null }, 10)).map(({ key }) => key)
        expect(await find('chimney')).to.deep.equal([2])
        await passages.settle()
        expect([await find('chimney'), await find('storks')]).to.deep.equal([[2], [2]])
        expect(await after.knex('chunk_signatures').pluck('key')).to.deep.equal([2])
        expect(await passages.deleteDocuments(['d'])).to.equal(1)
        expect(await find('chimney')).to.deep.equal([])
        await passages.settle()
        expect(await after.knex('posting_blocks').pluck('segment')).to.deep.equal([])
      } finally {
        await after.close()
        await folder.remove()
      }
    })
})
