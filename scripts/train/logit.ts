/** Candidates of which some are right: their features, what each starts with, and which are right. */
export interface Group {
  rows: number[][]
  start: number[]
  right: boolean[]
}

/** Something that was right or not; `start` is what its score starts with. */
export interface Case {
  row: number[]
  start: number
  isRight: boolean
}

/** What keeps weights small, as a share of a case each. */
const penalty = 0.002
const rounds = 600
const pace = 0.05

/** Adam (Kingma & Ba 2015) downhill from zero: deterministic, since every round sees all there is. */
const descend = (size: number, gradientAt: (weights: readonly number[]) => number[]): number[] => {
  const weights = Array.from({ length: size }, () => 0)
  const [mean, spread] = [weights.map(() => 0), weights.map(() => 0)]
  for (let round = 1; round <= rounds; round++) {
    gradientAt(weights).forEach((slope, i) => {
      mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * slope
      spread[i] = 0.999 * (spread[i] ?? 0) + 0.001 * slope * slope
      const step = (mean[i] ?? 0) / (1 - 0.9 ** round) / (Math.sqrt((spread[i] ?? 0) / (1 - 0.999 ** round)) + 1e-8)
      weights[i] = (weights[i] ?? 0) - pace * step
    })
  }
  return weights
}

const dot = (row: readonly number[], weights: readonly number[]): number =>
  row.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)

const softmax = (scores: readonly number[]): number[] => {
  const most = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - most))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

/** A conditional logit (McFadden 1974): weights under which the right candidates of each group are likeliest. */
export const fitConditional = (groups: readonly Group[], size: number): number[] => {
  const telling = groups.filter(({ right }) => right.includes(true) && right.includes(false))
  return descend(size, (weights) => {
    const gradient = weights.map((weight) => penalty * weight)
    for (const { rows, start, right } of telling) {
      const scores = rows.map((row, i) => (start[i] ?? 0) + dot(row, weights))
      const all = softmax(scores)
      const among = softmax(scores.map((score, i) => (right[i] ? score : Number.NEGATIVE_INFINITY)))
      rows.forEach((row, i) => {
        const excess = ((all[i] ?? 0) - (among[i] ?? 0)) / telling.length
        row.forEach((value, j) => (gradient[j] = (gradient[j] ?? 0) + excess * value))
      })
    }
    return gradient
  })
}

/** A logistic regression of whether cases are right. */
export const fitLogistic = (cases: readonly Case[], size: number): { bias: number; weights: number[] } => {
  const [bias = 0, ...weights] = descend(size + 1, (current) => {
    const [, ...sloped] = current
    const gradient = [0, ...sloped.map((weight) => penalty * weight)]
    for (const { row, start, isRight } of cases) {
      const full = [1, ...row]
      const excess = (1 / (1 + Math.exp(-start - dot(full, current))) - (isRight ? 1 : 0)) / cases.length
      full.forEach((value, i) => (gradient[i] = (gradient[i] ?? 0) + excess * value))
    }
    return gradient
  })
  return { bias, weights }
}
