import type { Question, Reading, VerifiedPair } from './engine.ts'

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []

/** How alike two questions are, 0 to 1: the share of words that they have in common (Jaccard). */
const likeness = (one: string, other: string): number => {
  const first = new Set(words(one))
  const second = new Set(words(other))
  const common = [...first].filter((word) => second.has(word)).length
  return common === 0 ? 0 : common / (first.size + second.size - common)
}

/** The pairs most like a question, best first; none that shares less than a third of its words. */
export const mostAlike = (question: string, pairs: readonly VerifiedPair[], limit: number): VerifiedPair[] =>
  pairs
    .map((pair) => ({ pair, score: likeness(question, pair.question) }))
    .filter(({ score }) => score >= 1 / 3)
    .sort((one, other) => other.score - one.score)
    .slice(0, limit)
    .map(({ pair }) => pair)

/** The reading of a question whose SQL was confirmed before, word for word; a follow-up may mean something else. */
export const confirmedReading = ({ text, examples = [], previous }: Question): Reading | undefined => {
  const asked = words(text).join(' ')
  const known = previous ? undefined : examples.find((pair) => words(pair.question).join(' ') === asked)
  return known && { sql: known.sql, explanation: 'as it was confirmed for this question before', confidence: 0.99 }
}
