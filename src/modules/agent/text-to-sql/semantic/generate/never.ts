import { columnsIn, type Query } from '../query/query.ts'
import type { ReadingContext } from './reading-context.ts'

/**
 * Things that never had something done to them: not those with one row for which it was not done. "No order line of it is
 * among the returned" is asked of the thing itself, so the join moves into the nested query.
 */
export function neverAtAll({ schema }: ReadingContext, query: Query): Query {
  const [step] = query.from.steps
  const [condition] = query.where
  if (step === undefined || query.from.steps.length > 1 || condition === undefined || query.where.length > 1)
    return query
  if (condition.kind !== 'query' || condition.operator !== 'not in' || condition.left.term.kind !== 'column')
    return query
  if (query.group.length > 0 || query.order !== undefined || query.compound !== undefined) return query
  const edge = schema.edges[step.edge]
  const outer = condition.left.term.column
  const many = schema.columns[outer]?.table
  if (edge === undefined || edge.fromTable !== many || edge.fromTable === edge.toTable || outer === edge.from)
    return query
  const shown = query.select.flatMap(columnsIn)
  if (shown.length === 0 || shown.some((id) => schema.columns[id]?.table !== edge.toTable)) return query
  const inner = condition.query
  const [selected] = inner.select.flatMap(columnsIn)
  const link = schema.edges.findIndex((each) => each.from === selected && each.to === outer)
  const reads = [inner.from.first, ...inner.from.steps.map((each) => each.table)]
  if (link < 0 || inner.group.length > 0 || reads.includes(many) || reads.includes(edge.toTable)) return query
  return {
    ...query,
    from: { first: edge.toTable, steps: [] },
    where: [
      {
        kind: 'query',
        operator: 'not in',
        left: { term: { kind: 'column', column: edge.to } },
        query: {
          ...inner,
          select: [{ term: { kind: 'column', column: edge.from } }],
          from: { ...inner.from, steps: [...inner.from.steps, { table: many, edge: link }] },
        },
      },
    ],
  }
}
