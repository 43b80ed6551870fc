/** One sparse linear model: a weight for some of the hashed features. */
export interface LinearModel {
  bias: number
  weights: Map<number, number>
}

/** How a linear model is written down: feature numbers as differences in varints, weights as bytes times `scale`, both base64. */
export interface PackedLinearModel {
  bias: number
  scale: number
  features: string
  weights: string
}

/** The model's score of a set of hashed features, before any squashing. */
export function scoreLinear(model: LinearModel, features: readonly number[]): number {
  let sum = model.bias
  for (const feature of features) sum += model.weights.get(feature) ?? 0
  return sum
}

/** Several linear models over the same features, so that each feature is looked up once for all of them. */
export interface LinearStack {
  biases: Float64Array
  /** Where a feature's weights begin in `weights`, one for each model. */
  places: Map<number, number>
  weights: Float32Array
}

/** Puts models on top of each other. */
export function stackLinear(models: readonly LinearModel[]): LinearStack {
  const places = new Map<number, number>()
  for (const { weights } of models)
    for (const feature of weights.keys()) if (!places.has(feature)) places.set(feature, places.size * models.length)
  const weights = new Float32Array(places.size * models.length)
  for (const [at, model] of models.entries())
    for (const [feature, weight] of model.weights) weights[(places.get(feature) ?? 0) + at] = weight
  return { biases: Float64Array.from(models, (model) => model.bias), places, weights }
}

/** The score that each model of a stack gives a set of hashed features, as `scoreLinear` does. */
export function scoreStack({ biases, places, weights }: LinearStack, features: readonly number[]): Float64Array {
  const sums = biases.slice()
  for (const feature of features) {
    const place = places.get(feature)
    if (place === undefined) continue
    for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (weights[place + at] ?? 0)
  }
  return sums
}

/** 1 / (1 + e^-x). */
export function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score))
}

/** Natural logarithms of the softmax of `scores`. */
export function logSoftmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores)
  const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0)) + highest
  return scores.map((score) => score - total)
}

/** Writes a model down in bytes; weights lose precision to 1/127 of the largest. */
export function packLinear(model: LinearModel): PackedLinearModel {
  const largest = [...model.weights.values()].reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9)
  const scale = largest / 127
  const entries = [...model.weights]
    .filter(([, weight]) => Math.round(weight / scale) !== 0)
    .toSorted((one, other) => one[0] - other[0])
  const bytes: number[] = []
  let last = 0
  for (const [feature] of entries) {
    for (let rest = feature - last; ; rest >>>= 7) {
      bytes.push(rest < 128 ? rest : (rest & 127) | 128)
      if (rest < 128) break
    }
    last = feature
  }
  const weights = Int8Array.from(entries, ([, weight]) => Math.round(weight / scale))
  return {
    bias: Number(model.bias.toFixed(5)),
    scale,
    features: Buffer.from(bytes).toString('base64'),
    weights: Buffer.from(weights.buffer).toString('base64'),
  }
}

/** Reads a packed model. */
export function unpackLinear(packed: PackedLinearModel): LinearModel {
  const bytes = Buffer.from(packed.features, 'base64')
  const scaled = Buffer.from(packed.weights, 'base64')
  const weights = new Map<number, number>()
  let at = 0
  let feature = 0
  for (let index = 0; index < scaled.length; index += 1) {
    let shift = 0
    let step = 0
    for (;;) {
      const byte = bytes[at] ?? 0
      at += 1
      step |= (byte & 127) << shift
      if (byte < 128) break
      shift += 7
    }
    feature += step
    weights.set(feature, scaled.readInt8(index) * packed.scale)
  }
  return { bias: packed.bias, weights }
}
