/** Points of a rising line through which a raw probability is made honest (isotonic regression, Zadrozny & Elkan 2002). */
export interface Calibration {
  raw: number[]
  honest: number[]
}

/** The honest probability for a raw one, straight between points. */
export function calibrate(calibration: Calibration, raw: number): number {
  const { raw: xs, honest: ys } = calibration
  if (xs.length === 0) return raw
  const at = xs.findIndex((x) => x >= raw)
  if (at === 0) return ys[0] ?? raw
  if (at < 0) return ys.at(-1) ?? raw
  const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = [xs[at - 1], xs[at], ys[at - 1], ys[at]]
  return x1 === x0 ? y1 : y0 + ((raw - x0) / (x1 - x0)) * (y1 - y0)
}

/** The shares of `scores` after a softmax, summed over candidates that give the same answer. */
export function answerShares(scores: readonly number[], fingerprints: readonly string[]): number[] {
  const highest = Math.max(...scores)
  const weights = scores.map((score) => Math.exp(score - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const byAnswer = new Map<string, number>()
  for (const [index, fingerprint] of fingerprints.entries())
    byAnswer.set(fingerprint, (byAnswer.get(fingerprint) ?? 0) + (weights[index] ?? 0) / total)
  return fingerprints.map((fingerprint) => byAnswer.get(fingerprint) ?? 0)
}
