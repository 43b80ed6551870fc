import type { LinkedQuestion } from '../linking/link.ts'
import { hashFeature } from './hashing.ts'

/** The question with what names the schema or a value put out of sight, so that what is left says which kind of query is meant. */
function maskedWords(question: LinkedQuestion): string[] {
  const masked = question.tokens.map((token) =>
    token.number === undefined ? (token.kind === 'date' ? 'DATE' : token.lemma) : token.lower === 'one' ? 'one' : 'NUM',
  )
  const mark = (from: number, to: number, text: string) => {
    for (let at = from; at < to; at += 1) masked[at] = at === from ? text : ''
  }
  for (const links of question.columns.values()) {
    for (const link of links) if (link.score >= 0.75) for (const at of link.tokens) masked[at] = 'COL'
  }
  for (const links of question.tables.values()) {
    for (const link of links)
      if (link.score >= 0.75) for (const at of link.tokens) masked[at] = masked[at] === 'COL' ? 'ANY' : 'TAB'
  }
  for (const value of question.values)
    if (value.quoted || value.kind === 'exact')
      if (!(masked[value.from] ?? '').match(/^(?:COL|TAB|ANY)$/) || value.quoted) mark(value.from, value.to, 'VAL')
  return masked.filter((word) => word !== '')
}

/** The hashed features of a question from which the parts of the query's shape are predicted. */
export function shapeFeatures(question: LinkedQuestion): number[] {
  const masked = maskedWords(question)
  const plain = question.tokens.filter((token) => !token.quoted).map((token) => token.lower)
  const features = new Set<string>()
  const words = ['^', ...masked, '$']
  for (let at = 0; at < words.length; at += 1) {
    const [one, two, three, four] = [words[at], words[at + 1], words[at + 2], words[at + 3]]
    features.add(`u=${one}`)
    if (two !== undefined) features.add(`b=${one} ${two}`)
    if (three !== undefined) features.add(`t=${one} ${two} ${three}`).add(`s=${one} _ ${three}`)
    if (four !== undefined) features.add(`s2=${one} __ ${four}`).add(`f=${one} ${two} ${three} ${four}`)
  }
  for (let at = 0; at < plain.length; at += 1) {
    features.add(`pu=${plain[at]}`)
    if (at + 1 < plain.length) features.add(`pb=${plain[at]} ${plain[at + 1]}`)
  }
  const count = (word: string) => Math.min(4, masked.filter((each) => each === word).length)
  for (const word of ['COL', 'TAB', 'ANY', 'VAL', 'NUM', ',', 'and', 'or']) features.add(`n=${word}${count(word)}`)
  features.add(`len=${Math.min(8, Math.floor(plain.length / 4))}`)
  features
    .add(`vn=${count('VAL')}${count('NUM')}`)
    .add(`cn=${count('COL')}${count(',')}${count('and')}`)
    .add(`first=${plain.slice(0, 3).join(' ')}`)
  return [...features].map(hashFeature)
}
