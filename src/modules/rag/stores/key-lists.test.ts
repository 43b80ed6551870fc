import { expect } from 'chai'
import { holdsKey, parseKeys } from '../text/key-list.ts'
import { createKeyLists } from './key-lists.ts'

describe('lists of keys', () => {
  it('are read from what a database joins, ascending and each key once', () => {
    expect([...parseKeys('3,20,100')]).to.deep.equal([3, 20, 100])
    expect([...parseKeys('100,3,20,3')]).to.deep.equal([3, 20, 100])
    expect([...parseKeys(null)]).to.deep.equal([])
    expect([1, 2, 9, 10].map((key) => holdsKey(Uint32Array.of(1, 5, 9), key))).to.deep.equal([true, false, true, false])
  })

  it('are loaded once a revision, and never kept for a later one', async () => {
    const lists = createKeyLists()
    const loaded: string[] = []
    const get = async (revision: number, ...names: string[]) =>
      (
        await lists.get(revision, names, (missing) => {
          loaded.push(...missing.map((name) => `${name}${revision}`))
          return Promise.resolve(missing.map(() => Uint32Array.of(revision)))
        })
      ).map((keys) => keys[0])
    expect(await get(1, 'a', 'b', 'a')).to.deep.equal([1, 1, 1])
    expect(await get(1, 'b', 'c')).to.deep.equal([1, 1])
    expect(await get(2, 'a')).to.deep.equal([2])
    // One that began before the change may see the newer list, and leaves nothing of its own behind.
    expect(await get(1, 'a', 'd')).to.deep.equal([2, 1])
    expect(await get(2, 'd')).to.deep.equal([2])
    expect(loaded).to.deep.equal(['a1', 'b1', 'c1', 'a2', 'd1', 'd2'])
  })
})
