/** The weights of score.ts that articles teach; `npm run train:answers` learnt these and those below, and writes this file. */
export const learntScore = {
  own: 3.48,
  ownLocal: 3.95,
  lead: 0.16,
  before: 2.28,
  after: 0.79,
  pairs: 0.37,
  passage: 4.89,
  meets: 0.79,
  misses: -0.43,
  news: 0.06,
  brevity: 0.16,
}

/** The weights of confidence.ts. */
export const learntConfidence = {
  bias: -3.49,
  own: 1.33,
  whole: 1.38,
  fit: 1.56,
  rival: -1.05,
  probability: 1.56,
  length: 1.3,
  missing: -1.04,
  unknown: -1.62,
  number: -0.74,
}
