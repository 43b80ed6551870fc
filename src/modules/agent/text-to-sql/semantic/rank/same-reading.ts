import { columnsIn, isFigure, type Condition, type Expression, type Query, type Term } from '../query/query.ts'
import { tablesOfPlan } from '../query/plan-joins.ts'
import type { Trial } from '../prune.ts'
import { namingColumns } from '../schema/naming-columns.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'

/**
 * What a query means to its asker, as a key: queries with equal keys differ at most in whether a thing is shown or grouped
 * by its key or its name, in the order of columns, and in whether the figure that sorts them is shown.
 */
function meaningOf(query: Query, schema: SchemaIndex): string {
  return describe(query, schema, thingsOf(schema))
}

const remembered = new WeakMap<SchemaIndex, Map<number, string>>()

/** What each key and name of a schema stands for. */
function thingsOf(schema: SchemaIndex): ReadonlyMap<number, string> {
  const known = remembered.get(schema)
  if (known !== undefined) return known
  const things = new Map<number, string>()
  for (const table of schema.tables) {
    const [key, more] = table.primaryKey
    const own = key === undefined || more !== undefined ? [] : [key]
    for (const id of [...own, ...namingColumns(schema, table.id)]) things.set(id, `the ${table.id}`)
  }
  const pairs = new Map<string, number>()
  for (const { fromTable, toTable } of schema.edges)
    pairs.set(`${fromTable} ${toTable}`, (pairs.get(`${fromTable} ${toTable}`) ?? 0) + 1)
  for (const edge of schema.edges) {
    const rivals = pairs.get(`${edge.fromTable} ${edge.toTable}`) ?? 0
    if (edge.fromTable !== edge.toTable && rivals === 1) things.set(edge.from, `the ${edge.toTable}`)
  }
  remembered.set(schema, things)
  return things
}

/** Two candidates that share one of these are the same reading to the asker: the result, or the meaning with as many rows. */
export function signsOf(query: Query, trial: Trial | undefined, schema: SchemaIndex): string[] {
  if (trial === undefined || trial.failed) return trial === undefined ? [] : [trial.fingerprint]
  return [trial.fingerprint, `${trial.rows} ${meaningOf(query, schema)}`]
}

function describe(query: Query, schema: SchemaIndex, things: ReadonlyMap<number, string>): string {
  const thing = (term: Term): unknown => (term.kind === 'column' ? (things.get(term.column) ?? term) : term)
  const shown = (item: Expression): unknown => (isFigure(item) ? exact(item, schema) : thing(item.term))
  const order = query.order === undefined ? undefined : exact(query.order.by, schema)
  const select = query.select.map((item) => JSON.stringify(shown(item)))
  const plain = select.filter((item) => query.limit === undefined || item !== JSON.stringify(order))
  const condition = (each: Condition): unknown => ({
    ...each,
    left: exact(each.left, schema),
    ...(each.kind === 'query' ? { query: describe(each.query, schema, things) } : {}),
  })
  return JSON.stringify([
    [...new Set(plain.length > 0 ? plain : select)].toSorted(),
    query.where.map((each) => JSON.stringify(condition(each))).toSorted(),
    query.any,
    [...new Set(query.group.map((term) => JSON.stringify(thing(term))))].toSorted(),
    query.having === undefined ? '' : condition(query.having),
    order ?? '',
    query.order?.descending ?? '',
    query.limit ?? '',
    query.summary ?? '',
    query.summary ?? '',
    query.further ?? '',
    query.compound === undefined ? '' : [query.compound.operator, describe(query.compound.right, schema, things)],
    tablesThatMatter(query, schema),
  ])
}

/** An expression with each key that points elsewhere as the key it points to. */
function exact(each: Expression, schema: SchemaIndex): Expression {
  const { term } = each
  if (term.kind !== 'column') return each
  const target = schema.edges.find((edge) => edge.from === term.column)?.to
  return target === undefined ? each : { ...each, term: { kind: 'column', column: target } }
}

/** Tables that are joined for more than what the key that points to them already tells. */
function tablesThatMatter(query: Query, schema: SchemaIndex): number[] {
  const bounded = new Set(
    [...query.where, ...(query.having === undefined ? [] : [query.having])].flatMap((each) =>
      tablesOf(each.left, schema),
    ),
  )
  const shown = query.select.filter((item) => isFigure(item) || !isNameOrKey(item, schema))
  for (const item of [...shown, ...(query.order === undefined ? [] : [query.order.by])])
    for (const table of tablesOf(item, schema)) bounded.add(table)
  const pointed = new Set(
    query.from.steps.flatMap(({ edge }) => {
      const key = schema.edges[edge]
      return key === undefined ? [] : [key.toTable]
    }),
  )
  const pointing = new Set(query.from.steps.flatMap(({ edge }) => schema.edges[edge]?.fromTable ?? []))
  return tablesOfPlan(query.from)
    .filter((table) => bounded.has(table) || !pointed.has(table) || pointing.has(table))
    .toSorted((one, other) => one - other)
}

function isNameOrKey({ term }: Expression, schema: SchemaIndex): boolean {
  if (term.kind !== 'column') return false
  const column = schema.columns[term.column]
  return column?.isNaming === true || column?.isPrimary === true || column?.isForeign === true
}

function tablesOf(each: Expression, schema: SchemaIndex): number[] {
  return columnsIn(each).map((id) => schema.columns[id]?.table ?? -1)
}
