import {
  wordingBits,
  type WordingModel,
} from '../../src/modules/agent/text-to-sql/semantic/rank/wording/wording-model.ts'
import type { Wording } from '../../src/modules/agent/text-to-sql/semantic/rank/wording/wording-parts.ts'

/** A question's queries, each with the parts that it is made of, and which are right. */
export interface WordedQueries {
  wording: Wording
  members: readonly number[][]
  right: readonly boolean[]
}

export interface WordingSettings {
  passes: number
  rate: number
  l2: number
  seed: number
}

/**
 * Trains weights of features so that right queries come first: the log-likelihood of picking any right query (a softmax within
 * each question, marginal over the right ones: Liang, Jordan & Klein 2011), by AdaGrad (Duchi, Hazan & Singer 2011).
 */
export function trainWording(questions: readonly WordedQueries[], settings: WordingSettings): WordingModel {
  const size = 1 << wordingBits
  const weights = new Float32Array(size)
  const squares = new Float32Array(size).fill(0.01)
  const slopes = new Float32Array(size)
  const usable = questions.filter(({ right }) => right.includes(true) && right.includes(false))
  let state = settings.seed
  for (let pass = 0; pass < settings.passes; pass += 1) {
    for (let at = usable.length - 1; at > 0; at -= 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const other = Math.floor((state / 4294967296) * (at + 1))
      const kept = usable[at]
      const swapped = usable[other]
      if (kept === undefined || swapped === undefined) continue
      usable[at] = swapped
      usable[other] = kept
    }
    for (const question of usable) step(question)
  }
  return { weights }

  function step({ wording, members, right }: WordedQueries): void {
    const mask = size - 1
    const scores = wording.parts.map(({ features }) => {
      let sum = 0
      for (const feature of features) sum += weights[feature & mask] ?? 0
      return sum
    })
    const errors = errorsOf(
      members.map((parts) => parts.reduce((sum, part) => sum + (scores[part] ?? 0), 0)),
      right,
    )
    const slope = new Float64Array(scores.length)
    for (const [query, parts] of members.entries())
      for (const part of parts) slope[part] = (slope[part] ?? 0) + (errors[query] ?? 0)
    const touched: number[] = []
    for (const [part, { features }] of wording.parts.entries()) {
      const own = slope[part] ?? 0
      if (Math.abs(own) < 1e-4) continue
      for (const feature of features) {
        const place = feature & mask
        if (slopes[place] === 0) touched.push(place)
        slopes[place] = (slopes[place] ?? 0) + own
      }
    }
    for (const place of touched) {
      const gradient = (slopes[place] ?? 0) + settings.l2 * (weights[place] ?? 0)
      slopes[place] = 0
      const square = (squares[place] ?? 0) + gradient * gradient
      squares[place] = square
      weights[place] = (weights[place] ?? 0) - (settings.rate * gradient) / Math.sqrt(square)
    }
  }
}

/** By how much the probability of each query exceeds what it should be. */
function errorsOf(scores: number[], right: readonly boolean[]): number[] {
  const highest = Math.max(...scores)
  const odds = scores.map((score) => Math.exp(score - highest))
  const total = odds.reduce((sum, each) => sum + each, 0)
  const good = odds.reduce((sum, each, query) => sum + (right[query] ? each : 0), 0)
  return odds.map((each, query) => each / total - (right[query] ? each / good : 0))
}
