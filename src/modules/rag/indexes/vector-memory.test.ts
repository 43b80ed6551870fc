import { expect } from 'chai'
import { createVectorMemory } from './vector-memory.ts'

const vector = (dimensions: number, seed: number): Float32Array =>
  Float32Array.from({ length: dimensions }, (_, i) => Math.sin(seed * 12.9898 + i * 78.233))

const cosine = (a: Float32Array, b: Float32Array): number => {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, number, i) => sum + number * (y[i] ?? 0), 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

describe('vector memory', () => {
  for (const dimensions of [1, 3, 16, 17, 100, 384])
    it(`finds what a plain comparison finds, in ${dimensions} dimensions`, () => {
      const memory = createVectorMemory(dimensions)
      const vectors = Array.from({ length: 5_000 }, (_, i) => vector(dimensions, i + 1))
      vectors.forEach((each, i) => memory.set(i, each, [0, 0]))
      const question = vector(dimensions, 0.5)
      const expected = vectors.map((each) => cosine(each, question)).sort((a, b) => b - a)
      const found = memory.search(question, 7)
      expect(found).to.have.length(7)
      found.forEach(({ key, score }, rank) => {
        expect(score).to.be.closeTo(expected[rank] ?? 0, 1e-4)
        expect(cosine(vectors[key] ?? question, question)).to.be.closeTo(score, 1e-4)
      })
    })

  /** What a scan of all finds, best first, with the scores as the memory must give them. */
  const expectExact = (vectors: readonly Float32Array[], question: Float32Array, limit: number): void => {
    const memory = createVectorMemory(question.length)
    vectors.forEach((each, i) => memory.set(i, each, [0, 0]))
    const expected = vectors.map((each) => cosine(each, question)).sort((a, b) => b - a)
    memory.search(question, limit).forEach(({ key, score }, rank) => {
      expect(score).to.be.closeTo(expected[rank] ?? 0, 1e-5)
      expect(cosine(vectors[key] ?? question, question)).to.be.closeTo(score, 1e-5)
    })
  }

  it('is exact where the vectors differ by less than their copies in bytes can tell', () => {
    const middle = vector(100, 3)
    const near = Array.from({ length: 3_000 }, (_, i) => {
      const step = vector(100, i + 10)
      return middle.map((number, j) => number + 0.002 * (step[j] ?? 0))
    })
    expectExact(near, vector(100, 4), 20)
    expectExact(near, middle, 20)
  })

  it('is exact for vectors of few large numbers, of equal ones, of many, and of none', () => {
    for (const dimensions of [64, 4_096]) {
      const equal = new Float32Array(dimensions).fill(1)
      const single = new Float32Array(dimensions)
      single[7] = -3
      const vectors = [equal, equal.map((number) => -number), single, ...[1, 2, 3, 4].map((i) => vector(dimensions, i))]
      for (const question of vectors) expectExact(vectors, question, 3)
      const memory = createVectorMemory(dimensions)
      memory.set(1, new Float32Array(dimensions), [0, 0])
      expect(memory.search(equal, 1)).to.deep.equal([{ key: 1, score: 0 }])
    }
  })

  it('replaces, removes, and passes over what does not pass', () => {
    const memory = createVectorMemory(2)
    memory.set(1, Float32Array.of(1, 0), [7, 70])
    memory.set(2, Float32Array.of(0, 1), [8, 80])
    memory.set(3, Float32Array.of(1, 0.1), [8, 80])
    const keys = (passes?: (audience: number, document: number) => boolean) =>
      memory.search(Float32Array.of(1, 0), 5, passes).map(({ key }) => key)
    expect(keys()).to.deep.equal([1, 3, 2])
    expect(keys((audience) => audience === 8)).to.deep.equal([3, 2])
    expect(keys((_, document) => document === 70)).to.deep.equal([1])
    memory.delete(1)
    memory.set(2, Float32Array.of(1, 0), [8, 80])
    expect(keys()).to.deep.equal([2, 3])
    expect(memory.size).to.equal(2)
  })
})
