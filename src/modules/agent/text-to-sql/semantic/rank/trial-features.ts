import type { Trial } from '../prune.ts'

/** Names of the features that trying a candidate adds, in order. */
export const trialFeatureNames = [
  'score',
  'gap',
  'place',
  'failed',
  'rows',
  'single',
  'empty',
  'allNull',
  'zero',
  'agreement',
  'agreementScore',
  'plural',
  'howMany',
]

/** The features that trying the best candidates adds to those they have; scores are of the first ranking, best first. */
export function trialFeatures(trials: readonly Trial[], scores: readonly number[], question: string): number[][] {
  const highest = Math.max(...scores)
  const weights = scores.map((score) => Math.exp(score - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const plural = /^(?:what are|which \w+s\b|list|show|find the \w+s\b|give me the \w+s|who are)/i.test(question) ? 1 : 0
  const howMany = /\b(?:how many|count|number of)\b/i.test(question) ? 1 : 0
  return trials.map((trial, index) => {
    const agreeing = trials.map((other, at) => (other.fingerprint === trial.fingerprint ? (weights[at] ?? 0) : 0))
    return [
      scores[index] ?? 0,
      highest - (scores[index] ?? 0),
      index,
      trial.failed ? 1 : 0,
      Math.min(200, trial.rows),
      trial.rows === 1 ? 1 : 0,
      trial.rows === 0 ? 1 : 0,
      trial.allNull ? 1 : 0,
      trial.zero ? 1 : 0,
      agreeing.filter((weight) => weight > 0).length,
      agreeing.reduce((sum, weight) => sum + weight, 0) / total,
      plural,
      howMany,
    ]
  })
}
