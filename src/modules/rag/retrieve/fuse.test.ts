import { expect } from 'chai'
import { fuse as fuseAll, type Found } from './fuse.ts'

const list = (...scores: [key: number, score: number][]): Found[] => scores.map(([key, score]) => ({ key, score }))
/** Passages 1000, 1001 … that an arm finds besides, each a little worse than the one before. */
const tail = (from: number, to: number): [number, number][] =>
  Array.from({ length: 97 }, (_, i) => [1_000 + i, from - ((from - to) * i) / 96])
const fuse = (
  words: readonly Found[],
  vectors: readonly Found[],
  exact: ReadonlySet<number>,
  understanding = 0,
): Found[] => fuseAll(words, vectors, { exact, understanding })
const keys = (found: readonly Found[], most = 3): number[] => found.slice(0, most).map(({ key }) => key)

describe('fusing words and vectors', () => {
  const words = list([1, 20], [2, 15], ...tail(6, 1))

  it('goes by the vectors where they are clear, and by the words where they are not', () => {
    const clear = list([9, 0.9], [1, 0.6], ...tail(0.2, 0.1))
    expect(keys(fuse(words, clear, new Set()), 2)).to.deep.equal([1, 9])
    const clearer = list([9, 0.9], [2, 0.88], ...tail(0.2, 0.1))
    expect(keys(fuse(words, clearer, new Set()), 1)).to.deep.equal([2])
    const unclear = list([9, 0.9], [8, 0.899], ...tail(0.898, 0.85))
    expect(keys(fuse(words, unclear, new Set()), 2)).to.deep.equal([1, 2])
  })

  it('needs less of the vectors where the words are unclear', () => {
    const fair = list([9, 0.9], [1, 0.45], ...tail(0.42, 0.1))
    const sure = list([2, 15], [9, 5], ...tail(4, 1))
    const unsure = list([2, 15], [9, 9], [3, 14.9], ...tail(14.5, 1))
    expect(keys(fuse(sure, fair, new Set()), 1)).to.deep.equal([2])
    expect(keys(fuse(unsure, fair, new Set()), 1)).to.deep.equal([9])
  })

  it('goes by the vectors where the question lies next to their best, not where it is only the least far', () => {
    const near = list([9, 0.95], [1, 0.59], ...tail(0.56, 0.3))
    const far = near.map(({ key, score }) => ({ key, score: score / 3 }))
    const unsure = list([2, 15], [3, 12], ...tail(11, 1))
    expect(keys(fuse(unsure, near, new Set()), 1)).to.deep.equal([9])
    expect(keys(fuse(unsure, far, new Set()), 1)).to.deep.equal([2])
  })

  it('goes by vectors that are less clear where their model has shown to understand', () => {
    const fair = list([9, 0.9], [1, 0.6], ...tail(0.62, 0.3))
    const surer = list([2, 15], [9, 5], ...tail(4, 1))
    expect(keys(fuse(surer, fair, new Set(), 0), 1)).to.deep.equal([2])
    expect(keys(fuse(surer, fair, new Set(), 1), 1)).to.deep.equal([9])
  })

  it('orders the best alike, however many are asked for', () => {
    const deep = (from: number, best: number): Found[] =>
      list(...Array.from({ length: 400 }, (_, i): [number, number] => [from + ((i * 7) % 400), best - i * 0.01]))
    const [some, all] = [100, 400].map((depth) =>
      fuse(deep(0, 9).slice(0, depth), deep(50, 5).slice(0, depth), new Set([150])),
    )
    expect(all?.slice(0, some?.length)).to.deep.equal(some)
    expect(new Set(all?.map(({ key }) => key)).size)
      .to.equal(all?.length)
      .and.to.equal(450)
  })

  it('keeps exact matches on top, however clear the vectors are about another', () => {
    const against = list([9, 0.99], [8, 0.5], ...tail(0.2, 0.1))
    const unseen = list([3, 1], ...words.map(({ key, score }): [number, number] => [key, score]))
    expect(keys(fuse(words, against, new Set([2])), 1)).to.deep.equal([2])
    expect(keys(fuse(unseen, against, new Set([3])), 1)).to.deep.equal([3])
    expect(keys(fuse(words, against, new Set([1, 2])), 2)).to.deep.equal([1, 2])
  })

  it('takes one arm as it is where the other found nothing', () => {
    expect(keys(fuse(words, [], new Set()))).to.deep.equal([1, 2, 1_000])
    expect(keys(fuse([], list([5, 0.4], [6, 0.3]), new Set()))).to.deep.equal([5, 6])
    expect(fuse([], [], new Set())).to.deep.equal([])
  })

  it('counts what one arm did not find as its worst', () => {
    const [first, second] = fuse(list([1, 9], [2, 1]), list([2, 0.9], [3, 0.2]), new Set())
    expect([first?.key, second?.key]).to.deep.equal([2, 1])
  })
})
