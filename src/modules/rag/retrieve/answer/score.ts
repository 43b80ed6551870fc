import { featureNames, type Features } from './features.ts'

/**
 * What each feature counts. Learnt by scripts/train-answers.ts as a conditional logit (McFadden 1974) over the units of the
 * passages that were found, on questions with known short answers about encyclopedia articles; rounded. What such
 * articles do not have, headings that ask, tables and the like, is set to fit beside these.
 */
export const weights: Features = {
  own: 4,
  ownLocal: 4.5,
  lead: 1.5,
  before: 2.8,
  after: 1.1,
  section: 1.5,
  asked: 3,
  answered: 4,
  pairs: 0.3,
  passage: 5.5,
  meets: 1.1,
  misses: -0.7,
  meetsMark: 0.8,
  missesMark: -0.8,
  news: 0.1,
  brevity: 0.2,
  field: 3,
  subject: 3,
  title: -4,
}

/** How well a unit answers; a difference of 1 between two makes the better one e times as likely to. */
export const scoreOf = (features: Features): number => {
  let score = 0
  for (const name of featureNames) score += weights[name] * features[name]
  return score
}
