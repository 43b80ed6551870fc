import { noDemands, type Demands } from '../linking/demands.ts'
import type { LinkedQuestion } from '../linking/link.ts'
import {
  columnRoles,
  mapValues,
  roleProbabilities,
  shapeLogs,
  type ColumnRole,
  type ProposalModel,
} from '../model/engine-model.ts'
import { logistic, scoreLinear } from '../model/linear.ts'
import { columnFeatures, roleContext, tableFeatures } from '../model/role-features.ts'
import { shapeFeatures } from '../model/shape-features.ts'
import type { ShapePart } from '../model/shape.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'

/** A question with what the learnt models think of its shape and of every column and table. */
export interface ReadingContext {
  question: LinkedQuestion
  schema: SchemaIndex
  /** Probability of each role, by column id; 0 for columns that were not looked at. */
  roles: Record<ColumnRole, Float64Array>
  /** Probability that the query reads a table, and that a nested query does, by table id. */
  tables: Float64Array
  nestedTables: Float64Array
  shape: Record<ShapePart, Map<string, number>>
  /** The columns that were looked at. */
  columns: number[]
  demands: Demands
}

const columnsAtMost = 250
const tablesAtMost = 60
const certain = 0.995

/** Asks the learnt models about a linked question. In a large schema only linked columns and those of linked tables are looked at. */
export function readContext(
  question: LinkedQuestion,
  schema: SchemaIndex,
  model: ProposalModel,
  demands: Demands = noDemands,
): ReadingContext {
  const context = roleContext(question, schema)
  const columns = columnsWorthLooking(question, schema)
  const roles = mapValues(columnRoles, () => new Float64Array(schema.columns.length))
  for (const id of columns) {
    const column = schema.columns[id]
    if (column === undefined) continue
    const features = columnFeatures(context, column)
    const probabilities = roleProbabilities(model, features)
    for (const [at, role] of columnRoles.entries()) roles[role][id] = Math.min(certain, probabilities[at] ?? 0)
  }
  const tables = new Float64Array(schema.tables.length)
  const nestedTables = new Float64Array(schema.tables.length)
  const seen = schema.tables.length > 60 ? tablesWorthLooking(question, schema, columns) : undefined
  for (const table of schema.tables) {
    if (seen !== undefined && !seen.has(table.id)) continue
    const features = tableFeatures(context, table)
    tables[table.id] = Math.min(certain, logistic(scoreLinear(model.table, features)))
    nestedTables[table.id] = Math.min(certain, logistic(scoreLinear(model.nested, features)))
  }
  return {
    question,
    schema,
    roles,
    tables,
    nestedTables,
    shape: shapeLogs(model, shapeFeatures(question)),
    columns,
    demands,
  }
}

function tablesWorthLooking(question: LinkedQuestion, schema: SchemaIndex, columns: number[]): Set<number> {
  const linked = [...question.tables]
    .toSorted((one, other) => (other[1][0]?.score ?? 0) - (one[1][0]?.score ?? 0))
    .slice(0, tablesAtMost)
    .map(([table]) => table)
  return new Set([...linked, ...columns.slice(0, tablesAtMost).flatMap((id) => schema.columns[id]?.table ?? [])])
}

function columnsWorthLooking(question: LinkedQuestion, schema: SchemaIndex): number[] {
  if (schema.columns.length <= columnsAtMost) return schema.columns.map((column) => column.id)
  const worth = new Map<number, number>()
  const raise = (id: number, by: number) => worth.set(id, Math.max(worth.get(id) ?? 0, by))
  for (const [id, [link]] of question.columns)
    raise(
      id,
      (link?.score ?? 0) + ((question.tables.get(schema.columns[id]?.table ?? -1)?.[0]?.score ?? 0) > 0.7 ? 1 : 0),
    )
  for (const value of question.values) if (value.column !== undefined) raise(value.column, 1 + value.score)
  for (const [table, [link]] of question.tables)
    for (const id of schema.tables[table]?.columns ?? []) raise(id, 0.5 * (link?.score ?? 0))
  return [...worth]
    .toSorted((one, other) => other[1] - one[1])
    .slice(0, columnsAtMost)
    .map(([id]) => id)
}
