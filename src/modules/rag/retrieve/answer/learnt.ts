/** The weights of score.ts that articles teach; `npm run train:answers` learnt these and those below, and writes this file. */
export const learntScore = {
  own: 3.49,
  ownLocal: 3.94,
  lead: 0.16,
  before: 2.28,
  after: 0.8,
  pairs: 0.37,
  passage: 4.87,
  meets: 0.79,
  misses: -0.42,
  news: 0.05,
  brevity: 0.19,
}

/** The weights of confidence.ts. */
export const learntConfidence = {
  bias: -3.58,
  own: 1.34,
  whole: 1.39,
  fit: 1.56,
  rival: -0.97,
  probability: 1.58,
  length: 1.31,
  missing: -1.05,
  unknown: -1.62,
  number: -0.71,
}
