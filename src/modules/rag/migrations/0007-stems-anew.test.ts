import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { openDatabase } from '../../../platform/db/connect.ts'
import { parseStorageUrl } from '../../../platform/db/dialect.ts'
import { createLexicalIndex } from '../indexes/index.ts'
import { createStores } from '../stores/index.ts'
import { ragMigrations } from './index.ts'

describe('the migration to other stems', () => {
  it('finds by the new stems what was entered by the old ones, at once and when it is entered anew', async () => {
    const folder = await temporaryFolder()
    const storage = parseStorageUrl(`sqlite:${folder.path}`)
    const step = ragMigrations.findIndex(({ name }) => name === '0007-stems-anew')
    const before = await openDatabase(storage, 'rag', ragMigrations.slice(0, step))
    const text = 'The stork nests on chimneys.'
    const document = { id: 'd', title: '', text, contentHash: '' }
    const { passages } = createStores(before)
    await passages.replaceDocuments([{ document, chunks: [{ text, start: 0, end: text.length, headingPath: [] }] }])
    await passages.settle()
    await before.knex.raw('delete from chunk_stems')
    await before.knex('chunk_signatures').update({ bytes: Buffer.alloc(12) })
    await before.close()

    const after = await openDatabase(storage, 'rag', ragMigrations)
    try {
      const stores = createStores(after)
      const find = async (): Promise<number> =>
        (await createLexicalIndex(stores.passages.lexical).search('chimney', { viewer: null }, 10)).length
      expect(await find()).to.equal(1)
      await stores.passages.settle()
      expect(await find()).to.equal(1)
      expect(await after.knex('chunk_signatures').pluck('key')).to.have.length(1)
    } finally {
      await after.close()
      await folder.remove()
    }
  })
})
