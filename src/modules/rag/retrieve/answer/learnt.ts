/** The weights of score.ts that articles teach; `npm run train:answers` learnt these and those below, and writes this file. */
export const learntScore = {
  own: 3.48,
  ownLocal: 3.92,
  lead: 0,
  before: 2.31,
  after: 0.82,
  pairs: 0.43,
  passage: 4.87,
  meets: 0.84,
  misses: -0.39,
  news: 0.08,
  brevity: 0.16,
}

/** The weights of confidence.ts. */
export const learntConfidence = {
  bias: -3.42,
  own: 1.36,
  whole: 1.38,
  fit: 1.58,
  rival: -1.09,
  probability: 1.55,
  length: 1.28,
  missing: -1.03,
  unknown: -1.6,
  number: -0.69,
}
