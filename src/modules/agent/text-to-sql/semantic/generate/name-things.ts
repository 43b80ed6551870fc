import { findAskedTable, type AskedTable } from '../linking/asked-table.ts'
import type { ComparedColumns } from '../linking/compared-columns.ts'
import { columnOf, columnsIn, columnsOfCondition, isFigure, type Expression, type Query } from '../query/query.ts'
import { tablesOfPlan } from '../query/plan-joins.ts'
import { namingColumns } from '../schema/naming-columns.ts'
import type { ReadingContext } from './reading-context.ts'

/** Who asks which things there are, or who, gets their names, not a column that no word of the question speaks of. */
export function nameThings(context: ReadingContext, query: Query): Query {
  const [item, second] = query.select
  if (item === undefined || query.compound !== undefined || query.summary !== undefined) return query
  const who = /^who\b/i.test(context.question.text)
  const asked = findAskedTable(context.question, context.schema)
  const reached = followKey(context, query, who ? undefined : asked?.table)
  if (reached !== undefined && (who || asked?.how === 'which' || asked?.how === 'top')) return reached
  const tables = tablesOfPlan(query.from)
  const named = who
    ? (tables.find((table) => namingColumns(context.schema, table).length > 1) ??
      (tables.length === 1 ? tables[0] : undefined))
    : tables.find((table) => table === asked?.table)
  if (named === undefined) return query
  const own = namingColumns(context.schema, named)
  const { absences, compared } = context.demands
  const stated = absences.length + compared.length > 0
  const names = own.length === 0 && stated ? (context.schema.tables[named]?.primaryKey ?? []) : own
  if (names.length === 0) return query
  if (!who && asked !== undefined && asked.also.length > 0 && !query.select.some(isFigure))
    return { ...query, select: [...names.filter((id) => !asked.also.includes(id)), ...asked.also].map(columnOf) }
  const figure = second !== undefined && query.select.length === 2 && isFigure(second) ? [second] : []
  const how = who ? 'who' : (asked?.how ?? 'list')
  if (query.select.length !== 1 + figure.length || (figure.length > 0 && (how === 'list' || how === 'keywords')))
    return query
  if (!isGuess({ context, query, item, table: named, names, how, to: asked?.to ?? 0 })) return query
  return withoutNeedless(context, { ...query, select: [...names.map(columnOf), ...figure] })
}

const keyed = /\b(?:ids?|codes?|numbers?(?! of)|identifiers?|keys?)\b/i

/** Where a key to the things asked for is shown, their names from where it points to; undefined where none is. */
function followKey({ schema, question }: ReadingContext, query: Query, asked: number | undefined): Query | undefined {
  const [item, ...more] = query.select
  if (item?.term.kind !== 'column' || isFigure(item) || keyed.test(question.text) || !more.every(isFigure))
    return undefined
  const { column } = item.term
  const edge = schema.edges.findIndex((each) => each.from === column && each.fromTable !== each.toTable)
  const table = schema.edges[edge]?.toTable
  if (table === undefined || tablesOfPlan(query.from).includes(table)) return undefined
  const names = namingColumns(schema, table)
  if (names.length === 0 || !(asked === undefined ? names.length > 1 : asked === table)) return undefined
  return {
    ...query,
    from: { ...query.from, steps: [...query.from.steps, { table, edge }] },
    select: [...names.map(columnOf), ...more],
  }
}

interface Guess {
  context: ReadingContext
  query: Query
  item: Expression
  /** What is asked for, and the columns it is called by. */
  table: number
  names: number[]
  how: AskedTable['how'] | 'who'
  /** Where the name of what is asked for ends. */
  to: number
}

const counted = /\b(?:how many|number|count|amount|total|average|rate|share|percentage?)\b/i

/** Whether what is shown is not what the question speaks of. */
function isGuess({ context, query, item, table, names, how, to }: Guess): boolean {
  const { schema, question } = context
  const who = how === 'who'
  if (isFigure(item)) return (who || (how === 'keywords' && !counted.test(question.text))) && item.aggregate === 'count'
  if (item.term.kind === 'all') return how !== 'list'
  if (item.term.kind !== 'column' || names.includes(item.term.column)) return false
  const column = schema.columns[item.term.column]
  if (column === undefined) return false
  const pointing = schema.edges.some((edge) => edge.from === column.id && edge.toTable === table)
  if (pointing && (who || how === 'top')) return true
  const links = question.columns.get(column.id) ?? []
  if (column.table !== table) return how !== 'list' && !links.some((link) => link.score > 0.4)
  if (how !== 'list' && JSON.stringify(query.order?.by) === JSON.stringify(item) && query.limit !== undefined)
    return true
  const { absences, compared, flags } = context.demands
  const stated = [...absences, ...flags].map((each) => each.column)
  if ([...stated, ...compared.flatMap(comparedColumns)].includes(column.id)) return true
  if (how === 'which' && query.where.flatMap(columnsOfCondition).includes(column.id)) return true
  const [link] = links
  if (how === 'which' && link !== undefined && link.from > to && !column.isPrimary && column.kind !== 'text')
    return true
  if (who && (names.length > 1 || column.isPrimary || column.isForeign)) return true
  const own = new Set((question.tables.get(table) ?? []).flatMap((link) => link.tokens))
  return !links.some((link) => link.score > 0.4 && link.tokens.some((at) => !own.has(at)))
}

/** Once other columns are shown, a table at the end of the joins that nothing reads and no word names is joined for nothing. */
function withoutNeedless({ question, schema }: ReadingContext, query: Query): Query {
  const { first, steps } = query.from
  const read = new Set(
    [
      ...query.select.flatMap(columnsIn),
      ...query.where.flatMap(columnsOfCondition),
      ...query.group.flatMap((term) => columnsIn({ term })),
      ...(query.having === undefined ? [] : columnsOfCondition(query.having)),
      ...(query.order === undefined ? [] : columnsIn(query.order.by)),
    ].map((id) => schema.columns[id]?.table),
  )
  const [step] = steps
  const named = (table: number) => (question.tables.get(table)?.[0]?.score ?? 0) > 0.5
  if (step === undefined || steps.length > 1) return query
  if (!read.has(step.table) && !named(step.table)) return { ...query, from: { first, steps: [] } }
  if (!read.has(first) && !named(first)) return { ...query, from: { first: step.table, steps: [] } }
  return query
}

function comparedColumns({ left, right }: ComparedColumns): number[] {
  return [left, ...columnsIn(right)]
}
