import { tablesOfPlan } from '../query/plan-joins.ts'
import type { Query } from '../query/query.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'

/** Whether a query counts the rows of groups that can only hold one row: those of a key that no other table joined points to. */
export function countsLoneRows(schema: SchemaIndex, query: Query): boolean {
  const [term, more] = query.group
  if (term?.kind !== 'column' || more !== undefined) return false
  const column = schema.columns[term.column]
  const table = schema.tables[column?.table ?? -1]
  if (column === undefined || table?.primaryKey.length !== 1 || !column.isPrimary) return false
  const figures = [...query.select, ...(query.order === undefined ? [] : [query.order.by])]
  const counts = figures.some((item) => item.aggregate === 'count') || query.having?.left.aggregate === 'count'
  if (!counts) return false
  const others = new Set(tablesOfPlan(query.from))
  return !query.from.steps.some(({ edge }) => {
    const key = schema.edges[edge]
    return key?.toTable === table.id && others.has(key.fromTable)
  })
}
