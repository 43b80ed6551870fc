import { hash32 } from './hash.ts'

const bitsAStem = 10
const bitsSet = 4

/** Stems have a number of bits each, so far apart. */
const stepOf = (hash: number): number => (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) | 1) >>> 0

/** Says of most stems that are not among these that they are not, in ten bits a stem (Bloom 1970): one in eighty passes. */
export const makeStemFilter = (stems: readonly string[]): Uint8Array => {
  const filter = new Uint8Array(Math.max(1, Math.ceil((stems.length * bitsAStem) / 8)))
  for (const stem of stems) {
    const hash = hash32(stem)
    const step = stepOf(hash)
    for (let i = 0; i < bitsSet; i++) {
      const bit = (hash + i * step) % (filter.length * 8)
      filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7))
    }
  }
  return filter
}

/** Tells of filters whether a stem may be among those that they were made of; never false when it is. */
export const filterTest = (stem: string): ((filter: Uint8Array) => boolean) => {
  const hash = hash32(stem)
  const step = stepOf(hash)
  return (filter) => {
    for (let i = 0; i < bitsSet; i++) {
      const bit = (hash + i * step) % (filter.length * 8)
      if ((((filter[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 0) return false
    }
    return true
  }
}
