import { isContentWord } from '../../src/modules/agent/text-to-sql/semantic/language/function-words.ts'
import type { LearntSynonyms } from '../../src/modules/agent/text-to-sql/semantic/language/synonyms.ts'
import { tokenize } from '../../src/modules/agent/text-to-sql/semantic/language/tokens.ts'

/** A question said in other words. */
export interface Rewording {
  question: string
  original: string
  database: string
}

/** Learns from questions said in other words which word stands for which: what differs between the two is aligned. */
export function learnSynonyms(rewordings: Rewording[], least: number): LearntSynonyms {
  const seen = new Map<string, Map<string, Set<string>>>()
  const add = (from: string, to: string, database: string) => {
    if (from === to || !isContentWord(from) || !isContentWord(to)) return
    const row = seen.get(from) ?? new Map<string, Set<string>>()
    seen.set(from, row)
    row.set(to, (row.get(to) ?? new Set()).add(database))
  }
  for (const { question, original, database } of rewordings) {
    for (const [fresh, old] of differences(lemmas(question), lemmas(original))) {
      const pairs =
        fresh.length === old.length ? fresh.map((word, at) => [word, old[at]]) : [[fresh.at(-1), old.at(-1)]]
      for (const [from, to] of pairs) if (from !== undefined && to !== undefined) add(from, to, database)
    }
  }
  const learnt: LearntSynonyms = {}
  for (const [from, row] of [...seen].toSorted((one, other) => one[0].localeCompare(other[0]))) {
    const kept = [...row]
      .filter(([, databases]) => databases.size >= least)
      .toSorted((one, other) => other[1].size - one[1].size)
      .slice(0, 6)
    if (kept.length > 0) learnt[from] = Object.fromEntries(kept.map(([to, databases]) => [to, databases.size]))
  }
  return learnt
}

function lemmas(text: string): string[] {
  return tokenize(text).tokens.flatMap((token) => (token.kind === 'mark' ? [] : [token.lemma]))
}

/** The stretches in which two word lists differ, by their longest common subsequence. */
function differences(fresh: string[], old: string[]): [string[], string[]][] {
  const width = old.length + 1
  const lengths = new Uint16Array((fresh.length + 1) * width)
  for (let row = fresh.length - 1; row >= 0; row -= 1) {
    for (let column = old.length - 1; column >= 0; column -= 1) {
      const below = lengths[(row + 1) * width + column] ?? 0
      const beside = lengths[row * width + column + 1] ?? 0
      lengths[row * width + column] =
        fresh[row] === old[column] ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1 : Math.max(below, beside)
    }
  }
  const found: [string[], string[]][] = []
  let row = 0
  let column = 0
  let left: string[] = []
  let right: string[] = []
  const flush = () => {
    if (left.length > 0 && right.length > 0 && left.length <= 3 && right.length <= 3) found.push([left, right])
    left = []
    right = []
  }
  while (row < fresh.length || column < old.length) {
    const one = fresh[row]
    const other = old[column]
    if (one !== undefined && one === other) {
      flush()
      row += 1
      column += 1
    } else if (
      other === undefined ||
      (one !== undefined && (lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0))
    ) {
      if (one !== undefined) left.push(one)
      row += 1
    } else {
      right.push(other)
      column += 1
    }
  }
  flush()
  return found
}
