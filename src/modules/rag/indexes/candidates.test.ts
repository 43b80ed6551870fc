import { expect } from 'chai'
import { greatestStrength } from '../text/postings.ts'
import { likeliest, type WeighedPostings } from './candidates.ts'

let seed = 5
const random = (): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return seed / 2 ** 32
}
const ascending = (keys: Iterable<number>): number[] => [...keys].sort((a, b) => a - b)

/** The best `wanted` by adding up for every passage what its terms are worth. */
const addUpAll = (lists: readonly WeighedPostings[], wanted: number, permitted?: Uint32Array): number[] => {
  const sums = new Map<number, number>()
  for (const { keys, strengths, weight } of [...lists].sort((a, b) => b.weight - a.weight))
    for (const [i, key] of keys.entries())
      if (permitted?.includes(key) ?? true)
        sums.set(key, (sums.get(key) ?? 0) + (weight / greatestStrength) * (strengths[i] ?? 0))
  return [...sums]
    .sort(([a, mine], [b, others]) => others - mine || a - b)
    .slice(0, wanted)
    .map(([key]) => key)
}

describe('the likeliest passages', () => {
  it('are those that adding up every passage finds, whatever is passed over', () => {
    for (let round = 0; round < 1_000; round++) {
      const size = 1 + Math.floor(random() * 400)
      const some = (share: number): Uint32Array =>
        Uint32Array.from(Array.from({ length: size }, (_, i) => i + 1).filter(() => random() < share))
      const isEven = random() < 0.3
      const lists = Array.from({ length: Math.floor(random() * 9) }, (): WeighedPostings => {
        const share = random() ** 3
        const keys = some(share)
        const strengths = Uint8Array.from(keys, () => (isEven ? 100 : 1 + Math.floor(random() * greatestStrength)))
        return { weight: random() < 0.3 ? 1.5 : Math.log(1.01 + 1 / (share + 0.001)), keys, strengths }
      })
      const permitted = random() < 0.5 ? undefined : some(0.4)
      const wanted = 1 + Math.floor(random() * 30)
      expect(ascending(likeliest(lists, wanted, permitted)), `round ${round}`).to.deep.equal(
        ascending(addUpAll(lists, wanted, permitted)),
      )
    }
  })
})
