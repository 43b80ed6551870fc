import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { openDatabase } from '../../../platform/db/connect.ts'
import { parseStorageUrl } from '../../../platform/db/dialect.ts'
import { ragMigrations } from '../migrations/index.ts'
import { createTermReader } from './read-terms.ts'
import { makeSegment, tidySegments, writeSegment } from './segments.ts'

describe('reading terms', () => {
  it('finds them where the segments that were known have been joined since', async () => {
    const folder = await temporaryFolder()
    const database = await openDatabase(parseStorageUrl(`sqlite:${folder.path}`), 'rag', ragMigrations)
    try {
      const enter = async (from: number, texts: readonly string[]): Promise<void> => {
        const passages = texts.map((stems, i) => ({ key: from + i, stems }))
        const segment = await makeSegment(passages, from + texts.length)
        await database.knex.transaction((transaction) => writeSegment(transaction, segment))
      }
      const read = createTermReader(database.knex)
      const keysOf = async (stem: string): Promise<number[]> => {
        const [postings] = await read([{ stems: [stem], isPrefix: false }], 0, 7)
        return [...(postings?.keys ?? [])]
      }
      await enter(1, ['fig', 'plum', 'fig'])
      await enter(4, ['pear', 'plum', 'fig'])
      expect(await keysOf('fig')).to.deep.equal([1, 3, 6])
      expect(await tidySegments(database.knex)).to.equal(true)
      expect(await keysOf('pear')).to.deep.equal([4])
      expect(await keysOf('plum')).to.deep.equal([2, 5])
    } finally {
      await database.close()
      await folder.remove()
    }
  })
})
