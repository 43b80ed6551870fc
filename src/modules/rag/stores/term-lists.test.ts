import { expect } from 'chai'
import { createTermLists, type Extent } from './term-lists.ts'

describe('lists of the keys that hold a term', () => {
  /** Passages by key with the terms they hold, and what is read of them. */
  const passages = new Map<number, string>()
  let reads: string[]
  let lists: ReturnType<typeof createTermLists>
  beforeEach(() => {
    passages.clear()
    for (const [key, terms] of Object.entries({ 1: 'ab', 3: 'b', 5: 'a' })) passages.set(Number(key), terms)
    reads = []
    lists = createTermLists()
  })
  const get = async (extent: Extent, ...names: string[]): Promise<number[][]> => {
    const found = await lists.get(extent, names, (wanted, from) => {
      reads.push(`${wanted.join('')}${from}`)
      const keys = [...passages.keys()].filter((key) => key >= from)
      return Promise.resolve(
        wanted.map((name) => Uint32Array.from(keys.filter((key) => passages.get(key)?.includes(name)))),
      )
    })
    return found.map((keys) => [...keys])
  }

  it('are read once, and grow by what is added', async () => {
    expect(await get({ removed: 0, end: 6 }, 'a', 'b', 'a')).to.deep.equal([
      [1, 5],
      [1, 3],
      [1, 5],
    ])
    passages.set(6, 'a').set(7, 'b')
    expect(await get({ removed: 0, end: 7 }, 'a')).to.deep.equal([[1, 5, 6]])
    passages.set(8, 'ab')
    expect(await get({ removed: 0, end: 9 }, 'a', 'b', 'c')).to.deep.equal([[1, 5, 6, 8], [1, 3, 7, 8], []])
    expect(await get({ removed: 0, end: 9 }, 'c', 'b')).to.deep.equal([[], [1, 3, 7, 8]])
    expect(reads).to.deep.equal(['ab0', 'a6', 'c0', 'ab6'])
  })

  it('are complete though more is added while they are read', async () => {
    passages.set(6, 'a')
    expect(await get({ removed: 0, end: 6 }, 'a')).to.deep.equal([[1, 5]])
    expect(await get({ removed: 0, end: 7 }, 'a')).to.deep.equal([[1, 5, 6]])
  })

  it('are read anew once a passage is removed, and not kept by whoever began before', async () => {
    await get({ removed: 0, end: 6 }, 'a')
    passages.delete(5)
    expect(await get({ removed: 1, end: 6 }, 'a')).to.deep.equal([[1]])
    expect(await get({ removed: 0, end: 6 }, 'a', 'b')).to.deep.equal([[1], [1, 3]])
    expect(await get({ removed: 1, end: 6 }, 'b')).to.deep.equal([[1, 3]])
    expect(reads).to.deep.equal(['a0', 'a0', 'ab0', 'b0'])
  })
})
