/**
 * Exact vector search: the WebAssembly scan against the same scan in plain JavaScript, in one run.
 * `npx tsx bench/vectors.ts [VECTORS] [DIMENSIONS] [QUERIES]`; prints milliseconds and checks that both find the same.
 */
import { createVectorMemory } from '../src/modules/rag/indexes/vector-memory.ts'

const [count = 50_000, dimensions = 384, queries = 60] = process.argv.slice(2).map(Number)
const best = 10

let seed = 7
const random = (): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return seed / 2 ** 32 - 0.5
}
const vector = (): Float32Array => {
  const numbers = Float32Array.from({ length: dimensions }, random)
  const length = Math.hypot(...numbers)
  return numbers.map((number) => number / length)
}

const memory = createVectorMemory(dimensions)
const flat = new Float32Array(count * dimensions)
for (let i = 0; i < count; i++) {
  const numbers = vector()
  memory.set(i, numbers, [0, i])
  flat.set(numbers, i * dimensions)
}

const plainScan = (query: Float32Array): number[] => {
  const found: { key: number; score: number }[] = []
  for (let i = 0; i < count; i++) {
    let score = 0
    const from = i * dimensions
    for (let j = 0; j < dimensions; j++) score += (flat[from + j] ?? 0) * (query[j] ?? 0)
    if (found.length === best && score <= (found.at(-1)?.score ?? 0)) continue
    found.push({ key: i, score })
    found.sort((a, b) => b.score - a.score)
    if (found.length > best) found.pop()
  }
  return found.map(({ key }) => key)
}

const time = <T>(times: number[], work: () => T): T => {
  const started = performance.now()
  const result = work()
  times.push(performance.now() - started)
  return result
}
const percentile = (times: number[], share: number): number =>
  times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0

const [ours, plain]: [number[], number[]] = [[], []]
let same = 0
for (let i = 0; i < queries; i++) {
  const query = vector()
  const found = time(ours, () => memory.search(query, best)).map(({ key }) => key)
  if (found.join() === time(plain, () => plainScan(query)).join()) same++
}
console.log(`${count} × ${dimensions}, best ${best}, ${queries} queries, the same result in ${same}`)
for (const [name, times] of [
  ['WebAssembly', ours],
  ['JavaScript', plain],
] as const)
  console.log(
    `${name.padEnd(12)} p50 ${percentile(times, 0.5).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms, least ${percentile(times, 0).toFixed(2)} ms`,
  )
console.log(`ratio of the medians ${(percentile(plain, 0.5) / percentile(ours, 0.5)).toFixed(1)}`)
