import { columnOf, columnsIn, columnsOfCondition, type Query } from '../query/query.ts'
import { namingColumns } from '../schema/naming-columns.ts'
import type { ReadingContext } from './reading-context.ts'

/**
 * People are told apart by their key: whoever shares a name with somebody who ordered has not ordered for that. So taking
 * away names from names becomes leaving out the rows themselves.
 */
export function mindNamesakes({ schema }: ReadingContext, query: Query): Query {
  const { compound, ...left } = query
  if (compound?.operator !== 'except' || !isPlain(left) || left.where.length > 0 || left.from.steps.length > 0)
    return query
  const { right } = compound
  const [step] = right.from.steps
  const edge = step === undefined ? undefined : schema.edges[step.edge]
  if (step === undefined || edge === undefined || right.from.steps.length > 1 || !isPlain(right)) return query
  const person = left.from.first
  const joined = [right.from.first, step.table].includes(person)
  if (!joined || edge.toTable !== person || edge.fromTable === person) return query
  const names = namingColumns(schema, person)
  const shown = left.select.flatMap(columnsIn)
  const ofNames = shown.length > 0 && shown.every((id) => names.includes(id))
  if (names.length < 2 || !ofNames || JSON.stringify(left.select) !== JSON.stringify(right.select)) return query
  const others = right.where.flatMap(columnsOfCondition)
  if (others.some((id) => schema.columns[id]?.table !== edge.fromTable)) return query
  const those: Query = {
    select: [columnOf(edge.from)],
    distinct: false,
    from: { first: edge.fromTable, steps: [] },
    where: right.where,
    any: right.any,
    group: [],
  }
  return { ...left, where: [{ kind: 'query', operator: 'not in', left: columnOf(edge.to), query: those }] }
}

function isPlain({ group, having, order, limit, summary }: Query): boolean {
  return [having, order, limit, summary].every((part) => part === undefined) && group.length === 0
}
