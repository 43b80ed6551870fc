import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { openDatabase } from '../../../platform/db/connect.ts'
import { parseStorageUrl } from '../../../platform/db/dialect.ts'
import { createLexicalIndex } from '../indexes/index.ts'
import { createStores } from '../stores/index.ts'
import { ragMigrations } from './index.ts'

const text = '\n# 🦢 Swans\n\nThe swan sleeps.\n\n\nThe stork nests.\n'
const first = text.indexOf('#')
const second = text.indexOf('The stork')

describe('the migrations to texts that are kept once', () => {
  it('lose nothing of what an older version has written, be it indexed or pending', async () => {
    const folder = await temporaryFolder()
    const storage = parseStorageUrl(`sqlite:${folder.path}`)
    const step = ragMigrations.findIndex(({ name }) => name === '0005-indexed-key')
    const older = await openDatabase(storage, 'rag', ragMigrations.slice(0, step))
    const { knex } = older
    const now = '2026-01-01T00:00:00Z'
    const shared = { content_hash: '', language: 'en', metadata: '{}', audience: 1, status: 'indexed', chunks: 2 }
    await knex('audiences').insert({ key: 1, spec: 'all' })
    await knex('documents').insert({
      ...shared,
      key: 1,
      id: 'd',
      title: 'Birds',
      source: '',
      created_at: now,
      updated_at: now,
    })
    await knex('document_texts').insert({ document_key: 1, text })
    const chunk = (key: number, ordinal: number, start: number, end: number) => ({
      key,
      document_key: 1,
      ordinal,
      start_offset: start,
      end_offset: end,
      heading_path: '[]',
      content: text.slice(start, end),
      text_hash: Buffer.from([key]),
    })
    await knex('chunks').insert([chunk(2, 0, first, text.indexOf('sleeps.') + 7), chunk(3, 1, second, text.length - 1)])
    await knex('pending_stems').insert({ first: 2, passages: 2, bytes: Buffer.alloc(0) })
    await knex('collection_state').update({ next_key: 4, documents: 1, chunks: 2 })
    await older.close()

    const after = await openDatabase(storage, 'rag', ragMigrations)
    try {
      const { passages } = createStores(after)
      expect(await passages.documentText('d', null)).to.equal(text.trimEnd())
      expect(await passages.documentText('d', null, 9)).to.equal(text.slice(0, 9))
      const search = createLexicalIndex(passages.lexical)
      const find = async () => (await search.search('storks', { viewer: null }, 5)).map(({ key }) => key)
      expect(await find()).to.deep.equal([3])
      await passages.settle()
      expect(await find()).to.deep.equal([3])
    } finally {
      await after.close()
      await folder.remove()
    }
  })
})
