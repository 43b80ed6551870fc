import { hashPair, short } from './hash.ts'
import type { Entry } from './lexicon.ts'

/**
 * What scoring needs to know of a passage, in some two bytes a letter sequence: a header of six 16-bit numbers (distinct stems,
 * pairs, letter sequences met once, more often; words and letters in all), then the stems' 32-bit hashes and after the other
 * sections their counts (8 bits), then the pairs and letter sequences as 16-bit hashes. Each section is sorted; little-endian.
 */
export type Signature = Uint8Array

const header = 12
const most16 = 0xffff
const most8 = 0xff

const gramCounts = new Uint8Array(0x10000)
const pairSeen = new Uint8Array(0x10000)

/** Packs the words of a passage, in their order, for scoring. */
export const signatureOf = (words: readonly Entry[], letters: number): Signature => {
  const stems = new Map<number, number>()
  const grams: number[] = []
  const pairs: number[] = []
  let before = -1
  for (const { stemHash, grams: ofWord } of words) {
    stems.set(stemHash, (stems.get(stemHash) ?? 0) + 1)
    for (const gram of ofWord) {
      const count = gramCounts[gram] ?? 0
      if (count === 0) grams.push(gram)
      if (count < 2) gramCounts[gram] = count + 1
    }
    if (before >= 0) {
      const pair = short(hashPair(before, stemHash))
      if (!pairSeen[pair]) pairs.push(pair)
      pairSeen[pair] = 1
    }
    before = stemHash
  }
  const once = grams.filter((gram) => gramCounts[gram] === 1)
  const often = grams.filter((gram) => gramCounts[gram] !== 1)
  for (const gram of grams) gramCounts[gram] = 0
  for (const pair of pairs) pairSeen[pair] = 0

  const sortedStems = Uint32Array.from(stems.keys()).sort().subarray(0, most16)
  const sections = [pairs, once, often].map((section) => Uint16Array.from(section).sort().subarray(0, most16))
  const shorts = sections.reduce((sum, section) => sum + section.length, 0)
  const bytes = new Uint8Array(header + sortedStems.length * 5 + shorts * 2)
  const view = new DataView(bytes.buffer)
  const sizes = [sortedStems.length, ...sections.map((section) => section.length), words.length, letters]
  sizes.forEach((size, i) => view.setUint16(i * 2, Math.min(size, most16), true))
  let at = header
  for (const stem of sortedStems) {
    view.setUint32(at, stem, true)
    at += 4
  }
  for (const section of sections)
    for (const value of section) {
      view.setUint16(at, value, true)
      at += 2
    }
  for (const stem of sortedStems) bytes[at++] = Math.min(stems.get(stem) ?? 0, most8)
  return bytes
}

/** Reads a signature; each look-up is a binary search. */
export interface SignatureReader {
  words: number
  letters: number
  /** How often a stem stands in the passage, by its hash. */
  stemCount(hash: number): number
  hasPair(pair: number): boolean
  /** 0, 1, or 2 for more than once. */
  gramCount(gram: number): number
  /** All letter sequences, for statistics. */
  grams(): number[]
}

/** Opens a signature for reading. */
export const readSignature = (bytes: Signature): SignatureReader => {
  const u16 = (at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
  const u32 = (at: number): number => (u16(at) | (u16(at + 2) << 16)) >>> 0
  const [stems, pairs, once, often] = [u16(0), u16(2), u16(4), u16(6)]
  const pairsAt = header + stems * 4
  const onceAt = pairsAt + pairs * 2
  const oftenAt = onceAt + once * 2
  const countsAt = oftenAt + often * 2
  const has16 = (from: number, length: number, value: number): boolean => {
    let low = 0
    let high = length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const found = u16(from + middle * 2)
      if (found === value) return true
      if (found < value) low = middle + 1
      else high = middle - 1
    }
    return false
  }
  return {
    words: u16(8),
    letters: u16(10),
    stemCount(hash) {
      let low = 0
      let high = stems - 1
      while (low <= high) {
        const middle = (low + high) >> 1
        const found = u32(header + middle * 4)
        if (found === hash) return bytes[countsAt + middle] ?? 0
        if (found < hash) low = middle + 1
        else high = middle - 1
      }
      return 0
    },
    hasPair: (pair) => has16(pairsAt, pairs, pair),
    gramCount: (gram) => (has16(oftenAt, often, gram) ? 2 : has16(onceAt, once, gram) ? 1 : 0),
    grams: () => Array.from({ length: once + often }, (_, i) => u16(onceAt + i * 2)),
  }
}
