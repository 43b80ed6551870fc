import { setImmediate as turn } from 'node:timers/promises'
import { sortStems } from './blocks.ts'
import { strengthOf, type Postings } from './postings.ts'

/** A passage as the lexical index takes it in. */
export interface StemmedPassage {
  key: number
  /** Its stems in their order, joined by blanks. */
  stems: string
}

/** What passages hold, turned round: for each stem the passages that hold it. */
export interface Inverted {
  /** In the order of their code points. */
  stems: string[]
  postingsOf: (stem: string) => Postings
}

const passagesATurn = 400

/** What is noted, in the order in which it is met: a stem, a passage, and how often it says it. */
interface Room {
  stemOf: Uint32Array
  placeOf: Uint32Array
  counts: Uint32Array
}

/** Those that nobody uses just now: to get megabytes anew each time would leave holes in memory. */
const rooms: Room[] = []

const roomFor = (size: number): Room => {
  const room = rooms.pop()
  if (room && room.stemOf.length >= size) return room
  const length = 2 ** Math.ceil(Math.log2(size))
  return { stemOf: new Uint32Array(length), placeOf: new Uint32Array(length), counts: new Uint32Array(length) }
}

/** How many words there are, at most: each blank parts two. */
const countWords = (passages: readonly StemmedPassage[]): number => {
  let count = passages.length
  for (const { stems } of passages)
    for (let blank = stems.indexOf(' '); blank !== -1; blank = stems.indexOf(' ', blank + 1)) count++
  return count
}

/** Turns passages round, which are given by ascending keys; others get their turn meanwhile. */
export const invert = async (passages: readonly StemmedPassage[]): Promise<Inverted> => {
  const numbers = new Map<string, number>()
  /** By the number of a stem: how many passages hold it, and where the last of them is noted. */
  const holding: number[] = []
  const last: number[] = []
  const room = roomFor(countWords(passages))
  const { stemOf, placeOf, counts } = room
  let size = 0
  const lengths = new Uint32Array(passages.length)
  for (const [place, { stems }] of passages.entries()) {
    if (place % passagesATurn === passagesATurn - 1) await turn()
    const words = stems === '' ? [] : stems.split(' ')
    for (const stem of words) {
      let number = numbers.get(stem)
      if (number === undefined) {
        number = numbers.size
        numbers.set(stem, number)
        holding.push(0)
        last.push(-1)
      }
      const before = last[number] ?? -1
      if (before >= 0 && placeOf[before] === place) counts[before] = (counts[before] ?? 0) + 1
      else {
        stemOf[size] = number
        placeOf[size] = place
        counts[size] = 1
        last[number] = size++
        holding[number] = (holding[number] ?? 0) + 1
      }
    }
    lengths[place] = words.length
  }

  const starts = new Uint32Array(holding.length + 1)
  holding.forEach((count, number) => (starts[number + 1] = (starts[number] ?? 0) + count))
  const next = starts.slice()
  const all: Postings = { keys: new Uint32Array(size), strengths: new Uint8Array(size) }
  for (let i = 0; i < size; i++) {
    const [number, place] = [stemOf[i] ?? 0, placeOf[i] ?? 0]
    const at = next[number] ?? 0
    next[number] = at + 1
    all.keys[at] = passages[place]?.key ?? 0
    all.strengths[at] = strengthOf(counts[i] ?? 0, lengths[place] ?? 0)
  }
  rooms.push(room)
  return {
    stems: sortStems([...numbers.keys()]),
    postingsOf: (stem) => {
      const number = numbers.get(stem) ?? starts.length
      const [start, end] = [starts[number] ?? 0, starts[number + 1] ?? 0]
      return { keys: all.keys.subarray(start, end), strengths: all.strengths.subarray(start, end) }
    },
  }
}
