import type { DatabaseSchema, Table } from '../../sql/schema.ts'
import { lemma } from '../semantic/language/lemmas.ts'
import { lemmasOfName } from '../semantic/language/names.ts'
import { describeTable } from './describe-table.ts'

const lemmasOf = (text: string): string[] => (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).map(lemma)

/** How much of a table's names and comments the question speaks of; names of tables count most. */
const scoreOf = (table: Table, question: ReadonlySet<string>): number => {
  const hits = (words: string[]) => words.filter((word) => question.has(word)).length
  const columns = table.columns.map(({ name, comment }) => hits(lemmasOfName(name)) + hits(lemmasOf(comment ?? '')) / 2)
  const best = columns.sort((one, other) => other - one).slice(0, 4)
  return (
    3 * hits(lemmasOfName(table.name)) + hits(lemmasOf(table.comment ?? '')) + best.reduce((sum, hit) => sum + hit, 0)
  )
}

const neighbours = (table: Table, schema: DatabaseSchema): Table[] => {
  const names = new Set(table.foreignKeys.map((key) => key.table))
  const points = (other: Table) => other.foreignKeys.some((key) => key.table === table.name)
  return schema.tables.filter((other) => names.has(other.name) || points(other))
}

/** About four characters make a token of English and SQL. */
const tokensOf = (text: string): number => Math.ceil(text.length / 4)

/**
 * The tables that a model needs to see for a question, most relevant first, within a budget of tokens: those in `hinted`,
 * those whose names the question uses, then those that keys join to these. A small schema comes whole.
 */
export const relevantTables = (
  schema: DatabaseSchema,
  question: string,
  hinted: ReadonlySet<string>,
  budget: number,
): Table[] => {
  const words = new Set(lemmasOf(question))
  const scored = schema.tables
    .map((table) => ({ table, score: scoreOf(table, words) + (hinted.has(table.name) ? 5 : 0) }))
    .sort((one, other) => other.score - one.score)
  const near = scored.filter(({ score }) => score > 0).flatMap(({ table }) => neighbours(table, schema))
  const order = new Set([
    ...scored.filter(({ score }) => score > 0).map(({ table }) => table),
    ...near,
    ...scored.map(({ table }) => table),
  ])
  const chosen: Table[] = []
  let left = budget
  for (const table of order) {
    const cost = tokensOf(describeTable(table, words))
    if (cost > left) continue
    left -= cost
    chosen.push(table)
  }
  return chosen
}
