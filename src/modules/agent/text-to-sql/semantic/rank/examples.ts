import type { VerifiedPair } from '../../engine.ts'

const words = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\d_]+/gu) ?? [])
const weight = 3

/** How much more a statement is worth for sharing its names with the confirmed SQL of like questions; added to its score. */
export function exampleBonus(question: string, examples: readonly VerifiedPair[]): (sql: string) => number {
  const asked = words(question)
  const alike = examples
    .map((example) => ({ names: words(example.sql), likeness: overlap(asked, words(example.question)) }))
    .filter((example) => example.likeness >= 0.4)
  if (alike.length === 0) return () => 0
  return (sql) => {
    const names = words(sql)
    return Math.max(...alike.map((example) => weight * example.likeness * overlap(names, example.names)))
  }
}

function overlap(one: Set<string>, other: Set<string>): number {
  const common = [...one].filter((word) => other.has(word)).length
  return common === 0 ? 0 : common / (one.size + other.size - common)
}
