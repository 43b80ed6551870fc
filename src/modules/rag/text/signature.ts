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

// Room to work in, used anew for each passage: making it each time took most of the time.
const gramCounts = new Uint8Array(0x10000)
const pairSeen = new Uint8Array(0x10000)
const stemRoom = new Uint32Array(most16)
const countRoom = new Uint8Array(most16)
const onceRoom = new Uint16Array(most16)
const oftenRoom = new Uint16Array(most16)
const pairRoom = new Uint16Array(most16)

/** Sorts the first `length` hashes, leaves each once with its count beside it, and returns how many are left. */
const countStems = (length: number): number => {
  stemRoom.subarray(0, length).sort()
  let distinct = 0
  for (let i = 0; i < length;) {
    const stem = stemRoom[i] ?? 0
    let next = i + 1
    while (next < length && stemRoom[next] === stem) next++
    stemRoom[distinct] = stem
    countRoom[distinct++] = Math.min(next - i, most8)
    i = next
  }
  return distinct
}

/** Collects each letter sequence once, in the rooms for those met once and more often. Returns how many are in each. */
const countGrams = (words: readonly Entry[]): [number, number] => {
  let distinct = 0
  for (const { grams } of words)
    for (const gram of grams) {
      const count = gramCounts[gram] ?? 0
      if (count === 0 && distinct < most16) onceRoom[distinct++] = gram
      if (count < 2) gramCounts[gram] = count + 1
    }
  let [once, often] = [0, 0]
  for (let i = 0; i < distinct; i++) {
    const gram = onceRoom[i] ?? 0
    if (gramCounts[gram] === 1) onceRoom[once++] = gram
    else oftenRoom[often++] = gram
    gramCounts[gram] = 0
  }
  return [once, often]
}

const collectPairs = (words: readonly Entry[]): number => {
  let distinct = 0
  for (let i = 1; i < words.length; i++) {
    const pair = short(hashPair(words[i - 1]?.stemHash ?? 0, words[i]?.stemHash ?? 0))
    if (pairSeen[pair] || distinct === most16) continue
    pairSeen[pair] = 1
    pairRoom[distinct++] = pair
  }
  for (let i = 0; i < distinct; i++) pairSeen[pairRoom[i] ?? 0] = 0
  return distinct
}

/** Packs the words of a passage, in their order, for scoring. */
export const signatureOf = (words: readonly Entry[], letters: number): Signature => {
  const length = Math.min(words.length, most16)
  for (let i = 0; i < length; i++) stemRoom[i] = words[i]?.stemHash ?? 0
  const stems = countStems(length)
  const [once, often] = countGrams(words)
  const pairs = collectPairs(words)

  const bytes = new Uint8Array(header + stems * 5 + (pairs + once + often) * 2)
  const heads = [stems, pairs, once, often, words.length, letters].map((size) => Math.min(size, most16))
  new Uint16Array(bytes.buffer, 0, heads.length).set(heads)
  new Uint32Array(bytes.buffer, header, stems).set(stemRoom.subarray(0, stems))
  const shorts = new Uint16Array(bytes.buffer, header + stems * 4, pairs + once + often)
  shorts.set(pairRoom.subarray(0, pairs).sort())
  shorts.set(onceRoom.subarray(0, once).sort(), pairs)
  shorts.set(oftenRoom.subarray(0, often).sort(), pairs + once)
  bytes.set(countRoom.subarray(0, stems), bytes.length - stems)
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
