import { aggregateWords } from '../language/aggregate-words.ts'
import type { Token } from '../language/tokens.ts'
import type { NameLink } from '../linking/name-links.ts'
import { columnOf, columnsIn, type Aggregate, type Expression } from '../query/query.ts'
import type { ReadingContext } from './reading-context.ts'

/** A figure that a question may be asking for, the tables that it is over, and a log-weight. */
export interface SpokenFigure {
  expression: Expression
  tables: number[]
  /** Of these, those whose rows may be missing. */
  optional?: readonly number[]
  score: number
  /** The question opens with it. */
  opens: boolean
}

const functionOfWord = new Map<string, Aggregate>([
  ...aggregateWords,
  ['typical', 'avg'],
  ['combined', 'sum'],
  ['overall', 'sum'],
])
const openings =
  /^(?:please|could|can|would|you|show|list|give|tell|display|get|find|me|us|i|want|need|to|see|know|like|the|a|an|all|our|my|what|is|are|was|were|number|count|total|for|of|in|how|many|do|does|did|we|have|there|,)$/
const counting = /^(?:number|count|amount|#|quantity)$/
/** Columns of which a total says nothing. */
const averaged =
  /^(?:price|age|rating|score|salary|rate|percent|percentage|duration|length|height|weight|temperature|grade|gpa)$/

/** What figure the words before `end` (or, where figures open the question, all words) ask for; none when they ask for none. */
export function spokenFigures(context: ReadingContext, end: number): SpokenFigure[] {
  const { question, demands } = context
  const { tokens } = question
  if (demands.rowMeasure !== undefined) {
    const aggregate = /\b(?:total|sum|overall)\b/i.test(question.text) ? 'sum' : 'avg'
    return [{ expression: { ...demands.rowMeasure, aggregate }, tables: [], score: 0, opens: true }]
  }
  const rates = spokenRates(context)
  if (rates.length > 0) return rates
  if (demands.measure !== undefined) return [{ expression: demands.measure, tables: [], score: 0, opens: true }]
  const opening = tokens.findIndex((token) => !openings.test(token.lower))
  const counted = countedTables(context, tokens, opening)
  const named = aggregatesOf(context, end, opening)
  if (named.length > 0) return named
  if (counted.length > 0) return counted
  if (opening < 0 || opening >= end) return []
  return bareFigures(context, opening, end)
}

/** "Return rate": how many of the rows that a table's rows point to have one. */
function spokenRates({ question, schema }: ReadingContext): SpokenFigure[] {
  const { tokens } = question
  const at = tokens.findIndex((token) => /^(?:rate|rates|ratio)$/.test(token.lower))
  if (
    at < 1 ||
    [...question.columns.values()].some((links) => links.some((link) => link.score > 0.85 && link.tokens.includes(at)))
  )
    return []
  return schema.tables.flatMap((table): SpokenFigure[] => {
    const link = question.tables.get(table.id)?.find((each) => each.score > 0.8 && each.to === at)
    const [key, more] = table.primaryKey
    const keys = schema.edges.filter((edge) => edge.fromTable === table.id && edge.toTable !== table.id)
    const [to, ...others] = keys
    if (link === undefined || table.isView || key === undefined || more !== undefined || to === undefined) return []
    if (others.length > 0) return []
    const counted: Expression = { aggregate: 'count', term: { kind: 'column', column: key } }
    const all: Expression = { aggregate: 'count', term: { kind: 'all' } }
    return [
      {
        expression: { term: { kind: 'arithmetic', operator: '/', left: counted, right: all } },
        tables: [to.toTable, table.id],
        optional: [table.id],
        score: 0,
        opens: true,
      },
    ]
  })
}

/** The tables that the figures a question asks for are over; none when it asks for none. */
export function tablesOfFigures(context: ReadingContext): number[] {
  const [best] = spokenFigures(context, context.question.tokens.length)
  if (best === undefined) return []
  return [
    ...new Set([...best.tables, ...columnsIn(best.expression).map((id) => context.schema.columns[id]?.table ?? 0)]),
  ]
}

/** "How many …", "the number of …": rows of the table that is named next. */
function countedTables(context: ReadingContext, tokens: Token[], opening: number): SpokenFigure[] {
  const at = tokens.findIndex(
    (token, index) =>
      (token.lower === 'many' && tokens[index - 1]?.lower === 'how') ||
      (counting.test(token.lower) && tokens[index + 1]?.lower === 'of'),
  )
  if (at < 0) return []
  const from = tokens[at]?.lower === 'many' ? at + 1 : at + 2
  return tablesAt(context, from, from + 4).map(({ table, score }) => ({
    expression: { aggregate: 'count', term: { kind: 'all' } },
    tables: [table],
    score: Math.log(score),
    opens: opening < 0 || opening >= from,
  }))
}

function aggregatesOf(context: ReadingContext, end: number, opening: number): SpokenFigure[] {
  const { tokens } = context.question
  const at = tokens.findIndex((token, index) => index < end && functionOfWord.has(token.lower))
  const aggregate = functionOfWord.get(tokens[at]?.lower ?? '')
  if (aggregate === undefined) return []
  return numbersAt(context, at + 1, Math.min(end, at + 6)).map(({ column, score }) => ({
    expression: { aggregate, term: { kind: 'column', column } },
    tables: [],
    score,
    opens: opening < 0 || opening >= at,
  }))
}

/** Keywords without a verb: rows of a table, or the sum of a column, named right before what splits them. */
function bareFigures(context: ReadingContext, opening: number, end: number): SpokenFigure[] {
  const tables = tablesAt(context, opening, end).filter(({ link }) => link.from <= opening + 1)
  const columns = numbersAt(context, opening, end)
  const whole = columns.filter(({ link }) => link.to >= Math.max(0, ...tables.map((table) => table.link.to)))
  if (whole.length > 0)
    return whole.flatMap(({ column, score }): SpokenFigure[] => {
      const mean = context.schema.columns[column]?.names[0]?.words.some((word) => averaged.test(word)) ?? false
      const figure = (aggregate: Aggregate, own: number): SpokenFigure => ({
        expression: { ...columnOf(column), aggregate },
        tables: [],
        score: score + own,
        opens: true,
      })
      return [figure('sum', mean ? -1 : 0), figure('avg', mean ? 0 : -1.5)]
    })
  return tables.map(({ table, score }) => ({
    expression: { aggregate: 'count', term: { kind: 'all' } },
    tables: [table],
    score: Math.log(score),
    opens: true,
  }))
}

function tablesAt(
  context: ReadingContext,
  from: number,
  to: number,
): { table: number; link: NameLink; score: number }[] {
  const { question, schema } = context
  const found = [...question.tables].flatMap(([table, links]) => {
    const link = links.find((each) => each.score > 0.85 && each.from >= from && each.from < to)
    return link === undefined || schema.tables[table]?.isView ? [] : [{ table, link, score: link.score }]
  })
  const first = Math.min(...found.map(({ link }) => link.from))
  const longest = Math.max(...found.filter(({ link }) => link.from === first).map(({ link }) => link.to))
  return found.filter(({ link }) => link.from === first && link.to === longest)
}

function numbersAt(
  context: ReadingContext,
  from: number,
  to: number,
): { column: number; link: NameLink; score: number }[] {
  const { question, schema } = context
  const found = [...question.columns].flatMap(([id, links]) => {
    const column = schema.columns[id]
    const link = links.find((each) => each.score > 0.7 && each.from >= from && each.to <= to)
    if (link === undefined || column?.kind !== 'number' || column.isPrimary || column.isForeign) return []
    const table = column.table
    const named = question.tables.get(table)?.[0]?.score ?? 0
    const view = schema.tables[table]?.isView ? -3 : 0
    const role = Math.log((context.roles.aggregate[id] ?? 0) + 0.1)
    return [{ column: id, link, score: 2 * Math.log(link.score) + named + view + role - (link.from - from) * 0.3 }]
  })
  return found.toSorted((one, other) => other.score - one.score).slice(0, 4)
}
