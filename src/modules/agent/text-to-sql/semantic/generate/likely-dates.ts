import { createJoinPlanner, type JoinPlanner } from '../query/plan-joins.ts'
import type { IndexedColumn, SchemaIndex } from '../schema/schema-index.ts'
import type { ReadingContext } from './reading-context.ts'

const planners = new WeakMap<SchemaIndex, JoinPlanner>()
const kept = 4
const hopCost = 1.2
const farthest = 4
const widest = 1

/** The planner of a schema, made once. */
export function plannerOf(schema: SchemaIndex): JoinPlanner {
  const planner = planners.get(schema) ?? createJoinPlanner(schema)
  planners.set(schema, planner)
  return planner
}

/**
 * The date columns that a period or a split by month most likely means, with a log-weight: named ones, then those of the tables
 * that figures are over or that lie near, what happened before what is due or known of a thing.
 */
export function likelyDates(
  context: ReadingContext,
  near: readonly number[] = [],
): { column: number; score: number }[] {
  const { schema, question, roles, tables } = context
  const distance = pointedFrom(schema, near)
  return context.columns
    .flatMap((id) => (schema.columns[id]?.kind === 'date' ? (schema.columns[id] ?? []) : []))
    .map((column) => {
      const role = Math.max(roles.where[column.id] ?? 0, roles.group[column.id] ?? 0)
      const named = question.columns.get(column.id)?.[0]?.score ?? 0
      const table = Math.log((tables[column.table] ?? 0) + 0.02)
      const view = schema.tables[column.table]?.isView ? -4 : 0
      const place = near.length === 0 ? table : 0.3 * table - hopCost * (distance.get(column.table) ?? farthest)
      const likely = (near.length === 0 ? 1 : 0.4) * Math.log(role + 0.1)
      return { column: column.id, score: place + likely + 1.5 * named + happening(schema, column) + view }
    })
    .toSorted((one, other) => other.score - one.score)
    .filter((each, index, all) => index < kept && (near.length === 0 || each.score > (all[0]?.score ?? 0) - widest))
}

/** How many keys away each table is that rows of `tables` point to: to join it keeps their number. */
export function pointedFrom(schema: SchemaIndex, tables: readonly number[]): Map<number, number> {
  const hops = new Map(tables.map((table) => [table, 0]))
  for (let hop = 1; hop <= 3; hop += 1) {
    for (const edge of schema.edges)
      if (hops.get(edge.fromTable) === hop - 1 && !hops.has(edge.toTable)) hops.set(edge.toTable, hop)
  }
  return hops
}

const generic = new Set(['date', 'time', 'at', 'on', 'day', 'timestamp', 'datetime'])
const known = new Set(
  'birth hire hired discontinue discontinued introduce introduced open opened close closed found founded require required due expected expire expiry update updated modify modified valid retire retired'.split(
    ' ',
  ),
)

/** Rows of a table of events are dated by what the table is named after: orders by when they were ordered. */
function happening(schema: SchemaIndex, column: IndexedColumn): number {
  const words = (column.names[0]?.words ?? []).filter((word) => !generic.has(word))
  const table = schema.tables[column.table]?.names[0]?.words ?? []
  if (words.some((word) => known.has(word))) return -0.8
  const own = words.every((word) => table.some((each) => each.startsWith(word.slice(0, 4))))
  return own ? 0.8 : -0.4
}
