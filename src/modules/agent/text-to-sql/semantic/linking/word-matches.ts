import { isContentWord } from '../language/function-words.ts'
import { lemmasOfName } from '../language/names.ts'
import type { Token } from '../language/tokens.ts'
import type { Synonyms } from '../language/synonyms.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import { withinOneEdit } from '../values/value-index.ts'

/** How a word of the question came to stand for a word of a name; strongest first. */
export type MatchKind = 'exact' | 'root' | 'synonym' | 'prefix' | 'typo'

/** A token that may stand for a schema word. */
export interface WordMatch {
  word: string
  kind: MatchKind
  strength: number
}

const vowels = /[aeiou]/

/** For each token, the words of the schema's names that it may stand for. */
export function matchWords(tokens: Token[], schema: SchemaIndex, synonyms: Synonyms): WordMatch[][] {
  return tokens.map((token, at) => {
    if (token.kind === 'mark' || token.kind === 'date') return []
    const found = new Map<string, WordMatch>()
    const add = (word: string, kind: MatchKind, strength: number) => {
      const before = found.get(word)
      if (before === undefined || before.strength < strength) found.set(word, { word, kind, strength })
    }
    if (schema.postings.has(token.lemma)) add(token.lemma, 'exact', 1)
    if (schema.postings.has(token.lower)) add(token.lower, 'exact', 1)
    if (token.kind !== 'word') return [...found.values()]
    const next = tokens[at + 1]
    const previous = tokens[at - 1]
    if (next?.kind === 'word' && schema.postings.has(token.lower + next.lemma))
      add(token.lower + next.lemma, 'exact', 1)
    if (previous?.kind === 'word' && schema.postings.has(previous.lower + token.lemma))
      add(previous.lower + token.lemma, 'exact', 1)
    for (const word of schema.joined.get(token.lemma) ?? []) add(word, 'exact', 1)
    const expanded = lemmasOfName(token.lower)
    if (expanded.length > 1 || expanded[0] !== token.lemma)
      for (const word of expanded) if (schema.postings.has(word)) add(word, 'exact', 0.95)
    for (const part of token.lower.split(/[-/]/))
      if (part !== token.lower && schema.postings.has(part)) add(part, 'exact', 0.95)
    if (token.lower === 'full')
      for (const word of ['first', 'last']) if (schema.postings.has(word)) add(word, 'synonym', 0.95)
    if (!isContentWord(token.lower)) return [...found.values()]
    for (const word of schema.families.get(token.root) ?? []) add(word, 'root', 0.88)
    for (const [word, weight] of synonyms(token.lemma))
      if (schema.postings.has(word)) add(word, 'synonym', 0.8 * weight)
    if (found.size === 0 || [...found.values()].every((match) => match.kind === 'synonym'))
      nearMatches(token, schema, add)
    return [...found.values()]
  })
}

function nearMatches(
  token: Token,
  schema: SchemaIndex,
  add: (word: string, kind: MatchKind, strength: number) => void,
): void {
  const text = token.lemma
  if (text.length < 4) return
  for (const word of schema.postings.keys()) {
    if (word[0] !== text[0] || word.length < 3) continue
    if (word.length >= 4 && (text.startsWith(word) || word.startsWith(text))) {
      add(word, 'prefix', 0.45 + (0.4 * Math.min(word.length, text.length)) / Math.max(word.length, text.length))
    } else if (text.length >= 5 && word.length >= 5 && withinOneEdit(text, word)) add(word, 'typo', 0.75)
    else if (word.length < 5 && text.length > word.length + 2 && isAbbreviation(word, text)) add(word, 'prefix', 0.55)
  }
}

function isAbbreviation(short: string, long: string): boolean {
  if (long.startsWith(short)) return true
  if (vowels.test(short.slice(1))) return false
  let at = 0
  for (const letter of long) if (letter === short[at]) at += 1
  return at === short.length
}
