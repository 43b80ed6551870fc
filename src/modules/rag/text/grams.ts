import { withoutAccents } from './fold.ts'
import { isUnspaced } from './words.ts'

const size = 3

/**
 * The letter sequences a word is compared by when its stem does not match: threes of the word with its edges marked, or for a
 * piece of an unspaced script its first character. They bridge compounds, inflections no stemmer knows, accents and misspellings
 * (McNamee & Mayfield 2004).
 */
export const gramsOf = (word: string): string[] => {
  if (isUnspaced(word)) return [String.fromCodePoint(word.codePointAt(0) ?? 0)]
  const marked = `_${withoutAccents(word)}_`
  if (marked.length <= size) return [marked]
  const out: string[] = []
  for (let i = 0; i + size <= marked.length; i++) out.push(marked.slice(i, i + size))
  return out
}
