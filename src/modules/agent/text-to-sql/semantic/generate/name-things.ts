import type { ComparedColumns } from '../linking/compared-columns.ts'
import { columnOf, columnsIn, isFigure, type Expression, type Query } from '../query/query.ts'
import { tablesOfPlan } from '../query/plan-joins.ts'
import { namingColumns } from '../schema/naming-columns.ts'
import type { ReadingContext } from './reading-context.ts'

/** The table whose rows a question asks for: "which suppliers …"; undefined when it asks for something else. */
function askedTable({ question, schema }: ReadingContext): number | undefined {
  const start = question.tokens.findIndex((token) => token.lower === 'which' || token.lower === 'what')
  if (start !== 0) return undefined
  const named = (table: number) =>
    (question.tables.get(table) ?? []).find((link) => link.score > 0.85 && link.exact && link.from === start + 1)
  const tables = schema.tables.flatMap((table) => {
    const link = named(table.id)
    return link === undefined || table.isView ? [] : [{ table: table.id, link }]
  })
  const [best] = tables.toSorted((one, other) => other.link.to - one.link.to)
  if (best === undefined) return undefined
  const column = [...question.columns.values()].some((links) =>
    links.some((link) => link.exact && link.from === start + 1 && link.to >= best.link.to),
  )
  return column ? undefined : best.table
}

/** Who asks which things there are, or who, gets their names, not a column that no word of the question speaks of. */
export function nameThings(context: ReadingContext, query: Query): Query {
  const [item] = query.select
  if (item === undefined || query.select.length !== 1 || query.compound !== undefined) return query
  const who = /^who\b/i.test(context.question.text)
  const tables = tablesOfPlan(query.from)
  const asked = who
    ? (tables.find((table) => namingColumns(context.schema, table).length > 1) ??
      (tables.length === 1 ? tables[0] : undefined))
    : tables.find((table) => table === askedTable(context))
  if (asked === undefined) return query
  const own = namingColumns(context.schema, asked)
  const { absences, compared } = context.demands
  const stated = absences.length + compared.length > 0
  const names = own.length === 0 && stated ? (context.schema.tables[asked]?.primaryKey ?? []) : own
  if (names.length === 0) return query
  const orders = !who && query.limit !== undefined && JSON.stringify(query.order?.by) === JSON.stringify(item)
  if (!orders && !isGuess(context, item, asked, names, who)) return query
  return { ...query, select: names.map(columnOf) }
}

function isGuess(context: ReadingContext, item: Expression, asked: number, names: number[], who: boolean): boolean {
  if (isFigure(item)) return who && item.aggregate === 'count'
  if (item.term.kind === 'all') return true
  if (item.term.kind !== 'column' || names.includes(item.term.column)) return false
  const column = context.schema.columns[item.term.column]
  if (column === undefined) return false
  const points = context.schema.edges.some((edge) => edge.from === column.id && edge.toTable === asked)
  if (points && who) return true
  if (column.table !== asked) return false
  const { absences, compared } = context.demands
  if ([...absences.map((each) => each.column), ...compared.flatMap(comparedColumns)].includes(column.id)) return true
  if (who && (names.length > 1 || column.isPrimary || column.isForeign)) return true
  const own = new Set((context.question.tables.get(asked) ?? []).flatMap((link) => link.tokens))
  const links = context.question.columns.get(column.id) ?? []
  return !links.some((link) => link.score > 0.4 && link.tokens.some((at) => !own.has(at)))
}

function comparedColumns({ left, right }: ComparedColumns): number[] {
  return [left, ...columnsIn(right)]
}
