import { hashPair, short } from './hash.ts'
import type { Lexicon } from './lexicon.ts'

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
const metOnce = new Uint16Array(0x10000)
const metOften = new Uint16Array(0x10000)
const metPairs = new Uint16Array(0x10000)
/** A bit for each value of 16 bits, to sort by: values are set in any order and read out in theirs. */
const marks = new Uint32Array(0x10000 >> 5)
const stemRoom = new Uint32Array(most16)
const countRoom = new Uint8Array(most16)

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

/** Gives the marked values to `out` in their order, unmarks them, and returns how many they were. */
const takeMarked = (out: Uint16Array): number => {
  let count = 0
  for (let group = 0; group < marks.length; group++) {
    let bits = marks[group] ?? 0
    if (bits === 0) continue
    marks[group] = 0
    while (bits !== 0) {
      out[count++] = (group << 5) | (31 - Math.clz32(bits & -bits))
      bits &= bits - 1
    }
  }
  return count
}

/** Collects each letter sequence once, sorted, those met once and those met more often. Returns how many are in each. */
const countGrams = ({ gramStarts, grams }: Lexicon, numbers: Uint32Array, length: number): [number, number] => {
  for (let i = 0; i < length; i++) {
    const word = numbers[i] ?? 0
    const end = gramStarts[word + 1] ?? 0
    for (let at = gramStarts[word] ?? 0; at < end; at++) {
      const gram = grams[at] ?? 0
      const count = gramCounts[gram] ?? 0
      if (count > 1) continue
      gramCounts[gram] = count + 1
      marks[gram >> 5] = (marks[gram >> 5] ?? 0) | (1 << (gram & 31))
    }
  }
  const distinct = takeMarked(metOnce)
  let [once, often] = [0, 0]
  for (let i = 0; i < distinct; i++) {
    const gram = metOnce[i] ?? 0
    if (gramCounts[gram] === 1) metOnce[once++] = gram
    else metOften[often++] = gram
    gramCounts[gram] = 0
  }
  return [Math.min(once, most16), Math.min(often, most16)]
}

const collectPairs = (length: number): number => {
  for (let i = 1; i < length; i++) {
    const pair = short(hashPair(stemRoom[i - 1] ?? 0, stemRoom[i] ?? 0))
    marks[pair >> 5] = (marks[pair >> 5] ?? 0) | (1 << (pair & 31))
  }
  return Math.min(takeMarked(metPairs), most16)
}

/** Packs the first `length` words of a passage, given by their numbers in their order, for scoring. */
export const signatureOf = (lexicon: Lexicon, numbers: Uint32Array, length: number): Signature => {
  const { letters: lettersOf, stemHashes } = lexicon
  const counted = Math.min(length, most16)
  let letters = 0
  for (let i = 0; i < counted; i++) {
    const word = numbers[i] ?? 0
    letters += lettersOf[word] ?? 0
    stemRoom[i] = stemHashes[word] ?? 0
  }
  const pairs = collectPairs(counted)
  const stems = countStems(counted)
  const [once, often] = countGrams(lexicon, numbers, length)

  const bytes = new Uint8Array(header + stems * 5 + (pairs + once + often) * 2)
  const heads = [stems, pairs, once, often, length, letters].map((size) => Math.min(size, most16))
  new Uint16Array(bytes.buffer, 0, heads.length).set(heads)
  new Uint32Array(bytes.buffer, header, stems).set(stemRoom.subarray(0, stems))
  const shorts = new Uint16Array(bytes.buffer, header + stems * 4, pairs + once + often)
  shorts.set(metPairs.subarray(0, pairs))
  shorts.set(metOnce.subarray(0, once), pairs)
  shorts.set(metOften.subarray(0, often), pairs + once)
  bytes.set(countRoom.subarray(0, stems), bytes.length - stems)
  return bytes
}
