import { expect } from 'chai'
import type { Postings } from '../text/postings.ts'
import { createTermLists } from './term-lists.ts'

describe('lists of the passages that hold a term', () => {
  /** Passages by key with the terms they hold, removed ones too, and what is read of them. */
  const passages = new Map<number, string>()
  let reads: string[]
  let lists: ReturnType<typeof createTermLists>
  beforeEach(() => {
    passages.clear()
    for (const [key, terms] of Object.entries({ 1: 'ab', 3: 'b', 5: 'a' })) passages.set(Number(key), terms)
    reads = []
    lists = createTermLists()
  })
  const holding = (name: string, from: number): Postings => {
    const keys = [...passages].flatMap(([key, terms]) => (key >= from && terms.includes(name) ? key : []))
    return { keys: Uint32Array.from(keys), strengths: Uint8Array.from(keys) }
  }
  const get = async (extent: { removed?: number[]; purged?: number; end: number }, ...names: string[]) => {
    const removed = { keys: Uint32Array.from(extent.removed ?? []), purged: extent.purged ?? 0 }
    const found = await lists.get({ removed, end: extent.end }, names, (wanted, from) => {
      reads.push(`${wanted.join('')}${from}`)
      return Promise.resolve(wanted.map((name) => holding(name, from)))
    })
    for (const { keys, strengths } of found) expect([...strengths]).to.deep.equal([...keys])
    return found.map(({ keys }) => [...keys])
  }

  it('are read once, and grow by what is added', async () => {
    expect(await get({ end: 6 }, 'a', 'b', 'a')).to.deep.equal([
      [1, 5],
      [1, 3],
      [1, 5],
    ])
    passages.set(6, 'a').set(7, 'b')
    expect(await get({ end: 7 }, 'a')).to.deep.equal([[1, 5, 6]])
    passages.set(8, 'ab')
    expect(await get({ end: 9 }, 'a', 'b', 'c')).to.deep.equal([[1, 5, 6, 8], [1, 3, 7, 8], []])
    expect(await get({ end: 9 }, 'c', 'b')).to.deep.equal([[], [1, 3, 7, 8]])
    expect(reads).to.deep.equal(['ab0', 'a6', 'c0', 'ab6'])
  })

  it('are complete though more is added while they are read', async () => {
    passages.set(6, 'a')
    expect(await get({ end: 6 }, 'a')).to.deep.equal([[1, 5]])
    expect(await get({ end: 7 }, 'a')).to.deep.equal([[1, 5, 6]])
  })

  it('are without what was removed, and not read anew for it', async () => {
    await get({ end: 6 }, 'a')
    expect(await get({ removed: [5], end: 6 }, 'a', 'b')).to.deep.equal([[1], [1, 3]])
    passages.set(6, 'ab')
    expect(await get({ removed: [1, 5], end: 7 }, 'a', 'b')).to.deep.equal([[6], [3, 6]])
    expect(reads).to.deep.equal(['a0', 'b0', 'ab6'])
  })

  it('are read anew once removed passages were taken out, and not kept by whoever began before', async () => {
    await get({ removed: [5], end: 6 }, 'a')
    passages.delete(5)
    expect(await get({ purged: 1, end: 6 }, 'a')).to.deep.equal([[1]])
    expect(await get({ removed: [5], end: 6 }, 'a', 'b')).to.deep.equal([[1], [1, 3]])
    expect(await get({ purged: 1, end: 6 }, 'b')).to.deep.equal([[1, 3]])
    expect(reads).to.deep.equal(['a0', 'a0', 'ab0', 'b0'])
  })
})
