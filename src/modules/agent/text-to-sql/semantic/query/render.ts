import type { Dialect } from '../../../sql/schema.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import type { Condition, DatePart, Expression, JoinPlan, Literal, Query, Term } from './query.ts'
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
    const aliases = aliasesOf(each.from, depth)
    const scope = { aliases, dialect }
    const parts = [
      `SELECT ${each.distinct ? 'DISTINCT ' : ''}${each.select.map((item) => expression(item, scope)).join(', ')}`,
      from(each.from, scope),
    ]
    if (each.where.length > 0)
      parts.push(`WHERE ${each.where.map((one) => condition(one, scope, depth)).join(each.any ? ' OR ' : ' AND ')}`)
    if (each.group.length > 0) parts.push(`GROUP BY ${groupTerms(each, scope).join(', ')}`)
    if (each.having !== undefined) parts.push(`HAVING ${condition(each.having, scope, depth)}`)
    if (each.compound !== undefined) parts.push(each.compound.operator.toUpperCase(), query(each.compound.right, depth))
    if (each.order !== undefined)
      parts.push(
        `ORDER BY ${expression(each.order.by, scope)}${each.order.descending ? ' DESC' : ''}${nullsLast(each.order.descending)}`,
      )
    if (each.limit !== undefined) parts.push(`LIMIT ${each.limit}`)
    return parts.join(' ')
  }

  function nullsLast(descending: boolean): string {
    return dialect === 'postgres' && descending ? ' NULLS LAST' : ''
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
    const joins = plan.steps.map(({ table, edge }) => {
      const key = schema.edges[edge]
      return `JOIN ${source(table)} ON ${column(key?.from ?? 0, scope)} = ${column(key?.to ?? 0, scope)}`
    })
    return [`FROM ${source(plan.first)}`, ...joins].join(' ')
  }

  function condition(each: Condition, scope: Scope, depth: number): string {
    const left = expression(each.left, scope)
    const value = (one: Literal) => literal(one, each.left)
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
    if (each.kind === 'query') return `${left} ${operator} (${query(each.query, depth + 1)})`
    return `${left} ${operator} ${value(each.value)}`
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
    const side = (one: Expression) =>
      one.term.kind === 'arithmetic' && one.aggregate === undefined
        ? `(${expression(one, scope)})`
        : expression(one, scope)
    const left = each.operator === '/' ? `1.0 * ${side(each.left)}` : side(each.left)
    const right = each.operator === '/' ? `NULLIF(${side(each.right)}, 0)` : side(each.right)
    return `${left} ${each.operator} ${right}`
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

/** The part of a date as the dialect cuts it out: a number, for `month` with its year (`2024-03`), for `day` the date. */
function datePart(part: DatePart, column: string, dialect: Dialect): string {
  if (dialect === 'sqlite') {
    if (part === 'year') return `CAST(strftime('%Y', ${column}) AS INTEGER)`
    if (part === 'month') return `strftime('%Y-%m', ${column})`
    if (part === 'day') return `date(${column})`
    return `strftime('%Y', ${column}) || '-Q' || ((CAST(strftime('%m', ${column}) AS INTEGER) + 2) / 3)`
  }
  if (dialect === 'postgres') {
    if (part === 'year') return `CAST(EXTRACT(YEAR FROM ${column}) AS INTEGER)`
    if (part === 'month') return `TO_CHAR(${column}, 'YYYY-MM')`
    if (part === 'day') return `CAST(${column} AS DATE)`
    return `TO_CHAR(${column}, 'YYYY-"Q"Q')`
  }
  if (part === 'year') return `YEAR(${column})`
  if (part === 'month') return `DATE_FORMAT(${column}, '%Y-%m')`
  if (part === 'day') return `DATE(${column})`
  return `CONCAT(YEAR(${column}), '-Q', QUARTER(${column}))`
}
