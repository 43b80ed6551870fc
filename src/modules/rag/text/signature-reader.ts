import type { Signature } from './signature.ts'

const header = 12

/** What a signature holds, each section sorted; see `Signature`. */
export interface SignatureParts {
  words: number
  letters: number
  /** The hashes of its stems, and how often each stands in the passage. */
  stems: Uint32Array
  counts: Uint8Array
  pairs: Uint16Array
  /** The letter sequences met once, and those met more often. */
  once: Uint16Array
  often: Uint16Array
}

/** Opens a signature for reading. */
export const readSignature = (signature: Signature): SignatureParts => {
  // A view of 32-bit numbers must begin at a multiple of four, and a buffer from the database may lie anywhere.
  const bytes = signature.byteOffset % 4 === 0 ? signature : signature.slice()
  const { buffer, byteOffset } = bytes
  const [stems = 0, pairs = 0, once = 0, often = 0, words = 0, letters = 0] = new Uint16Array(buffer, byteOffset, 6)
  const pairsAt = byteOffset + header + stems * 4
  const onceAt = pairsAt + pairs * 2
  const oftenAt = onceAt + once * 2
  return {
    words,
    letters,
    stems: new Uint32Array(buffer, byteOffset + header, stems),
    counts: new Uint8Array(buffer, oftenAt + often * 2, stems),
    pairs: new Uint16Array(buffer, pairsAt, pairs),
    once: new Uint16Array(buffer, onceAt, once),
    often: new Uint16Array(buffer, oftenAt, often),
  }
}

/** Says how often a passage holds what was looked for, by the places of the hashes in the list that was given. */
export interface SignatureCounts {
  stems: Uint8Array
  /** 1, or 2 for more than once. */
  grams: Uint8Array
  /** 1 for every pair that is there. */
  pairs: Uint8Array
}

const shortValues = 0x10000

/** Places of hashes in a list, by their 16 bits: 0 for none, else the place and one. */
const placesOf = (hashes: readonly number[]): Uint16Array => {
  const places = new Uint16Array(shortValues)
  hashes.forEach((hash, place) => (places[hash] = place + 1))
  return places
}

/**
 * Looks the same hashes up in many signatures: each is read once from end to end, with a table that tells what is looked for,
 * which is faster than a search for each hash. The result is overwritten by the next.
 */
export const createSignatureSearch = (wanted: {
  stems: readonly number[]
  grams: readonly number[]
  pairs: readonly number[]
}): ((parts: SignatureParts) => SignatureCounts) => {
  const stemPlaces = new Map(wanted.stems.map((hash, place) => [hash, place]))
  const mayBeStem = new Uint8Array(shortValues)
  for (const hash of wanted.stems) mayBeStem[hash & (shortValues - 1)] = 1
  const gramPlaces = placesOf(wanted.grams)
  const pairPlaces = placesOf(wanted.pairs)
  const found: SignatureCounts = {
    stems: new Uint8Array(wanted.stems.length),
    grams: new Uint8Array(wanted.grams.length),
    pairs: new Uint8Array(wanted.pairs.length),
  }
  const mark = (values: Uint16Array, places: Uint16Array, counts: Uint8Array, count: number): void => {
    for (let i = 0; i < values.length; i++) {
      const place = places[values[i] ?? 0] ?? 0
      if (place > 0) counts[place - 1] = count
    }
  }
  return (parts) => {
    for (const counts of [found.stems, found.grams, found.pairs]) counts.fill(0)
    const { stems } = parts
    for (let i = 0; i < stems.length; i++) {
      const hash = stems[i] ?? 0
      if (mayBeStem[hash & (shortValues - 1)] === 0) continue
      const place = stemPlaces.get(hash)
      if (place !== undefined) found.stems[place] = parts.counts[i] ?? 0
    }
    mark(parts.once, gramPlaces, found.grams, 1)
    mark(parts.often, gramPlaces, found.grams, 2)
    mark(parts.pairs, pairPlaces, found.pairs, 1)
    return found
  }
}
