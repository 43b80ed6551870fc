import { expect } from 'chai'
import { likeliest, type TermList } from './candidates.ts'

let seed = 5
const random = (): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return seed / 2 ** 32
}
const ascending = (keys: Iterable<number>): number[] => [...keys].sort((a, b) => a - b)

/** What adding up everything finds: the sum that the best `wanted` reach, and who exceeds it and who just reaches it. */
const addUpAll = (lists: readonly TermList[], wanted: number, permitted?: Uint32Array) => {
  const sums = new Map<number, number>()
  for (const { keys, weight } of [...lists].sort((a, b) => b.weight - a.weight))
    for (const key of keys) if (permitted?.includes(key) ?? true) sums.set(key, (sums.get(key) ?? 0) + weight)
  const ordered = [...sums.values()].sort((a, b) => b - a)
  const least = ordered[wanted - 1] ?? 0
  const reaching = [...sums].filter(([, sum]) => sum >= least).map(([key]) => key)
  if (reaching.length <= wanted) return { sure: ascending(reaching), tied: [] }
  const sure = [...sums].filter(([, sum]) => sum > least).map(([key]) => key)
  return { sure: ascending(sure), tied: ascending(reaching.filter((key) => !sure.includes(key))) }
}

describe('the likeliest passages', () => {
  it('are those that adding up every passage finds, whatever is passed over', () => {
    for (let round = 0; round < 1_000; round++) {
      const size = 1 + Math.floor(random() * 400)
      const some = (share: number): Uint32Array =>
        Uint32Array.from(Array.from({ length: size }, (_, i) => i + 1).filter(() => random() < share))
      const lists = Array.from({ length: Math.floor(random() * 9) }, (): TermList => {
        const share = random() ** 3
        return { weight: random() < 0.3 ? 1.5 : Math.log(1.01 + 1 / (share + 0.001)), keys: some(share) }
      })
      const permitted = random() < 0.5 ? undefined : some(0.4)
      const wanted = 1 + Math.floor(random() * 30)
      const { sure, tied } = likeliest(lists, wanted, permitted)
      expect({ sure: ascending(sure), tied: ascending(tied) }, `round ${round}`).to.deep.equal(
        addUpAll(lists, wanted, permitted),
      )
    }
  })
})
