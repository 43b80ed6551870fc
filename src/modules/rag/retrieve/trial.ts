import type { Embedder } from '../../../platform/embeddings/index.ts'
import { trialQuestions, type TrialQuestion } from './trial-questions.ts'

const likeness = (a: Float32Array, b: Float32Array): number => {
  let [product, squaresA, squaresB] = [0, 0, 0]
  a.forEach((number, i) => {
    const other = b[i] ?? 0
    product += number * other
    squaresA += number * number
    squaresB += other * other
  })
  return product / (Math.sqrt(squaresA * squaresB) || 1)
}

/** The share of questions whose answer is nearer than all other answers and decoys. */
const rightShare = async (
  embedder: Embedder,
  trial: readonly TrialQuestion[],
  signal: AbortSignal | undefined,
): Promise<number> => {
  const vectors = await embedder.embed(trial.flat(), signal)
  const rows = trial.map((_, i) => vectors.slice(i * 3, i * 3 + 3))
  const right = rows.filter(([question, answer]) => {
    if (!question || !answer) return false
    const wanted = likeness(question, answer)
    return rows.every((others) =>
      others.slice(1).every((other) => other === answer || likeness(question, other) < wanted),
    )
  })
  return right.length / trial.length
}

/**
 * How far a model reads what texts of a language mean, rather than which words they hold: 0 to 1. It is asked everyday questions
 * whose answers share no word with them, among passages that do; what it gets right beyond two thirds of them counts, since so many
 * may be luck. 0 for a language that there are no questions in. Throws what the embedder throws.
 */
export const understanding = async (embedder: Embedder, language: string, signal?: AbortSignal): Promise<number> => {
  const trial = trialQuestions[language]
  return trial ? Math.max(0, 3 * (await rightShare(embedder, trial, signal)) - 2) : 0
}
