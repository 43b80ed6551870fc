/**
 * Hybrid search against its two arms, with vectors of the collection's own making: latent semantic analysis (Deerwester et al.
 * 1990) of its letter sequences, found by a few rounds of subspace iteration.
 * `npx tsx bench/hybrid.ts COLLECTION… [--dimensions 128] [--storage URL]`; prints nDCG@10 of each mode.
 */
import { parseArgs } from 'node:util'
import { evaluateRag } from '../src/modules/rag/evaluate.ts'
import { readCorpus } from '../src/modules/rag/evaluation/collection.ts'
import { hash32 } from '../src/modules/rag/text/hash.ts'
import { stemmerOf } from '../src/modules/rag/text/stem.ts'
import { wordsOf } from '../src/modules/rag/text/words.ts'
import type { Embedder } from '../src/platform/embeddings/index.ts'
import { randomNumbers } from './support/texts.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dimensions: { type: 'string', default: '128' }, storage: { type: 'string' } },
})
const dimensions = Number(values.dimensions)
const terms = 1 << 15

/** Term weights of a text: stems and letter sequences, hashed to columns. */
const countsOf = (text: string): Map<number, number> => {
  const counts = new Map<number, number>()
  const stem = stemmerOf('en')
  for (const word of wordsOf(text)) {
    const column = hash32(stem(word)) % terms
    counts.set(column, (counts.get(column) ?? 0) + 1)
  }
  return counts
}

/** Makes the columns of a matrix of `rows` × dimensions perpendicular to each other and of length 1 (Gram-Schmidt). */
const orthonormalise = (matrix: Float32Array, rows: number): void => {
  for (let a = 0; a < dimensions; a++) {
    for (let b = 0; b < a; b++) {
      let dot = 0
      for (let row = 0; row < rows; row++)
        dot += (matrix[row * dimensions + a] ?? 0) * (matrix[row * dimensions + b] ?? 0)
      for (let row = 0; row < rows; row++)
        matrix[row * dimensions + a] = (matrix[row * dimensions + a] ?? 0) - dot * (matrix[row * dimensions + b] ?? 0)
    }
    let squares = 0
    for (let row = 0; row < rows; row++) squares += (matrix[row * dimensions + a] ?? 0) ** 2
    const length = Math.sqrt(squares) || 1
    for (let row = 0; row < rows; row++) matrix[row * dimensions + a] = (matrix[row * dimensions + a] ?? 0) / length
  }
}

const learn = async (collection: string): Promise<Embedder> => {
  const documents: Map<number, number>[] = []
  for await (const { title, text } of readCorpus(collection)) documents.push(countsOf(`${title}\n${text}`))
  const held = new Float32Array(terms)
  for (const counts of documents) for (const column of counts.keys()) held[column] = (held[column] ?? 0) + 1
  const weigh = (counts: ReadonlyMap<number, number>): [number, number][] => {
    const weights = Array.from(counts, ([column, count]): [number, number] => [
      column,
      Math.log(1 + count) * Math.log((documents.length + 1) / ((held[column] ?? 0) + 1)),
    ])
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1
    return weights.map(([column, weight]) => [column, weight / length])
  }
  const rows = documents.map(weigh)
  const random = randomNumbers(3)
  let basis = Float32Array.from({ length: terms * dimensions }, () => random() - 0.5)
  const project = (weights: readonly [number, number][]): Float32Array => {
    const vector = new Float32Array(dimensions)
    for (const [column, weight] of weights)
      for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] ?? 0) + weight * (basis[column * dimensions + i] ?? 0)
    return vector
  }
  for (let round = 0; round < 4; round++) {
    const next = new Float32Array(terms * dimensions)
    for (const row of rows) {
      const vector = project(row)
      for (const [column, weight] of row)
        for (let i = 0; i < dimensions; i++)
          next[column * dimensions + i] = (next[column * dimensions + i] ?? 0) + weight * (vector[i] ?? 0)
    }
    orthonormalise(next, terms)
    basis = next
  }
  return {
    model: 'latent semantic analysis',
    embed: (texts) => Promise.resolve(texts.map((text) => project(weigh(countsOf(text))))),
  }
}

for (const collection of positionals) {
  const embedder = await learn(collection)
  const scores: Record<string, number> = {}
  for (const mode of ['lexical', 'vector', 'hybrid'] as const) {
    const figures = await evaluateRag({ collection, mode, embedder, storage: values.storage, print: () => {} })
    scores[mode] = figures.ndcg_at_10
  }
  console.log(
    collection,
    Object.entries(scores)
      .map(([mode, score]) => `${mode} ${score.toFixed(4)}`)
      .join('  '),
  )
}
