import { trialQuestions } from '../../src/modules/rag/retrieve/trial-questions.ts'
import { hash32 } from '../../src/modules/rag/text/hash.ts'
import { stemmerOf } from '../../src/modules/rag/text/stem.ts'
import { wordsOf } from '../../src/modules/rag/text/words.ts'
import type { Embedder } from '../../src/platform/embeddings/index.ts'
import { randomNumbers } from './texts.ts'

/** What a text is counted by. */
export type Pieces = 'stems' | 'letters'

type Vector = Float32Array
type Weights = readonly [column: number, weight: number][]

const terms = 1 << 14

const piecesOf: Record<Pieces, (word: string) => string[]> = {
  stems: (word) => [stemmerOf('en')(word)],
  letters: (word) => {
    const letters = Array.from(` ${word} `)
    return letters.flatMap((_, i) => [3, 4].map((length) => letters.slice(i, i + length).join('')))
  },
}

const countsOf = (text: string, pieces: Pieces, columns: number): Map<number, number> => {
  const counts = new Map<number, number>()
  for (const piece of wordsOf(text).flatMap(piecesOf[pieces])) {
    const column = hash32(piece) % columns
    counts.set(column, (counts.get(column) ?? 0) + 1)
  }
  return counts
}

const dot = (a: Vector, b: Vector): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
const scaled = (vector: Vector, factor: number): Vector => vector.map((number) => number * factor)
const unit = (vector: Vector): Vector => scaled(vector, 1 / (Math.sqrt(dot(vector, vector)) || 1))
const sumOf = (...vectors: readonly Vector[]): Vector =>
  (vectors[0] ?? new Float32Array()).map((_, i) => vectors.reduce((sum, vector) => sum + (vector[i] ?? 0), 0))
const joined = (...vectors: readonly Vector[]): Vector => Float32Array.from(vectors.flatMap((vector) => [...vector]))

const randomVector = (seed: string, width: number): Vector => {
  const random = randomNumbers(hash32(seed))
  return unit(Float32Array.from({ length: width }, () => random() + random() + random() - 1.5))
}

const embedderOf = (model: string, vectorOf: (text: string) => Vector): Embedder => ({
  model,
  embed: (texts) => Promise.resolve(texts.map(vectorOf)),
})

/** Counts as they are, in so few columns that many share one. */
export const countedVectors = (pieces: Pieces, columns: number): Embedder =>
  embedderOf(`${pieces} in ${columns}`, (text) => {
    const vector = new Float32Array(columns)
    for (const [column, count] of countsOf(text, pieces, columns)) vector[column] = count
    return vector
  })

/** TF-IDF of a collection's texts, as a list of the columns that are not 0; of length 1. */
const tfIdf = (texts: readonly string[], pieces: Pieces) => {
  const held = new Float32Array(terms)
  const counted = texts.map((text) => countsOf(text, pieces, terms))
  for (const counts of counted) for (const column of counts.keys()) held[column] = (held[column] ?? 0) + 1
  const weigh = (counts: ReadonlyMap<number, number>): Weights => {
    const weights = Array.from(counts, ([column, count]): [number, number] => [
      column,
      Math.log(1 + count) * Math.log((texts.length + 1) / ((held[column] ?? 0) + 1)),
    ])
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1
    return weights.map(([column, weight]) => [column, weight / length])
  }
  return { rows: counted.map(weigh), weightsOf: (text: string) => weigh(countsOf(text, pieces, terms)) }
}

const project = (basis: readonly Vector[], weights: Weights): Vector =>
  Float32Array.from(basis, (axis) => weights.reduce((sum, [column, weight]) => sum + weight * (axis[column] ?? 0), 0))

const axesAtRandom = (count: number): Vector[] => {
  const random = randomNumbers(3)
  return Array.from({ length: count }, () => new Float32Array(terms).map(() => random() - 0.5))
}

/** Makes vectors perpendicular to each other and of length 1 (Gram-Schmidt). */
const orthonormalise = (vectors: readonly Vector[]): Vector[] => {
  const done: Vector[] = []
  for (const vector of vectors) {
    const rest = Float32Array.from(vector)
    for (const before of done) {
      const shared = dot(rest, before)
      for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] ?? 0) - shared * (before[i] ?? 0)
    }
    done.push(unit(rest))
  }
  return done
}

/** What a collection's texts teach: projections at random, and latent semantic analysis by a few rounds of subspace iteration. */
export const learntVectors = (texts: readonly string[], pieces: Pieces, sizes: readonly number[]) => {
  const { rows, weightsOf } = tfIdf(texts, pieces)
  const dimensions = Math.max(...sizes)
  let basis = axesAtRandom(dimensions)
  const chance = basis
  for (let round = 0; round < 4; round++) {
    const next = basis.map(() => new Float32Array(terms))
    for (const row of rows) {
      const vector = project(basis, row)
      for (const [i, axis] of next.entries())
        for (const [column, weight] of row) axis[column] = (axis[column] ?? 0) + weight * (vector[i] ?? 0)
    }
    basis = orthonormalise(next)
  }
  const latent = (text: string): Vector => project(basis, weightsOf(text))
  // Words that stand in like texts lie near to each other: each has the direction of its column.
  const words = new Map<number, Vector>()
  const wordVector = (column: number): Vector => {
    const known = words.get(column) ?? unit(Float32Array.from(basis, (axis) => axis[column] ?? 0))
    words.set(column, known)
    return known
  }
  const averaged = (text: string): Vector =>
    sumOf(
      new Float32Array(dimensions),
      ...weightsOf(text).map(([column, weight]) => scaled(wordVector(column), weight)),
    )
  return {
    latent,
    embedders: [
      ...sizes.map((size) => embedderOf(`LSA of ${pieces}, ${size}`, (text) => latent(text).slice(0, size))),
      embedderOf(`${pieces} at random, ${dimensions}`, (text) => project(chance, weightsOf(text))),
      embedderOf(`${pieces} averaged, ${dimensions}`, averaged),
    ],
  }
}

/** A collection, with what is relevant to each question. */
export interface JudgedTexts {
  texts: readonly string[]
  relevant: ReadonlyMap<string, readonly string[]>
}

/** Which of the texts a passage begins; other passages stand for themselves. */
const beginnings = (texts: readonly string[]): ((passage: string) => string) => {
  const startOf = (text: string): string => text.trim().slice(0, 200)
  const starts = new Map(texts.map((text) => [startOf(text), text]))
  return (passage) =>
    starts.get(startOf(passage)) ?? starts.get(startOf(passage.slice(passage.indexOf('\n') + 1))) ?? passage
}

/** Each passage has a vector at random, and a question that of what is relevant to it, with so much noise. */
export const knowingVectors = ({ texts, relevant }: JudgedTexts, noise: number): Embedder => {
  const textOf = beginnings(texts)
  const vectorOf = (text: string): Vector => scaled(randomVector(text, 64), 4)
  return embedderOf(`knowing, noise ${noise}`, (text) => {
    const wanted = relevant.get(text)
    if (!wanted) return vectorOf(textOf(text))
    const known = scaled(sumOf(...wanted.map(vectorOf)), 1 / wanted.length)
    return sumOf(known, scaled(vectorOf(`noise ${text}`), noise))
  })
}

/** Latent semantic analysis, but questions are drawn so much towards what is relevant to them. */
export const drawnVectors = (
  { texts, relevant }: JudgedTexts,
  latent: (text: string) => Vector,
  strength: number,
): Embedder => {
  const textOf = beginnings(texts)
  return embedderOf(`drawn, ${strength}`, (text) => {
    const wanted = relevant.get(text)
    if (!wanted) return unit(latent(textOf(text)))
    return sumOf(unit(latent(text)), scaled(unit(sumOf(...wanted.map((each) => unit(latent(each))))), strength))
  })
}

/** Latent semantic analysis, but questions also hold one of so many words of what is relevant to them, as if other words for them were known. */
export const toldVectors = (
  { texts, relevant }: JudgedTexts,
  latent: (text: string) => Vector,
  oneOf: number,
): Embedder => {
  const textOf = beginnings(texts)
  return embedderOf(`told 1 word of ${oneOf}`, (text) => {
    const words = (relevant.get(text) ?? []).flatMap((each) => each.split(/\s+/u))
    const told = words.filter((word) => hash32(`${word} ${text}`) % oneOf === 0)
    return latent(relevant.has(text) ? [text, ...told].join(' ') : textOf(text))
  })
}

const trialTopics = new Map(
  Object.values(trialQuestions).flatMap((trial) =>
    trial.flatMap(([question, answer]) => [question, answer].map((text): [string, string] => [text, question])),
  ),
)

/**
 * Vectors as models make them: all in one direction, so that likenesses lie close together; by topic (LSA), and by what is a
 * passage's own. Questions lie near what is relevant to them, some nearer than others, and near something of the same topic. Such a
 * model passes the trial of everyday questions; `isTried` false makes one that does not.
 */
export const modelVectors = (
  { texts, relevant }: JudgedTexts,
  latent: (text: string) => Vector,
  { strength, isTried }: { strength: number; isTried: boolean },
): Embedder => {
  const width = 128
  const textOf = beginnings(texts)
  const vectors = new Map<string, Vector>()
  const meaningOf = (text: string): Vector => {
    const known = vectors.get(text) ?? unit(joined(unit(latent(text)), scaled(randomVector(text, width), 0.5)))
    vectors.set(text, known)
    return known
  }
  const like = (text: string): Vector => {
    const topic = latent(text)
    const others = texts.filter((other) => other !== text)
    const likeness = (other: string): number => dot(topic, meaningOf(other).subarray(0, topic.length))
    return meaningOf(
      others.reduce((best, other) => (likeness(other) > likeness(best) ? other : best), others[0] ?? text),
    )
  }
  const read = (question: string, wanted: readonly string[]): Vector => {
    const asked = joined(unit(latent(question)), new Float32Array(width))
    const noise = randomVector(`noise ${question}`, asked.length)
    const vague = unit(sumOf(scaled(asked, 0.8), scaled(like(wanted[0] ?? question), 0.6), scaled(noise, 0.7)))
    const clarity = 2 * strength * randomNumbers(hash32(question))()
    return unit(sumOf(vague, scaled(unit(sumOf(...wanted.map(meaningOf))), clarity)))
  }
  const common = Float32Array.of(1.3)
  return embedderOf(`${isTried ? 'model' : 'untried model'}, ${strength}`, (text) => {
    const topic = isTried ? trialTopics.get(text) : undefined
    if (topic !== undefined) return joined(randomVector(topic, latent('').length + width), common)
    const wanted = relevant.get(text)
    return joined(wanted ? read(text, wanted) : meaningOf(textOf(text)), common)
  })
}
