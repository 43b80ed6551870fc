import { instantiateScan, stepNumbers, type Scan } from './scan-kernel.ts'

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

/** An empty memory for vectors of so many dimensions. Grows as needed, up to 4 GB. */
export const createVectorMemory = (dimensions: number): VectorMemory => {
  const stride = Math.ceil(dimensions / stepNumbers) * stepNumbers * 4
  const queryAt = blockSize * 4
  const vectorsAt = queryAt + stride
  const memory = new WebAssembly.Memory({ initial: Math.ceil((vectorsAt + stride) / pageBytes), maximum: mostPages })
  const scan: Scan = instantiateScan(memory)
  const placeOf = new Map<number, number>()
  let keys = new Float64Array(64)
  let audiences = new Int32Array(64)
  let documents = new Int32Array(64)
  let size = 0

  const reserve = (wanted: number): void => {
    const missing = vectorsAt + wanted * stride - memory.buffer.byteLength
    // Growing by a quarter keeps the number of copies small, where the engine copies at all.
    if (missing > 0) {
      const pages = Math.ceil(Math.max(missing, memory.buffer.byteLength / 4) / pageBytes)
      memory.grow(Math.min(pages, mostPages - memory.buffer.byteLength / pageBytes))
    }
    if (wanted <= keys.length) return
    const capacity = Math.max(wanted, keys.length * 2)
    const [oldKeys, oldAudiences, oldDocuments] = [keys, audiences, documents]
    keys = new Float64Array(capacity)
    keys.set(oldKeys)
    audiences = new Int32Array(capacity)
    audiences.set(oldAudiences)
    documents = new Int32Array(capacity)
    documents.set(oldDocuments)
  }

  const write = (at: number, vector: Float32Array): void => {
    const room = new Float32Array(memory.buffer, at, stride / 4)
    room.fill(0)
    room.set(normalise(vector).subarray(0, dimensions))
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
      write(vectorsAt + place * stride, vector)
    },
    delete(key) {
      const place = placeOf.get(key)
      if (place === undefined) return
      placeOf.delete(key)
      const last = --size
      if (place === last) return
      const moved = keys[last] ?? 0
      keys[place] = moved
      audiences[place] = audiences[last] ?? 0
      documents[place] = documents[last] ?? 0
      placeOf.set(moved, place)
      new Uint8Array(memory.buffer).copyWithin(
        vectorsAt + place * stride,
        vectorsAt + last * stride,
        vectorsAt + (last + 1) * stride,
      )
    },
    clear() {
      placeOf.clear()
      size = 0
    },
    search(vector, limit, passes) {
      const found = createBest(limit)
      if (limit < 1) return []
      write(queryAt, vector)
      for (let from = 0; from < size; from += blockSize) {
        const count = Math.min(blockSize, size - from)
        scan(queryAt, vectorsAt + from * stride, count, stride, 0)
        const scores = new Float32Array(memory.buffer, 0, count)
        for (let i = 0; i < count; i++) {
          const score = scores[i] ?? 0
          if (score <= found.floor) continue
          const place = from + i
          if (passes && !passes(audiences[place] ?? 0, documents[place] ?? 0)) continue
          found.offer(keys[place] ?? 0, score)
        }
      }
      return found.best
    },
  }
}
