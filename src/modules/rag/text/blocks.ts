import { mostPackedBytes, packPostings, type Postings } from './postings.ts'

/**
 * A part of a segment: the postings of some stems that follow each other in order. For each stem the length of its UTF-8 in two
 * bytes and that of its packed postings in four, little-endian, then both.
 */
export interface Block {
  /** The first of its stems. */
  stem: string
  bytes: Uint8Array
}

/** A block is full from this on; a stem is never parted. PostgreSQL keeps up to 2,000 bytes in the row itself. */
const fullBytes = 1_800
const headBytes = 6

/** Orders text by its code points, as databases order its bytes; JavaScript orders the halves of pairs elsewhere. */
export const byCodePoints = (one: string, other: string): number => {
  const shorter = Math.min(one.length, other.length)
  for (let i = 0; i < shorter; i++) {
    const [a, b] = [one.charCodeAt(i), other.charCodeAt(i)]
    if (a === b) continue
    const isHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xe000
    return isHalf(a) === isHalf(b) ? a - b : isHalf(a) ? 1 : -1
  }
  return one.length - other.length
}

const hasPairs = /[\ud800-\udfff]/

/** In the order of their code points. */
export const sortStems = (stems: string[]): string[] =>
  stems.some((stem) => hasPairs.test(stem)) ? stems.sort(byCodePoints) : stems.sort()

/** Puts the postings of stems, given in order, into blocks. `base` is not above any key. */
export const makeBlocks = function* (
  stems: readonly string[],
  postingsOf: (stem: string) => Postings,
  base: number,
): Generator<Block> {
  let room = new Uint8Array(2 * fullBytes)
  let [first, end] = ['', 0]
  for (const stem of stems) {
    const postings = postingsOf(stem)
    if (postings.keys.length === 0) continue
    const name = Buffer.from(stem)
    const most = end + headBytes + name.length + mostPackedBytes(postings.keys.length)
    if (most > room.length) {
      const larger = new Uint8Array(2 * most)
      larger.set(room)
      room = larger
    }
    if (end === 0) first = stem
    const head = new DataView(room.buffer, end)
    room.set(name, end + headBytes)
    const start = end + headBytes + name.length
    end = packPostings(postings, base, room, start)
    head.setUint16(0, name.length, true)
    head.setUint32(2, end - start, true)
    if (end < fullBytes) continue
    yield { stem: first, bytes: room.slice(0, end) }
    end = 0
  }
  if (end > 0) yield { stem: first, bytes: room.slice(0, end) }
}

/** Gives each stem of a block with its packed postings, which are views of the block. */
export const readBlock = function* (bytes: Uint8Array): Generator<{ stem: string; packed: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < bytes.length;) {
    const name = at + headBytes
    const start = name + view.getUint16(at, true)
    const end = start + view.getUint32(at + 2, true)
    yield {
      stem: Buffer.from(bytes.buffer, bytes.byteOffset + name, start - name).toString(),
      packed: bytes.subarray(start, end),
    }
    at = end
  }
}

/** The packed postings of a stem, or of all stems that begin so, as views of the block. */
export const findInBlock = (bytes: Uint8Array, stem: Uint8Array, isPrefix: boolean): Uint8Array[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const { length } = stem
  const found: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const name = at + headBytes
    const start = name + view.getUint16(at, true)
    const end = start + view.getUint32(at + 2, true)
    at = end
    if (start - name < length || (start - name > length && !isPrefix)) continue
    let same = 0
    while (same < length && bytes[name + same] === stem[same]) same++
    if (same < length) continue
    found.push(bytes.subarray(start, end))
    if (!isPrefix) break
  }
  return found
}
