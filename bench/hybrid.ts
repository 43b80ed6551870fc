/**
 * Hybrid search against its two arms, with vectors of the collection's own making, from weak to strong: latent semantic analysis
 * (Deerwester et al. 1990) of its stems or of the letters of its words in few to many dimensions, found by a few rounds of subspace
 * iteration; the same counts hashed into few columns; and vectors that know what is relevant, with more or less noise.
 * `npx tsx bench/hybrid.ts COLLECTION… [--dimensions 16,64,128] [--noise 2,4,8] [--storage URL]`; prints nDCG@10 of each mode.
 */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { evaluateRag } from '../src/modules/rag/evaluate.ts'
import { readCorpus, readQueries } from '../src/modules/rag/evaluation/collection.ts'
import type { SearchMode } from '../src/modules/rag/retrieve/search.ts'
import { hash32 } from '../src/modules/rag/text/hash.ts'
import { stemmerOf } from '../src/modules/rag/text/stem.ts'
import { wordsOf } from '../src/modules/rag/text/words.ts'
import type { Embedder } from '../src/platform/embeddings/index.ts'
import { randomNumbers } from './support/texts.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dimensions: { type: 'string', default: '16,64,128' },
    noise: { type: 'string', default: '2,4,8' },
    storage: { type: 'string' },
  },
})
const numbers = (list: string): number[] => list.split(',').filter(Boolean).map(Number)
const sizes = numbers(values.dimensions)
const dimensions = Math.max(...sizes)
const terms = 1 << 14

type Pieces = 'stems' | 'letters'

const piecesOf: Record<Pieces, (word: string) => string[]> = {
  stems: (word) => [stemmerOf('en')(word)],
  letters: (word) => {
    const letters = Array.from(` ${word} `)
    return letters.flatMap((_, i) => [3, 4].map((length) => letters.slice(i, i + length).join('')))
  },
}

/** How often a text holds its stems, or its sequences of letters, hashed to columns. */
const countsOf = (text: string, pieces: Pieces, columns: number): Map<number, number> => {
  const counts = new Map<number, number>()
  for (const piece of wordsOf(text).flatMap(piecesOf[pieces])) {
    const column = hash32(piece) % columns
    counts.set(column, (counts.get(column) ?? 0) + 1)
  }
  return counts
}

/** Counts as they are, in so few columns that many share one. */
const hashed = (pieces: Pieces, columns: number): Embedder => ({
  model: `${pieces} in ${columns}`,
  embed: (texts) =>
    Promise.resolve(
      texts.map((text) => {
        const vector = new Float32Array(columns)
        for (const [column, count] of countsOf(text, pieces, columns)) vector[column] = count
        return vector
      }),
    ),
})

/** Makes vectors perpendicular to each other and of length 1 (Gram-Schmidt). */
const orthonormalise = (vectors: readonly Float32Array[]): void => {
  const dot = (a: Float32Array, b: Float32Array): number => {
    let sum = 0
    for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
    return sum
  }
  for (const [place, vector] of vectors.entries()) {
    for (const before of vectors.slice(0, place)) {
      const shared = dot(vector, before)
      for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) - shared * (before[i] ?? 0)
    }
    const length = Math.sqrt(dot(vector, vector)) || 1
    for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length
  }
}

/** An embedder for each number of dimensions; the first dimensions say most. */
const learn = async (collection: string, pieces: Pieces): Promise<Embedder[]> => {
  const documents: Map<number, number>[] = []
  for await (const { title, text } of readCorpus(collection))
    documents.push(countsOf(`${title}\n${text}`, pieces, terms))
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
  const empty = (): Float32Array[] => Array.from({ length: dimensions }, () => new Float32Array(terms))
  let basis: Float32Array[] = empty().map((axis) => axis.map(() => random() - 0.5))
  const project = (weights: readonly [number, number][]): Float32Array =>
    Float32Array.from(basis, (axis) => weights.reduce((sum, [column, weight]) => sum + weight * (axis[column] ?? 0), 0))
  for (let round = 0; round < 4; round++) {
    const next = empty()
    for (const row of rows) {
      const vector = project(row)
      for (const [i, axis] of next.entries())
        for (const [column, weight] of row) axis[column] = (axis[column] ?? 0) + weight * (vector[i] ?? 0)
    }
    orthonormalise(next)
    basis = next
  }
  return sizes.map((size) => ({
    model: `LSA of ${pieces}, ${size}`,
    embed: (texts) =>
      Promise.resolve(texts.map((text) => project(weigh(countsOf(text, pieces, terms))).slice(0, size))),
  }))
}

const width = 64

const randomVector = (random: () => number): Float32Array =>
  Float32Array.from({ length: width }, () => random() + random() + random() - 1.5)

/** Each passage has a vector at random, and a question that of what is relevant to it, with so much noise. */
const knowing = async (collection: string, noise: number): Promise<Embedder> => {
  const { queries, judgements } = await readQueries(collection)
  const vectorOf = (text: string): Float32Array => randomVector(randomNumbers(hash32(text)))
  const texts = new Map<string, string>()
  for await (const { id, text } of readCorpus(collection)) texts.set(id, text)
  const starts = new Map([...texts.values()].map((text) => [text.trim().slice(0, 200), text]))
  const relevant = new Map(
    queries.map(({ id, text }) => [text, [...(judgements.get(id)?.keys() ?? [])].map((key) => texts.get(key) ?? '')]),
  )
  /** A passage stands for the document that begins so; other passages are of no use to anybody. */
  const documentOf = (text: string): string => {
    for (const line of [0, text.indexOf('\n') + 1]) {
      const found = starts.get(text.slice(line).trim().slice(0, 200))
      if (found !== undefined) return found
    }
    return text
  }
  const embed = (text: string): Float32Array => {
    const wanted = relevant.get(text)
    if (!wanted) return vectorOf(documentOf(text))
    const disturbance = randomVector(randomNumbers(hash32(`noise ${text}`)))
    return wanted.reduce(
      (sum, one) => sum.map((number, i) => number + (vectorOf(one)[i] ?? 0) / wanted.length),
      disturbance.map((number) => number * noise),
    )
  }
  return { model: `knowing, noise ${noise}`, embed: (all) => Promise.resolve(all.map(embed)) }
}

const gaps: number[] = []
for (const collection of positionals) {
  const measure = async (mode: SearchMode, embedder?: Embedder): Promise<number> =>
    (await evaluateRag({ collection, mode, embedder, storage: values.storage, print: () => {} })).ndcg_at_10
  const lexical = await measure('lexical')
  console.log(`${basename(collection)}: words ${lexical.toFixed(4)}`)
  const learnt = [...(await learn(collection, 'stems')), ...(await learn(collection, 'letters'))]
  const plain = (['stems', 'letters'] as const).flatMap((pieces) => [hashed(pieces, 256), hashed(pieces, 1_024)])
  const knowers = await Promise.all(numbers(values.noise).map((noise) => knowing(collection, noise)))
  for (const embedder of [...learnt, ...plain, ...knowers]) {
    const vector = await measure('vector', embedder)
    const hybrid = await measure('hybrid', embedder)
    const gap = hybrid - Math.max(lexical, vector)
    gaps.push(gap)
    console.log(
      `  ${embedder.model.padEnd(20)} vectors ${vector.toFixed(4)}  hybrid ${hybrid.toFixed(4)}  ${gap.toFixed(4)}`,
    )
  }
}
console.log(`hybrid against the better arm: at worst ${Math.min(...gaps).toFixed(4)}`)
