import { partSorts, type Wording } from './wording-parts.ts'

/** Weights of hashed features, 2^`wordingBits` of them. */
export interface WordingModel {
  weights: Float32Array
}

/** How a wording model is written down: bytes times `scale`, base64. */
export interface PackedWordingModel {
  scale: number
  weights: string
}

/** Features are cut to this many bits. */
export const wordingBits = 19

/** Names of the features that the wording of a question adds to a candidate's, in order. */
export const wordingFeatureNames: readonly string[] = [
  'wording',
  'wording.behind',
  ...partSorts.map((sort) => `wording.${sort}`),
]

/** What the model thinks of each query, given the parts that each is made of: features by `wordingFeatureNames`. */
export function wordingFeatures(model: WordingModel, wording: Wording, members: readonly number[][]): number[][] {
  const { weights } = model
  const mask = weights.length - 1
  const scores = wording.parts.map(({ features }) => {
    let sum = 0
    for (const feature of features) sum += weights[feature & mask] ?? 0
    return sum
  })
  const found = members.map((parts) => {
    const sums = partSorts.map(() => 0)
    for (const part of parts) {
      const sort = partSorts.indexOf(wording.parts[part]?.sort ?? 'whole')
      sums[sort] = (sums[sort] ?? 0) + (scores[part] ?? 0)
    }
    return { total: sums.reduce((sum, each) => sum + each, 0), sums }
  })
  const highest = Math.max(...found.map((each) => each.total))
  return found.map(({ total, sums }) => [total, highest - total, ...sums])
}

/** Writes a model down; weights lose precision to 1/127 of what all but a few stay below. */
export function packWording({ weights }: WordingModel): PackedWordingModel {
  const sizes = weights.map(Math.abs).toSorted()
  const scale = Math.max(1e-6, sizes[Math.floor(0.9995 * sizes.length)] ?? 0) / 127
  const bytes = Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale))))
  return { scale, weights: Buffer.from(bytes.buffer).toString('base64') }
}

/** Reads a packed model. */
export function unpackWording({ scale, weights }: PackedWordingModel): WordingModel {
  const bytes = new Int8Array(Buffer.from(weights, 'base64'))
  const found = new Float32Array(bytes.length)
  for (let at = 0; at < bytes.length; at += 1) found[at] = (bytes[at] ?? 0) * scale
  return { weights: found }
}
