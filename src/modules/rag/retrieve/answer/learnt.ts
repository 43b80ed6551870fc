/** The weights of score.ts that articles teach; `npm run train:answers` learnt these and those below, and writes this file. */
export const learntScore = {
  own: 3.46,
  ownLocal: 3.9,
  lead: 0.07,
  before: 2.12,
  after: 0.83,
  pairs: 0.56,
  passage: 4.86,
  meets: 0.63,
  misses: -0.55,
  news: 0.07,
  brevity: 0.15,
}

/** The weights of confidence.ts. */
export const learntConfidence = {
  bias: -3.46,
  own: 1.47,
  whole: 1.47,
  fit: 1.44,
  rival: -1.12,
  probability: 1.45,
  length: 1.25,
  missing: -0.98,
  unknown: -1.55,
  number: -0.75,
}
