/** The passages that hold a term, ascending, and beside each how strongly it does: 1 to 255, or 0 where that is not known. */
export interface Postings {
  keys: Uint32Array
  strengths: Uint8Array
}

/** A term that no passage holds. */
export const noPostings: Postings = { keys: new Uint32Array(), strengths: new Uint8Array() }

/** The most that a strength can be. */
export const greatestStrength = 255
/** Passages of this many words are neither short nor long; which number it is hardly changes an order. */
const usualLength = 150
const [saturation, lengthWeight] = [1.2, 0.75]

/** How strongly a passage of so many words holds a term that it says so often: BM25's share of the most there can be. */
export const strengthOf = (count: number, words: number): number =>
  Math.ceil(
    (greatestStrength * count) / (count + saturation * (1 - lengthWeight + (lengthWeight * words) / usualLength)),
  )

/** How many of the keys, which ascend, are lower. */
const countBelow = (keys: Uint32Array, bound: number): number => {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] ?? 0) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** Those with keys from `from` up to but not `end`. */
export const postingsBetween = ({ keys, strengths }: Postings, from: number, end: number): Postings => {
  const [first, after] = [countBelow(keys, from), countBelow(keys, end)]
  return first === 0 && after === keys.length
    ? { keys, strengths }
    : { keys: keys.subarray(first, after), strengths: strengths.subarray(first, after) }
}

/** One after another; the keys of each are higher than those of the one before. */
export const joinPostings = (parts: readonly Postings[]): Postings => {
  const filled = parts.filter(({ keys }) => keys.length > 0)
  if (filled.length < 2) return filled[0] ?? noPostings
  const length = filled.reduce((sum, { keys }) => sum + keys.length, 0)
  const joined = { keys: new Uint32Array(length), strengths: new Uint8Array(length) }
  let at = 0
  for (const { keys, strengths } of filled) {
    joined.keys.set(keys, at)
    joined.strengths.set(strengths, at)
    at += keys.length
  }
  return joined
}

/** What holds any of several terms; a passage that holds more than one does so as strongly as all together. */
export const unitePostings = (parts: readonly Postings[]): Postings => {
  const filled = parts.filter(({ keys }) => keys.length > 0)
  if (filled.length < 2) return filled[0] ?? noPostings
  const sums = new Map<number, number>()
  for (const { keys, strengths } of filled)
    for (const [i, key] of keys.entries()) sums.set(key, (sums.get(key) ?? 0) + (strengths[i] ?? 0))
  const keys = Uint32Array.from(sums.keys()).sort()
  return { keys, strengths: Uint8Array.from(keys, (key) => Math.min(greatestStrength, sums.get(key) ?? 0)) }
}

/** Those whose keys are not among these, which ascend as well. */
export const postingsWithout = (postings: Postings, removed: Uint32Array): Postings => {
  const { keys, strengths } = postings
  const kept: Postings = { keys: new Uint32Array(keys.length), strengths: new Uint8Array(keys.length) }
  let count = 0
  let place = countBelow(removed, keys[0] ?? 0)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    while (place < removed.length && (removed[place] ?? 0) < key) place++
    if (removed[place] === key) continue
    kept.keys[count] = key
    kept.strengths[count++] = strengths[i] ?? 0
  }
  return count === keys.length
    ? postings
    : { keys: kept.keys.slice(0, count), strengths: kept.strengths.slice(0, count) }
}

/** The most bytes that so many postings can be packed into. */
export const mostPackedBytes = (count: number): number => count * 6

/** Packs postings into `out` from `at` on: the distance from the key before (from `base`), seven bits a byte, then the strength. Returns where they end. */
export const packPostings = ({ keys, strengths }: Postings, base: number, out: Uint8Array, at: number): number => {
  let end = at
  let before = base
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    let distance = key - before
    before = key
    while (distance > 0x7f) {
      out[end++] = (distance & 0x7f) | 0x80
      distance >>>= 7
    }
    out[end++] = distance
    out[end++] = strengths[i] ?? 0
  }
  return end
}

/** Reads what `packPostings` packed. */
export const unpackPostings = (packed: Uint8Array, base: number): Postings => {
  const keys = new Uint32Array(packed.length >> 1)
  const strengths = new Uint8Array(packed.length >> 1)
  let [count, key, at] = [0, base, 0]
  while (at < packed.length) {
    let byte = packed[at++] ?? 0
    let distance = byte & 0x7f
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = packed[at++] ?? 0
      distance |= (byte & 0x7f) << shift
    }
    key += distance
    keys[count] = key
    strengths[count++] = packed[at++] ?? 0
  }
  return { keys: keys.subarray(0, count), strengths: strengths.subarray(0, count) }
}
