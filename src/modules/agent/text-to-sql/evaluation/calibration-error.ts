/** An answer with how likely the engine held it to be right. */
export interface JudgedAnswer {
  confidence: number
  right: boolean
}

/** Expected calibration error over ten equally wide bins (Guo et al. 2017). */
export function calibrationError(answers: readonly JudgedAnswer[], bins = 10): number {
  let error = 0
  for (let bin = 0; bin < bins; bin += 1) {
    const inside = answers.filter(({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === bin)
    if (inside.length === 0) continue
    const confidence = inside.reduce((sum, answer) => sum + answer.confidence, 0) / inside.length
    const accuracy = inside.filter((answer) => answer.right).length / inside.length
    error += (inside.length / answers.length) * Math.abs(confidence - accuracy)
  }
  return error
}
