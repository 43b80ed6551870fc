import { codeQuestion, codeVector } from './byte-codes.ts'
import { instantiateByteScan, instantiateScan, stepNumbers } from './scan-kernel.ts'

const pageBytes = 65_536
const mostPages = 65_536
/** Vectors scanned at a time; their scores have room at the start of the memory. */
const blockSize = 4_096

/** A vector found: its key and its likeness to the question, at most 1. */
export interface Neighbour {
  key: number
  score: number
}

/** Vectors in memory, of length 1, searched exactly. */
export interface VectorMemory {
  readonly size: number
  /** Adds a vector, or puts it in the place of the one that has its key. `labels` are kept for filtering. */
  set(key: number, vector: Float32Array, labels: readonly [audience: number, document: number]): void
  delete(key: number): void
  clear(): void
  /** The nearest `limit`, best first, of those that pass. */
  search(vector: Float32Array, limit: number, passes?: (audience: number, document: number) => boolean): Neighbour[]
}

const normalise = (vector: Float32Array): Float32Array => {
  let squares = 0
  for (const number of vector) squares += number * number
  const length = Math.sqrt(squares)
  return length > 0 ? vector.map((number) => number / length) : vector
}

/** The best few of many, kept in order; few enough that insertion is cheapest. */
const createBest = (limit: number) => {
  const best: Neighbour[] = []
  return {
    best,
    /** What a score must exceed to be among them. */
    floor: Number.NEGATIVE_INFINITY,
    offer(key: number, score: number): void {
      let low = 0
      let high = best.length
      while (low < high) {
        const middle = (low + high) >> 1
        const other = best[middle]
        if (other && (other.score > score || (other.score === score && other.key < key))) low = middle + 1
        else high = middle
      }
      best.splice(low, 0, { key, score })
      if (best.length > limit) best.pop()
      if (best.length === limit) this.floor = best.at(-1)?.score ?? this.floor
    },
  }
}

/** WebAssembly memory in which a head is followed by items of one size. */
const createRows = (headBytes: number, rowBytes: number) => {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((headBytes + rowBytes) / pageBytes), maximum: mostPages })
  const at = (place: number): number => headBytes + place * rowBytes
  return {
    memory,
    at,
    reserve(rows: number): void {
      const missing = headBytes + rows * rowBytes - memory.buffer.byteLength
      if (missing <= 0) return
      // Growing by a quarter keeps the number of copies small, where the engine copies at all.
      const pages = Math.ceil(Math.max(missing, memory.buffer.byteLength / 4) / pageBytes)
      memory.grow(Math.min(pages, mostPages - memory.buffer.byteLength / pageBytes))
    },
    copy(from: number, to: number): void {
      new Uint8Array(memory.buffer).copyWithin(at(to), at(from), at(from + 1))
    },
  }
}

const grown = <Numbers extends Float64Array | Float32Array | Int32Array>(
  numbers: Numbers,
  larger: Numbers,
): Numbers => {
  larger.set(numbers)
  return larger
}

/**
 * An empty memory for vectors of so many dimensions. Grows as needed, up to 4 GB.
 *
 * Beside each vector lies a copy in bytes, a quarter as large, and how far that copy is off. A search scans the copies; only
 * where the bound that they give reaches the best found so far is the vector itself compared, so that the result is exact.
 */
export const createVectorMemory = (dimensions: number): VectorMemory => {
  const width = Math.ceil(dimensions / stepNumbers) * stepNumbers
  const numbers = createRows((1 + width) * 4, width * 4)
  const codes = createRows(blockSize * 4 + width * 2, width)
  const [exactAt, questionAt, codedQuestionAt] = [0, 4, blockSize * 4]
  const scanNumbers = instantiateScan(numbers.memory)
  const scanCodes = instantiateByteScan(codes.memory)
  /** What adding up 32-bit floats may be off. */
  const rounding = width * 2 ** -24
  const placeOf = new Map<number, number>()
  let keys = new Float64Array(64)
  let audiences = new Int32Array(64)
  let documents = new Int32Array(64)
  let scales = new Float32Array(64)
  let errors = new Float32Array(64)
  let size = 0

  const reserve = (wanted: number): void => {
    numbers.reserve(wanted)
    codes.reserve(wanted)
    if (wanted <= keys.length) return
    const capacity = Math.max(wanted, keys.length * 2)
    keys = grown(keys, new Float64Array(capacity))
    audiences = grown(audiences, new Int32Array(capacity))
    documents = grown(documents, new Int32Array(capacity))
    scales = grown(scales, new Float32Array(capacity))
    errors = grown(errors, new Float32Array(capacity))
  }

  const write = (at: number, vector: Float32Array): Float32Array => {
    const room = new Float32Array(numbers.memory.buffer, at, width)
    room.fill(0)
    room.set(normalise(vector).subarray(0, dimensions))
    return room
  }

  const exactScore = (place: number): number => {
    scanNumbers(questionAt, numbers.at(place), 1, width * 4, exactAt)
    return new Float32Array(numbers.memory.buffer, exactAt, 1)[0] ?? 0
  }

  return {
    get size() {
      return size
    },
    set(key, vector, [audience, document]) {
      const place = placeOf.get(key) ?? size
      if (place === size) {
        reserve(size + 1)
        placeOf.set(key, size++)
      }
      keys[place] = key
      audiences[place] = audience
      documents[place] = document
      const written = write(numbers.at(place), vector)
      const coding = codeVector(written, new Int8Array(codes.memory.buffer, codes.at(place), width))
      scales[place] = coding.scale
      errors[place] = coding.error
    },
    delete(key) {
      const place = placeOf.get(key)
      if (place === undefined) return
      placeOf.delete(key)
      const last = --size
      if (place === last) return
      const moved = keys[last] ?? 0
      placeOf.set(moved, place)
      for (const labels of [keys, audiences, documents, scales, errors]) labels[place] = labels[last] ?? 0
      numbers.copy(last, place)
      codes.copy(last, place)
    },
    clear() {
      placeOf.clear()
      size = 0
    },
    search(vector, limit, passes) {
      const found = createBest(limit)
      if (limit < 1) return []
      const question = write(questionAt, vector)
      const coding = codeQuestion(question, new Int16Array(codes.memory.buffer, codedQuestionAt, width))
      const products = new Int32Array(codes.memory.buffer, 0, blockSize)
      for (let from = 0; from < size; from += blockSize) {
        const count = Math.min(blockSize, size - from)
        scanCodes(codedQuestionAt, codes.at(from), count, width, 0)
        for (let i = 0; i < count; i++) {
          const place = from + i
          const error = errors[place] ?? 0
          const product = (products[i] ?? 0) * (scales[place] ?? 0) * coding.scale
          if (product + error + coding.error * (1 + error) + rounding <= found.floor) continue
          if (passes && !passes(audiences[place] ?? 0, documents[place] ?? 0)) continue
          const score = exactScore(place)
          if (score > found.floor) found.offer(keys[place] ?? 0, score)
        }
      }
      return found.best
    },
  }
}
