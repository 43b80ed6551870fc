import { expect } from 'chai'
import { segmentsToJoin } from './segments.ts'

describe('segments', () => {
  const sizesOf = (group: ReturnType<typeof segmentsToJoin>) => group?.map(({ passages }) => passages)
  const segments = (sizes: readonly number[], removed: readonly number[] = []) => {
    let first = 1
    return sizes.map((passages, i) => {
      const segment = { first, after: first + passages, passages, removed: removed[i] ?? 0 }
      first = segment.after
      return segment
    })
  }

  it('are joined where that makes one of a higher tier', () => {
    expect(sizesOf(segmentsToJoin(segments([400, 400])))).to.equal(undefined)
    expect(sizesOf(segmentsToJoin(segments([400, 400, 400])))).to.deep.equal([400, 400, 400])
    expect(sizesOf(segmentsToJoin(segments([5_000, 1, 1, 2, 5, 1])))).to.deep.equal([1, 1, 2])
    expect(sizesOf(segmentsToJoin(segments([20_000, 20_000, 20_000, 20_000, 3])))).to.equal(undefined)
  })

  it('lose what was removed once it is much of them', () => {
    expect(sizesOf(segmentsToJoin(segments([20_000, 800], [2_499, 99])))).to.equal(undefined)
    expect(sizesOf(segmentsToJoin(segments([20_000, 800], [2_499, 100])))).to.deep.equal([800])
  })

  it('stay few, and each passage is rewritten few times, however they come', () => {
    for (const step of [1, 3, 400]) {
      let all = segments([])
      let rewritten = 0
      const passages = step * 1_000
      for (let entered = 0; entered < passages; entered += step) {
        all.push({ first: entered + 1, after: entered + step + 1, passages: step, removed: 0 })
        for (let group = segmentsToJoin(all); group; group = segmentsToJoin(all)) {
          const at = all.findIndex(({ first }) => first === group?.[0]?.first)
          const size = group.reduce((sum, segment) => sum + segment.passages, 0)
          rewritten += size
          const joined = { first: group[0]?.first ?? 0, after: group.at(-1)?.after ?? 0, passages: size, removed: 0 }
          all = [...all.slice(0, at), joined, ...all.slice(at + group.length)]
        }
      }
      expect(all.reduce((sum, segment) => sum + segment.passages, 0)).to.equal(passages)
      expect(all.length).to.be.lessThan(15 + passages / 16_384)
      expect(rewritten / passages).to.be.lessThan(7)
    }
  })
})
