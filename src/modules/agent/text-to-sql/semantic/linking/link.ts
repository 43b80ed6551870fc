import { tokenize, type TokenizedQuestion } from '../language/tokens.ts'
import type { Synonyms } from '../language/synonyms.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import type { ValueIndex } from '../values/value-index.ts'
import { linkCodes } from './coded-values.ts'
import { directValues } from './directions.ts'
import { linkNames, type NameLink } from './name-links.ts'
import { linkValues, type ValueLink } from './value-links.ts'
import { matchWords, type WordMatch } from './word-matches.ts'

/** A question with everything in the database that its words may stand for. */
export interface LinkedQuestion extends TokenizedQuestion {
  words: WordMatch[][]
  tables: Map<number, NameLink[]>
  columns: Map<number, NameLink[]>
  values: ValueLink[]
}

/** Links a question's words to tables, columns and cells. */
export function linkQuestion(
  text: string,
  schema: SchemaIndex,
  values: ValueIndex,
  synonyms: Synonyms,
): LinkedQuestion {
  const question = tokenize(text)
  const words = matchWords(question.tokens, schema, synonyms)
  const { tables, columns } = linkNames(words, schema)
  const strong = new Set<number>()
  for (const links of [...tables.values(), ...columns.values()]) {
    for (const link of links) if (link.score >= 0.8) for (const at of link.tokens) strong.add(at)
  }
  const found = linkValues(question, values, (at) => strong.has(at) && !(question.tokens[at]?.quoted ?? false))
  found.push(...linkCodes(question.tokens, columns, schema, values))
  return { ...question, words, tables, columns, values: directValues(question.tokens, found, schema) }
}
