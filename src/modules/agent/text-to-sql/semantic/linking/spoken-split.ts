import { spokenPart } from '../language/periods.ts'
import type { Token } from '../language/tokens.ts'
import type { DatePart } from '../query/query.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import type { LinkedQuestion } from './link.ts'
import type { NameLink } from './name-links.ts'

/** What figures may be wanted for each of: a table's rows, a column's values, or parts of time. */
export interface SplitTarget {
  table?: number
  column?: number
  part?: DatePart
  from: number
  to: number
  /** How well the words fit, 0 to 1. */
  score: number
}

/** Where a question asks for figures "per …", with what may be meant; one list for each of the things. */
export interface SpokenSplit {
  /** The token that says so. */
  at: number
  things: SplitTarget[][]
}

const always = new Set(['per', 'each', 'every'])
const sorting = /^(?:sort(?:ed|ing)?|order(?:ed|ing)?|rank(?:ed|ing)?)$/
const splitting = /^(?:grouped|group|broken|break|split|divided|segmented|aggregated|down|summed|totalled|totaled)$/
const articles = new Set(['the', 'a', 'an', 'each', 'every', 'of', 'single', 'different'])

/** Finds the first "per", "by", "each" … that a name of the schema or a unit of time follows; undefined when there is none. */
export function findSplit(question: LinkedQuestion, schema: SchemaIndex): SpokenSplit | undefined {
  const { tokens } = question
  for (const [at, token] of tokens.entries()) {
    if (token.quoted || !(always.has(token.lower) || (token.lower === 'by' && splitsBy(tokens, at)))) continue
    const first = targetsAt(question, schema, skipArticles(tokens, at + 1))
    if (first.length === 0) continue
    const things = [first]
    let end = Math.max(...first.map((target) => target.to))
    while (['and', ','].includes(tokens[end]?.lower ?? '') && things.length < 3) {
      const next = skipArticles(tokens, always.has(tokens[end + 1]?.lower ?? '') ? end + 2 : end + 1)
      const more = targetsAt(question, schema, next)
      if (more.length === 0 || followedByFigure(tokens, next)) break
      things.push(more)
      end = Math.max(...more.map((target) => target.to))
    }
    return { at, things }
  }
  const spoken = spokenPart(tokens)
  if (spoken === undefined || isNamed(question, spoken.at)) return undefined
  return { at: spoken.at, things: [[{ part: spoken.part, from: spoken.at, to: spoken.at + 1, score: 1 }]] }
}

/** "Daily orders" may be the name of a table. */
function isNamed({ tables, columns }: LinkedQuestion, at: number): boolean {
  return [...tables.values(), ...columns.values()].some((links) =>
    links.some((link) => link.score > 0.85 && link.tokens.includes(at)),
  )
}

function followedByFigure(tokens: Token[], at: number): boolean {
  return /^(?:average|total|number|count|sum|how|mean|maximum|minimum)$/.test(tokens[at]?.lower ?? '')
}

function skipArticles(tokens: Token[], at: number): number {
  return articles.has(tokens[at]?.lower ?? '') ? skipArticles(tokens, at + 1) : at
}

/** "By" splits figures unless something is sorted by it or was done by someone. */
function splitsBy(tokens: Token[], at: number): boolean {
  const before = tokens[at - 1]
  if (before === undefined || sorting.test(before.lower)) return false
  return splitting.test(before.lower) || !/(?:ed|en|wn|(?:ou|au)ght)$/.test(before.lower)
}

/** What the words from `at` on may name, the longest and best first. */
function targetsAt(question: LinkedQuestion, schema: SchemaIndex, at: number): SplitTarget[] {
  const part = partAt(question.tokens, at)
  const found: SplitTarget[] = part === undefined ? [] : [{ part, from: at, to: at + 1, score: 1 }]
  const starts = (link: NameLink) => link.from === at
  for (const [table, links] of question.tables) {
    if (schema.tables[table]?.isView) continue
    for (const link of links)
      if (starts(link) && link.score > 0.85) found.push({ table, from: at, to: link.to, score: link.score })
  }
  for (const [column, links] of question.columns) {
    for (const link of links)
      if (link.score > 0.4 && (starts(link) || followsOwnTable(question, schema, column, link, at)))
        if (link.score > 0.85 || link.head) found.push({ column, from: at, to: link.to, score: link.score })
  }
  const whole = found.filter((target) => target.score > 0.85)
  const longest = Math.max(0, ...(whole.length > 0 ? whole : found).map((target) => target.to))
  if (part !== undefined && whole.length > 1) found.shift()
  return found
    .filter((target) => target.to === longest || target.part !== undefined)
    .toSorted((one, other) => other.score - one.score)
}

/** "Customer country": the column's name after its table's. */
function followsOwnTable(
  question: LinkedQuestion,
  schema: SchemaIndex,
  column: number,
  link: NameLink,
  at: number,
): boolean {
  const table = schema.columns[column]?.table ?? -1
  return (question.tables.get(table) ?? []).some(
    (each) => each.score > 0.85 && each.from === at && each.to === link.from,
  )
}

const parts = new Set<string>(['year', 'quarter', 'month', 'week', 'day', 'weekday', 'hour'])
const isPart = (word: string): word is DatePart => parts.has(word)

function partAt(tokens: Token[], at: number): DatePart | undefined {
  const token = tokens[at]
  const calendar = token?.lower === 'calendar' ? tokens[at + 1] : token
  if (calendar?.lower === 'day' && tokens[at + 1]?.lower === 'of' && tokens.some((each) => each.lower === 'week'))
    return 'weekday'
  return calendar !== undefined && isPart(calendar.lemma) ? calendar.lemma : undefined
}
