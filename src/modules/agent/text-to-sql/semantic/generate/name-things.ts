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
  const tables = tablesOfPlan(query.from)
  const asked = findAskedTable(context.question, context.schema)
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
  if (query.select.length !== 1 + figure.length) return query
  if (!isGuess({ context, query, item, table: named, names, how: who ? 'who' : (asked?.how ?? 'list') })) return query
  return withoutNeedless(context, { ...query, select: [...names.map(columnOf), ...figure] })
}

interface Guess {
  context: ReadingContext
  query: Query
  item: Expression
  /** What is asked for, and the columns it is called by. */
  table: number
  names: number[]
  how: AskedTable['how'] | 'who'
}

/** Whether what is shown is not what the question speaks of. */
function isGuess({ context, query, item, table, names, how }: Guess): boolean {
  const { schema, question } = context
  const who = how === 'who'
  if (isFigure(item)) return who && item.aggregate === 'count'
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
