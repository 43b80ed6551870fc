import { columnOf, isFigure, type Query } from '../query/query.ts'
import { tablesOfPlan } from '../query/plan-joins.ts'
import { namingColumns } from '../schema/naming-columns.ts'
import type { ReadingContext } from './reading-context.ts'

/** The table that figures are wanted for each row of: "per genre", "in each department". */
export function splitTable({ question, schema }: ReadingContext): number | undefined {
  const places = question.tokens.flatMap((token, at) => (/^(?:per|each|every)$/.test(token.lower) ? [at + 1] : []))
  const found = schema.tables.find(
    (table) =>
      !table.isView &&
      question.tables.get(table.id)?.some((link) => link.score > 0.9 && link.exact && places.includes(link.from)),
  )
  return found?.id
}

/** Figures for each of some things are split by them, with their names in front. */
export function splitFigures(context: ReadingContext, query: Query): Query {
  const table = splitTable(context)
  if (table === undefined || query.group.length > 0 || query.compound !== undefined || query.order !== undefined)
    return query
  const names = namingColumns(context.schema, table)
  const [key, more] = context.schema.tables[table]?.primaryKey ?? []
  if (!query.select.every(isFigure) || names.length === 0 || !tablesOfPlan(query.from).includes(table)) return query
  const group = key !== undefined && more === undefined ? [key] : names
  return {
    ...query,
    select: [...names.map(columnOf), ...query.select],
    group: group.map((column) => ({ kind: 'column', column })),
  }
}

const wholeSum = /\b(?:sum of|total of (?:all|the|our)|in total|altogether)\b/i
const anySum = /\b(?:total|sum)\b/i

/** "The total of …" over plain numbers is their sum. */
export function sumTotals({ question, schema, demands }: ReadingContext, query: Query): Query {
  const [item] = query.select
  if (item === undefined || query.select.length > 1 || item.term.kind !== 'column' || isFigure(item)) return query
  if (query.group.length > 0 || query.order !== undefined || query.limit !== undefined || query.compound !== undefined)
    return query
  const column = schema.columns[item.term.column]
  if (column?.kind !== 'number' || column.isPrimary || column.isForeign || demands.split) return query
  const named = column.names.some((name) => name.words.includes('total') || name.words.includes('sum'))
  if (!(named ? wholeSum : anySum).test(question.text)) return query
  return { ...query, select: [{ aggregate: 'sum', term: item.term }] }
}
