import { hashBits } from '../../src/modules/agent/text-to-sql/semantic/model/hashing.ts'
import type { LinearModel } from '../../src/modules/agent/text-to-sql/semantic/model/linear.ts'

/** Settings of FTRL-proximal (McMahan et al. 2013): a step size, and how strongly weights are pulled to nothing. */
export interface LinearSettings {
  passes: number
  alpha: number
  l1: number
  l2: number
}

/** A set of hashed features and the class that was right. */
export interface LinearExample {
  features: ArrayLike<number>
  label: number
  weight?: number
}

const beta = 1

/** A seeded shuffle, so that training gives the same weights every time. */
function shuffled(length: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index)
  let state = seed >>> 0 || 1
  for (let at = length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const other = Math.floor((state / 4294967296) * (at + 1))
    const kept = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

/** Trains a multinomial logistic model of `classes` classes (two: one binary model), by FTRL-proximal. */
export function trainLinear(examples: LinearExample[], classes: number, settings: LinearSettings): LinearModel[] {
  const outputs = classes === 2 ? 1 : classes
  const size = (1 << hashBits) + 1
  const states = Array.from({ length: outputs }, () => ({
    z: new Float64Array(size),
    n: new Float64Array(size),
    w: new Float64Array(size),
  }))
  const scores = new Float64Array(outputs)
  for (let pass = 0; pass < settings.passes; pass += 1) {
    for (const index of shuffled(examples.length, pass + 1)) {
      const example = examples[index]
      if (example === undefined) continue
      for (const [output, { w }] of states.entries()) {
        let sum = w[size - 1] ?? 0
        const { features } = example
        for (let at = 0; at < features.length; at += 1) sum += w[features[at] ?? 0] ?? 0
        scores[output] = sum
      }
      squash(scores)
      for (const [output, state] of states.entries()) {
        const target = outputs === 1 ? example.label : example.label === output ? 1 : 0
        const gradient = ((scores[output] ?? 0) - target) * (example.weight ?? 1)
        if (Math.abs(gradient) < 1e-3) continue
        update(state, size - 1, gradient, settings, 0)
        const { features } = example
        for (let at = 0; at < features.length; at += 1)
          update(state, features[at] ?? 0, gradient, settings, settings.l1)
      }
    }
  }
  return states.map(({ w }) => {
    const weights = new Map<number, number>()
    for (let feature = 0; feature < size - 1; feature += 1) {
      const weight = w[feature] ?? 0
      if (Math.abs(weight) > 1e-3) weights.set(feature, weight)
    }
    return { bias: w[size - 1] ?? 0, weights }
  })
}

interface State {
  z: Float64Array
  n: Float64Array
  /** The weights that `z` and `n` stand for. */
  w: Float64Array
}

function update({ z, n, w }: State, feature: number, gradient: number, settings: LinearSettings, l1: number): void {
  const before = n[feature] ?? 0
  const after = before + gradient * gradient
  const root = Math.sqrt(after)
  const value = (z[feature] ?? 0) + gradient - ((root - Math.sqrt(before)) / settings.alpha) * (w[feature] ?? 0)
  z[feature] = value
  n[feature] = after
  w[feature] =
    Math.abs(value) <= l1 ? 0 : -(value - Math.sign(value) * l1) / ((beta + root) / settings.alpha + settings.l2)
}

function squash(scores: Float64Array): void {
  if (scores.length === 1) {
    scores[0] = 1 / (1 + Math.exp(-(scores[0] ?? 0)))
    return
  }
  const highest = Math.max(...scores)
  let total = 0
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp((scores[at] ?? 0) - highest)
    total += scores[at] ?? 0
  }
  for (let at = 0; at < scores.length; at += 1) scores[at] = (scores[at] ?? 0) / total
}
