import type { Dialect } from '../../../sql/schema.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import { datePart } from './date-part.ts'
import type { Condition, Expression, JoinPlan, Literal, Order, Query, Term } from './query.ts'
import { quoteName, quoteText } from './quote.ts'

/** Writes a query as SQL of the schema's dialect. Names come from the schema, values are quoted as literals. */
export function renderQuery(query: Query, schema: SchemaIndex): string {
  return createRenderer(schema).query(query, 0)
}

const spellings: Record<string, string> = {
  '!=': '<>',
  like: 'LIKE',
  'not like': 'NOT LIKE',
  in: 'IN',
  'not in': 'NOT IN',
}

function createRenderer(schema: SchemaIndex) {
  const dialect = schema.schema.dialect

  function query(each: Query, depth: number): string {
    if (each.summary === undefined) return plain(each, depth)
    const { summary, ...groups } = each
    const [figure] = each.select
    const value = summary === 'count' || figure === undefined ? 'COUNT(*)' : `${summary.toUpperCase()}(figure)`
    return `SELECT ${value} FROM (${plain(groups, depth, 'figure')}) AS each_group`
  }

  function plain(each: Query, depth: number, name?: string): string {
    const aliases = aliasesOf(each.from, depth)
    const scope = { aliases, dialect }
    const parts = [
      `SELECT ${each.distinct ? 'DISTINCT ' : ''}${each.select.map((item) => expression(item, scope)).join(', ')}${name === undefined ? '' : ` AS ${name}`}`,
      from(each.from, scope),
    ]
    if (each.where.length > 0)
      parts.push(`WHERE ${each.where.map((one) => condition(one, scope, depth)).join(each.any ? ' OR ' : ' AND ')}`)
    if (each.group.length > 0) parts.push(`GROUP BY ${groupTerms(each, scope).join(', ')}`)
    if (each.having !== undefined) parts.push(`HAVING ${condition(each.having, scope, depth)}`)
    if (each.compound !== undefined) parts.push(each.compound.operator.toUpperCase(), query(each.compound.right, depth))
    const orders = [...(each.order === undefined ? [] : [each.order]), ...(each.further ?? [])]
    if (orders.length > 0) parts.push(`ORDER BY ${orders.map((one) => order(one, scope)).join(', ')}`)
    if (each.limit !== undefined) parts.push(`LIMIT ${each.limit}`)
    return parts.join(' ')
  }

  /** All dialects put what is missing where SQLite puts it: last going down. */
  function order({ by, descending }: Order, scope: Scope): string {
    const last = dialect === 'postgres' && descending ? ' NULLS LAST' : ''
    return `${expression(by, scope)}${descending ? ' DESC' : ''}${last}`
  }

  /** PostgreSQL and strict MySQL want every selected column in the grouping; by a key they follow from it. */
  function groupTerms(each: Query, scope: Scope): string[] {
    const terms = each.group.map((one) => term(one, scope))
    if (dialect === 'sqlite') return terms
    const plain = [...each.select, ...(each.order === undefined ? [] : [each.order.by])].filter(
      (item) => item.aggregate === undefined && item.term.kind !== 'arithmetic',
    )
    return [...new Set([...terms, ...plain.map((item) => term(item.term, scope))])]
  }

  function from(plan: JoinPlan, scope: Scope): string {
    const source = (id: number) => {
      const name = quoteName(schema.tables[id]?.name ?? '', dialect)
      const alias = scope.aliases.get(id)
      return alias === undefined ? name : `${name} AS ${alias}`
    }
    const joins = plan.steps.map(({ table, edge, optional, where = [] }) => {
      const key = schema.edges[edge]
      return `${optional ? 'LEFT ' : ''}JOIN ${source(table)} ON ${column(key?.from ?? 0, scope)} = ${column(key?.to ?? 0, scope)}${where.map((one) => ` AND ${condition(one, scope, 0)}`).join('')}`
    })
    return [`FROM ${source(plan.first)}`, ...joins].join(' ')
  }

  function condition(each: Condition, scope: Scope, depth: number): string {
    const left = expression(each.left, scope)
    const value = (one: Literal) => literal(one, each.left)
    if (each.kind === 'either') return `(${each.conditions.map((one) => condition(one, scope, depth)).join(' OR ')})`
    if (each.kind === 'null') return `${left} IS ${each.negated ? 'NOT ' : ''}NULL`
    if (each.kind === 'period') {
      const sides = [
        ...(each.start === undefined ? [] : [`${left} >= ${quoteText(each.start, dialect)}`]),
        ...(each.end === undefined ? [] : [`${left} < ${quoteText(each.end, dialect)}`]),
      ]
      return sides.length > 1 ? `(${sides.join(' AND ')})` : (sides[0] ?? '1 = 1')
    }
    if (each.kind === 'between') return `${left} BETWEEN ${value(each.low)} AND ${value(each.high)}`
    const operator = spellings[each.operator] ?? each.operator
    if (each.kind === 'columns') return `${left} ${operator} ${expression(each.right, scope)}`
    if (each.kind === 'query') {
      const nested = each.operator === 'not in' ? withoutNulls(each.query) : each.query
      return `${left} ${operator} (${query(nested, depth + 1)})`
    }
    return `${left} ${operator} ${value(each.value)}`
  }

  /** One NULL among the rows would make NOT IN leave out everything. */
  function withoutNulls(each: Query): Query {
    const [item] = each.select
    const id = item?.aggregate === undefined && item?.term.kind === 'column' ? item.term.column : undefined
    const nullable = id !== undefined && schema.columns[id]?.nullable === true && !schema.columns[id].isPrimary
    if (item === undefined || !nullable || (each.any && each.where.length > 1)) return each
    return { ...each, where: [...each.where, { kind: 'null', left: item, negated: true }] }
  }

  function expression(each: Expression, scope: Scope): string {
    if (each.aggregate === undefined) return term(each.term, scope)
    return `${each.aggregate.toUpperCase()}(${each.distinct ? 'DISTINCT ' : ''}${term(each.term, scope)})`
  }

  function term(each: Term, scope: Scope): string {
    if (each.kind === 'all') return '*'
    if (each.kind === 'column') return column(each.column, scope)
    if (each.kind === 'number') return String(each.value)
    if (each.kind === 'met')
      return `CASE WHEN ${each.conditions.map((one) => condition(one, scope, 0)).join(' AND ')} THEN 1.0 ELSE 0 END`
    if (each.kind === 'part') return datePart(each.part, column(each.column, scope), dialect)
    if (each.kind === 'through') return through(each, scope)
    if (each.kind === 'figure') return `(${query(each.query, 1)})`
    const side = (one: Expression) =>
      one.term.kind === 'arithmetic' && one.aggregate === undefined
        ? `(${expression(one, scope)})`
        : expression(one, scope)
    const left = each.operator === '/' ? `1.0 * ${side(each.left)}` : side(each.left)
    const right = each.operator === '/' ? `NULLIF(${side(each.right)}, 0)` : side(each.right)
    return `${left} ${each.operator} ${right}`
  }

  function through({ key, target, column: id }: Extract<Term, { kind: 'through' }>, scope: Scope): string {
    const outer = schema.columns[key]
    const owner =
      scope.aliases.get(outer?.table ?? -1) ?? quoteName(schema.tables[outer?.table ?? -1]?.name ?? '', dialect)
    const name = (one: number) => quoteName(schema.columns[one]?.name ?? '', dialect)
    const table = quoteName(schema.tables[schema.columns[target]?.table ?? -1]?.name ?? '', dialect)
    return `(SELECT other.${name(id)} FROM ${table} AS other WHERE other.${name(target)} = ${owner}.${name(key)})`
  }

  function column(id: number, scope: Scope): string {
    const found = schema.columns[id]
    const name = quoteName(found?.name ?? '', dialect)
    const alias = scope.aliases.get(found?.table ?? -1)
    return alias === undefined ? name : `${alias}.${name}`
  }

  function literal(value: Literal, left: Expression): string {
    const id = left.term.kind === 'column' ? left.term.column : undefined
    const kind = id === undefined || left.aggregate !== undefined ? 'number' : schema.columns[id]?.kind
    if (kind === 'boolean' && dialect === 'postgres' && (value === 0 || value === 1))
      return value === 1 ? 'TRUE' : 'FALSE'
    if (typeof value === 'number')
      return kind === 'text' && dialect === 'postgres' ? quoteText(String(value), dialect) : String(value)
    return quoteText(value, dialect)
  }

  return { query }
}

interface Scope {
  /** By table; empty where one table is read, which needs no alias. */
  aliases: Map<number, string>
  dialect: Dialect
}

function aliasesOf(plan: JoinPlan, depth: number): Map<number, string> {
  if (plan.steps.length === 0 && depth === 0) return new Map()
  const letter = 'tuvw'[depth] ?? `t${depth}_`
  return new Map(
    [plan.first, ...plan.steps.map((step) => step.table)].map((table, index) => [table, `${letter}${index + 1}`]),
  )
}
