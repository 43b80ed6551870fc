import { featureNames, type Features } from './features.ts'
import { learntScore } from './learnt.ts'

/**
 * What each feature counts: learnt as a conditional logit (McFadden 1974) over the units of the passages that were found, on
 * questions with known short answers about encyclopedia articles. What such articles do not have, headings that ask, sections,
 * tables, prices and the like, is set to fit beside these.
 */
export const weights: Features = {
  ...learntScore,
  section: 1.5,
  meetsMark: 0.8,
  missesMark: -0.8,
  negated: 1.5,
  counted: 1.2,
  asked: 3,
  answered: 4,
  field: 3,
  subject: 3,
  title: -7,
}

/** How well a unit answers; a difference of 1 between two makes the better one e times as likely to. */
export const scoreOf = (features: Features, by = weights): number => {
  let score = 0
  for (const name of featureNames) score += by[name] * features[name]
  return score
}
