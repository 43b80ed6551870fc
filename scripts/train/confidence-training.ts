import {
  calibrate,
  regress,
  type ConfidenceModel,
  type ConfidenceSignals,
  type LogisticModel,
} from '../../src/modules/agent/text-to-sql/semantic/confidence.ts'
import { logistic } from '../../src/modules/agent/text-to-sql/semantic/model/linear.ts'

/** The signals of the best reading of a question, and whether it was right. */
export interface JudgedReading {
  signals: ConfidenceSignals
  right: boolean
  fold: number
}

const rounds = 400
const penalty = 2

const bins = 12

/** What the data says about trusting readings: those at least this sure are right as often as was asked. */
export interface Threshold {
  confidence: number
  /** Share of the readings that are at least this sure. */
  answered: number
  right: number
}

/** Fits the regression on all readings, and the line that makes it honest on what regressions without their own fold say of them. */
export function trainConfidence(readings: readonly JudgedReading[]): ConfidenceModel {
  return { ...trainRegression(readings), ...risingLine(unseenOf(readings)) }
}

/** The lowest confidence from which on `share` of the readings are right, by regressions that have not seen their fold. */
export function thresholdFor(readings: readonly JudgedReading[], share: number): Threshold {
  const unseen = unseenOf(readings)
  const line = risingLine(unseen)
  const sorted = unseen.toSorted((one, other) => other.said - one.said)
  let right = 0
  let best: Threshold = { confidence: 1, answered: 0, right: 1 }
  for (const [index, reading] of sorted.entries()) {
    if (reading.right) right += 1
    const part = right / (index + 1)
    if (part >= share)
      best = { confidence: calibrate(line, reading.said), answered: (index + 1) / sorted.length, right: part }
  }
  return best
}

function unseenOf(readings: readonly JudgedReading[]): { said: number; right: boolean }[] {
  return [...new Set(readings.map((each) => each.fold))].flatMap((fold) => {
    const model = trainRegression(readings.filter((each) => each.fold !== fold))
    return readings
      .filter((each) => each.fold === fold)
      .map((each) => ({ said: regress(model, each.signals), right: each.right }))
  })
}

/** Through the middles of equally many readings each, neighbours that fall pooled; the ends lie halfway to none and to all. */
function risingLine(readings: { said: number; right: boolean }[]): { said: number[]; came: number[] } {
  const sorted = readings.toSorted((one, other) => one.said - other.said)
  const size = Math.max(1, Math.ceil(sorted.length / bins))
  const blocks: { said: number; right: number; count: number }[] = []
  for (let from = 0; from < sorted.length; from += size) {
    const chunk = sorted.slice(from, from + size)
    let block = {
      said: chunk.reduce((sum, each) => sum + each.said, 0),
      right: chunk.filter((each) => each.right).length,
      count: chunk.length,
    }
    for (
      let before = blocks.at(-1);
      before !== undefined && before.right / before.count >= block.right / block.count;
      before = blocks.at(-1)
    ) {
      blocks.pop()
      block = {
        said: before.said + block.said,
        right: before.right + block.right,
        count: before.count + block.count,
      }
    }
    blocks.push(block)
  }
  const places = (value: number) => Number(value.toFixed(4))
  const came = blocks.map((block) => places(block.right / block.count))
  return {
    said: [0, ...blocks.map((block) => places(block.said / block.count)), 1],
    came: [places((came[0] ?? 0) / 2), ...came, places(((came.at(-1) ?? 1) + 1) / 2)],
  }
}

/** Fits the logistic regression by gradient ascent on standardised signals, with a little ridge. */
function trainRegression(readings: readonly JudgedReading[]): LogisticModel {
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
