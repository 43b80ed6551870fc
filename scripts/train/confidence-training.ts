import type { ConfidenceModel, ConfidenceSignals } from '../../src/modules/agent/text-to-sql/semantic/confidence.ts'
import { logistic } from '../../src/modules/agent/text-to-sql/semantic/model/linear.ts'

/** The signals of the best reading of a question, and whether it was right. */
export interface JudgedReading {
  signals: ConfidenceSignals
  right: boolean
}

const rounds = 400
const penalty = 2

/** Fits the logistic regression by gradient ascent on standardised signals, with a little ridge. */
export function trainConfidence(readings: readonly JudgedReading[]): ConfidenceModel {
  const names = Object.keys(readings[0]?.signals ?? {})
  const count = Math.max(1, readings.length)
  const columns = names.map((name) => standardise(readings.map((each) => each.signals[name] ?? 0)))
  const weights = names.map(() => 0)
  const velocity = names.map(() => 0)
  let bias = 0
  for (let round = 0; round < rounds; round += 1) {
    const wrongness = readings.map((each, row) => {
      const sum = columns.reduce((total, column, at) => total + (weights[at] ?? 0) * (column.values[row] ?? 0), bias)
      return (each.right ? 1 : 0) - logistic(sum)
    })
    bias += (2 * wrongness.reduce((sum, value) => sum + value, 0)) / count
    for (const [at, column] of columns.entries()) {
      const slope = wrongness.reduce((sum, value, row) => sum + value * (column.values[row] ?? 0), 0)
      velocity[at] = 0.9 * (velocity[at] ?? 0) + (0.2 * (slope - penalty * (weights[at] ?? 0))) / count
      weights[at] = (weights[at] ?? 0) + (velocity[at] ?? 0)
    }
  }
  const plain = names.map((name, at): [string, number] => [name, (weights[at] ?? 0) / (columns[at]?.spread ?? 1)])
  const shift = columns.reduce((sum, column, at) => sum + (column.middle * (weights[at] ?? 0)) / column.spread, 0)
  return {
    bias: Number((bias - shift).toFixed(4)),
    weights: Object.fromEntries(plain.map(([name, weight]) => [name, Number(weight.toFixed(4))])),
  }
}

function standardise(values: number[]): { values: number[]; middle: number; spread: number } {
  const count = Math.max(1, values.length)
  const middle = values.reduce((sum, value) => sum + value, 0) / count
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / count) || 1
  return { values: values.map((value) => (value - middle) / spread), middle, spread }
}
