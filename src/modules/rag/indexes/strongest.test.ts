import { expect } from 'chai'
import { strongest } from './strongest.ts'

describe('the strongest of passages that hold the same terms', () => {
  const list = (weight: number, passages: Record<number, number>) => ({
    weight,
    keys: Uint32Array.from(Object.keys(passages).map(Number)),
    strengths: Uint8Array.from(Object.values(passages)),
  })

  it('are those that hold the weightier terms most strongly, and beside them some that are pending', () => {
    const lists = [
      list(2, { 1: 10, 4: 30, 6: 20, 8: 9, 20: 0, 21: 0, 22: 0 }),
      list(1, { 1: 90, 4: 1, 6: 1, 7: 255, 8: 1 }),
    ]
    expect(strongest(lists, [8, 6, 4, 1], 2)).to.have.members([1, 4])
    expect(strongest(lists, [20, 21, 22, 8, 6, 4], 2)).to.have.members([4, 6, 20, 21])
  })
})
