/** The weights of score.ts that articles teach; `npm run train:answers` learnt these and those below, and writes this file. */
export const learntScore = {
  own: 3.45,
  ownLocal: 4.04,
  lead: 0.58,
  before: 2.26,
  after: 0.72,
  pairs: 0.35,
  passage: 4.89,
  meets: 0.67,
  misses: -0.56,
  news: 0.06,
  brevity: 0.18,
}

/** The weights of confidence.ts. */
export const learntConfidence = {
  bias: -3.65,
  own: 1.3,
  whole: 1.42,
  fit: 1.59,
  rival: -0.92,
  probability: 1.6,
  length: 1.32,
  missing: -1.05,
  unknown: -1.62,
  number: -0.74,
}
