import { hash32 } from './hash.ts'

const bitsAStem = 10
const bitsSet = 4

/** The bits that stand for a stem among so many. */
const bitsOf = (stem: string, bits: number): number[] => {
  const hash = hash32(stem)
  const step = (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) | 1) >>> 0
  return Array.from({ length: bitsSet }, (_, i) => (hash + i * step) % bits)
}

/** Says of most stems that are not among these that they are not, in ten bits a stem (Bloom 1970): one in eighty passes. */
export const makeStemFilter = (stems: readonly string[]): Uint8Array => {
  const filter = new Uint8Array(Math.max(1, Math.ceil((stems.length * bitsAStem) / 8)))
  for (const stem of stems)
    for (const bit of bitsOf(stem, filter.length * 8)) filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7))
  return filter
}

/** Whether a stem may be among those that a filter was made of; never false when it is. */
export const mayHoldStem = (filter: Uint8Array, stem: string): boolean =>
  bitsOf(stem, filter.length * 8).every((bit) => ((filter[bit >> 3] ?? 0) >> (bit & 7)) & 1)
