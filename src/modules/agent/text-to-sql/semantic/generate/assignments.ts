import { logSoftmax, scoreLinear } from '../model/linear.ts'
import type { ProposalModel } from '../model/engine-model.ts'
import type { Anchor, AnchorOption } from './anchors.ts'

/** A choice of one option for every value and number of the question. */
export interface Assignment {
  chosen: AnchorOption[]
  /** Sum of the options' log-probabilities. */
  score: number
}

const optionsPerAnchor = 5
const worst = -7

/** The most likely assignments, best first. */
export function assignAnchors(anchors: Anchor[], model: ProposalModel, count: number): Assignment[] {
  let assignments: Assignment[] = [{ chosen: [], score: 0 }]
  for (const anchor of anchors) {
    const logs = logSoftmax(anchor.options.map((option) => option.prior ?? scoreLinear(model.anchor, option.features)))
    const ranked = anchor.options
      .map((option, index) => ({ option, score: logs[index] ?? worst }))
      .toSorted((one, other) => other.score - one.score)
      .filter((each, index) => index === 0 || each.score > worst)
      .slice(0, optionsPerAnchor)
    assignments = assignments
      .flatMap((assignment) =>
        ranked.map(({ option, score }) => ({
          chosen: [...assignment.chosen, option],
          score: assignment.score + score,
        })),
      )
      .toSorted((one, other) => other.score - one.score)
      .slice(0, count)
  }
  return assignments
}
