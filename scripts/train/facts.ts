import type { SchemaIndex } from '../../src/modules/agent/text-to-sql/semantic/schema/schema-index.ts'
import type { Shape } from '../../src/modules/agent/text-to-sql/semantic/model/shape.ts'
import type {
  GoldCondition,
  GoldItem,
  GoldQuery,
  GoldTerm,
} from '../../src/modules/agent/text-to-sql/evaluation/gold-sql.ts'

/** What a gold query says of each column and table, for supervision. */
export interface Facts {
  select: Set<number>
  aggregate: Set<number>
  where: Set<number>
  group: Set<number>
  order: Set<number>
  tables: Set<number>
  /** Tables only a nested query reads. */
  nestedTables: Set<number>
  shape: Shape
  atoms: Atom[]
}

/** A comparison in the gold query. */
export interface Atom {
  column: number
  operator: string
  negated: boolean
  value?: string | number
  query: boolean
  having: boolean
}

interface Scope {
  tables: { id: number; alias?: string }[]
  parent?: Scope
}

/** Reads the facts of a gold query. */
export function factsOf(query: GoldQuery, schema: SchemaIndex): Facts {
  const facts: Facts = {
    select: new Set(),
    aggregate: new Set(),
    where: new Set(),
    group: new Set(),
    order: new Set(),
    tables: new Set(),
    nestedTables: new Set(),
    shape: shapeOf(query),
    atoms: [],
  }
  visit(query, undefined, true)
  return facts

  function visit(each: GoldQuery, parent: Scope | undefined, outer: boolean): void {
    const scope: Scope = { tables: [], ...(parent === undefined ? {} : { parent }) }
    for (const source of each.from) {
      if (source.query !== undefined) visit(source.query, parent, false)
      const table = schema.tables.find((candidate) => candidate.name.toLowerCase() === source.table?.toLowerCase())
      if (table === undefined) continue
      scope.tables.push({ id: table.id, ...(source.alias === undefined ? {} : { alias: source.alias }) })
      ;(outer ? facts.tables : facts.nestedTables).add(table.id)
    }
    if (outer) {
      for (const item of each.items) {
        const id = columnOf(item.term, scope)
        if (id === undefined) continue
        ;(item.aggregate === undefined ? facts.select : facts.aggregate).add(id)
      }
      for (const term of each.group) addTo(facts.group, columnOf(term, scope))
      for (const { term } of each.order) addTo(facts.order, columnOf(term.term, scope))
    }
    condition(each.where, scope, false)
    condition(each.having, scope, true)
    if (each.compound !== undefined) visit(each.compound.right, parent, outer && each.compound.operator !== 'except')
  }

  function condition(each: GoldCondition | undefined, scope: Scope, having: boolean): void {
    if (each === undefined) return
    if (each.kind !== 'compare') {
      condition(each.left, scope, having)
      condition(each.right, scope, having)
      return
    }
    const nested = each.right.find((term) => term.kind === 'query')
    if (nested?.kind === 'query') visit(nested.query, scope, false)
    const id = columnOf(each.left.kind === 'call' ? each.left.term : each.left, scope)
    const literal = each.right.find((term) => term.kind === 'literal')
    if (id !== undefined && !having && !(nested !== undefined && each.operator === 'in')) facts.where.add(id)
    facts.atoms.push({
      column: id ?? -1,
      operator: each.operator,
      negated: each.negated,
      query: nested !== undefined,
      having,
      ...(literal?.kind === 'literal' ? { value: literal.value } : {}),
    })
  }

  function columnOf(term: GoldTerm, scope: Scope): number | undefined {
    if (term.kind !== 'column' || term.name === '*') return undefined
    const name = term.name.toLowerCase()
    for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
      for (const source of at.tables) {
        const table = schema.tables[source.id]
        if (table === undefined) continue
        if (
          term.qualifier !== undefined &&
          source.alias !== term.qualifier &&
          table.name.toLowerCase() !== term.qualifier
        )
          continue
        const id = table.columns.find((column) => schema.columns[column]?.name.toLowerCase() === name)
        if (id !== undefined) return id
      }
    }
    return undefined
  }
}

function addTo(set: Set<number>, id: number | undefined): void {
  if (id !== undefined) set.add(id)
}

function conditionsOf(condition: GoldCondition | undefined): {
  comparisons: Extract<GoldCondition, { kind: 'compare' }>[]
  or: boolean
} {
  if (condition === undefined) return { comparisons: [], or: false }
  if (condition.kind === 'compare') return { comparisons: [condition], or: false }
  const left = conditionsOf(condition.left)
  const right = conditionsOf(condition.right)
  return {
    comparisons: [...left.comparisons, ...right.comparisons],
    or: condition.kind === 'or' || left.or || right.or,
  }
}

function isCount(item: GoldItem): boolean {
  return item.aggregate === 'count'
}

/** The coarse shape of a gold query. */
function shapeOf(query: GoldQuery): Shape {
  const columns = query.items.filter((item) => item.aggregate === undefined).length
  const counts = query.items.filter(isCount).length
  const aggregates = query.items.length - columns - counts
  const all = query.items.some(
    (item) => item.aggregate === undefined && item.term.kind === 'column' && item.term.name === '*',
  )
  const select = all
    ? 'all'
    : counts === 0 && aggregates === 0
      ? `C${Math.min(4, columns)}`
      : columns === 0 && aggregates === 0 && counts === 1
        ? 'N'
        : columns === 0 && counts === 0
          ? `A${Math.min(2, aggregates)}`
          : columns > 0 && aggregates === 0
            ? 'CN'
            : columns > 0 && counts === 0
              ? 'CA'
              : 'other'
  const having = conditionsOf(query.having).comparisons[0]
  const group =
    query.group.length === 0
      ? 'none'
      : having === undefined
        ? 'plain'
        : having.left.kind === 'call' && having.left.name !== 'count'
          ? 'aggregate'
          : 'count'
  const where = conditionsOf(query.where)
  const plain = where.comparisons.filter((each) => !each.right.some((term) => term.kind === 'query'))
  const subqueries = where.comparisons.filter((each) => each.right.some((term) => term.kind === 'query'))
  const minus =
    query.compound?.operator === 'except' || subqueries.some((each) => each.operator === 'in' && each.negated)
  const nest = minus
    ? 'minus'
    : query.compound !== undefined
      ? query.compound.operator
      : subqueries.some((each) => each.operator !== 'in')
        ? 'aggregate'
        : subqueries.length > 0
          ? 'in'
          : 'none'
  const has = (name: string) => (query.items.some((item) => item.aggregate === name) ? 'yes' : 'no')
  return {
    select,
    group,
    order: orderOf(query),
    where: plain.length === 2 && where.or ? '2or' : String(Math.min(3, plain.length)),
    nest,
    count: has('count'),
    sum: has('sum'),
    avg: has('avg'),
    min: has('min'),
    max: has('max'),
  }
}

function orderOf(query: GoldQuery): string {
  const order = query.order[0]
  if (order === undefined) return 'none'
  const direction = order.descending ? 'desc' : 'asc'
  const limit = query.limit === undefined ? '' : query.limit === 1 ? 'first-' : 'top-'
  if (order.term.aggregate === 'count') return limit === 'top-' ? 'count-top' : `count-${limit}${direction}`
  if (order.term.aggregate !== undefined) return limit === '' ? 'aggregate' : 'aggregate-first'
  return `${limit}${direction}`
}
