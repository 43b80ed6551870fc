import { comparesAverage } from '../linking/compared-averages.ts'
import { findAskedTable } from '../linking/asked-table.ts'
import { superlativeDirection } from '../linking/superlative-direction.ts'
import { columnOf, columnsIn, isFigure, type Condition, type Expression, type Query } from '../query/query.ts'
import { tablesOfPlan } from '../query/plan-joins.ts'
import { renderQuery } from '../query/render.ts'
import type { Candidate } from './candidate.ts'
import { completeNames } from './complete-names.ts'
import { nameThings } from './name-things.ts'
import { mindNamesakes } from './namesakes.ts'
import { neverAtAll } from './never.ts'
import type { ReadingContext } from './reading-context.ts'
import { asPercentage } from './shares.ts'
import { splitFigures, splitTable, sumTotals } from './spoken-figures.ts'

const sayAll = [nameThings, splitFigures, sumTotals, neverAtAll, mindNamesakes, dateAlike]

/** Leaves out candidates that lack what the question plainly demands, as long as any has it, and turns counts into shares where shares are asked for. */
export function meetDemands(context: ReadingContext, candidates: Candidate[]): Candidate[] {
  const { demands } = context
  const asked = candidates.map((candidate) => {
    const spoken = sayAll.reduce((query, say) => say(context, query), candidate.query)
    const shared = demands.percentage ? asPercentage(spoken) : spoken
    const query = completeNames(context, shared === undefined ? spoken : inOrderOfTime(context, shared))
    return query === candidate.query
      ? { candidate, share: false }
      : {
          candidate: { ...candidate, query, sql: renderQuery(query, context.schema), tables: tablesOfPlan(query.from) },
          share: demands.percentage && shared !== undefined,
        }
  })
  const tests: ((each: (typeof asked)[number]) => boolean)[] = []
  if (demands.percentage) tests.push((each) => each.share)
  const { measure, part } = demands
  const first = Number(/\b(?:top|bottom) (\d+)\b/i.exec(context.question.text)?.[1] ?? 0)
  if (first > 0) tests.push(({ candidate }) => candidate.query.limit === first)
  if (measure !== undefined && !demands.percentage)
    tests.push(({ candidate: { query } }) =>
      (demands.superlative && query.order !== undefined ? [query.order.by] : query.select).some((item) =>
        same(item, measure),
      ),
    )
  if (part !== undefined)
    tests.push(
      ({ candidate: { query } }) =>
        query.summary !== undefined || query.select.some((item) => item.term.kind === 'part'),
    )
  // Periods are compared by a figure of each.
  if (demands.versus) tests.push(({ candidate: { query } }) => query.select.some(isFigure))
  if (splitTable(context) !== undefined)
    tests.push(({ candidate: { query } }) => query.group.length > 0 || !query.select.every(isFigure))
  if (comparesAverage(context.question))
    tests.push(({ candidate: { query } }) => query.having?.left.aggregate === 'avg')
  const direction = superlativeDirection(context.question.text)
  if (direction !== undefined)
    tests.push(
      ({ candidate: { query } }) =>
        query.order === undefined ||
        query.limit === undefined ||
        query.order.descending === (direction === 'descending'),
    )
  const which = findAskedTable(context.question, context.schema)
  if (which !== undefined && (which.how === 'which' || which.how === 'top'))
    tests.push(({ candidate: { query } }) =>
      query.select
        .filter((item) => !isFigure(item))
        .flatMap(columnsIn)
        .some((id) => speaksOf(context, id, which.table)),
    )
  const meeting = tests.reduce((left, test) => (left.some(test) ? left.filter(test) : left), asked)
  const seen = new Set<string>()
  return meeting.map((each) => each.candidate).filter(({ sql }) => !seen.has(sql) && seen.add(sql))
}

/** A column of the table, or a key to it. */
function speaksOf({ schema }: ReadingContext, id: number, table: number): boolean {
  return schema.columns[id]?.table === table || schema.edges.some((edge) => edge.from === id && edge.toTable === table)
}

function same(one: Expression, other: Expression): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const ranked =
  /\b(?:sort|rank|order)(?:ed|ing)? by\b|\b(?:sorted|ranked|ascending|descending|top|bottom|most|least|best|worst|(?:high|low|large|small|great|few)est)\b/i

/** Split by month, an answer reads best from the first to the last, unless another order is asked for. */
function inOrderOfTime({ question }: ReadingContext, query: Query): Query {
  const part = query.select.find((item) => item.term.kind === 'part' && item.term.part !== 'weekday')
  const free = query.order === undefined || (query.limit === undefined && !ranked.test(question.text))
  return part === undefined || !free || query.compound !== undefined
    ? query
    : { ...query, order: { by: part, descending: false } }
}

/** Figures by month of a year are of the same date, unless the question names another. */
function dateAlike({ question, schema }: ReadingContext, query: Query): Query {
  const split = query.select.flatMap(({ term }) => (term.kind === 'part' ? [term.column] : []))[0]
  if (split === undefined) return query
  const named = (id: number) => (question.columns.get(id)?.[0]?.score ?? 0) > 0.8
  const where = query.where.map((condition): Condition => {
    const { term } = condition.left
    if (condition.kind !== 'period' || term.kind !== 'column' || term.column === split || named(term.column))
      return condition
    return schema.columns[term.column]?.table === schema.columns[split]?.table
      ? { ...condition, left: columnOf(split) }
      : condition
  })
  return where.every((condition, index) => condition === query.where[index]) ? query : { ...query, where }
}
