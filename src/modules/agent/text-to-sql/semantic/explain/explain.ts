import { readableName } from '../language/names.ts'
import type { Condition, Expression, Literal, Query, Term } from '../query/query.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'

const functions = {
  count: 'the number of',
  sum: 'the total',
  avg: 'the average',
  min: 'the lowest',
  max: 'the highest',
} as const
const comparisons: Record<string, string> = {
  '=': 'is',
  '!=': 'is not',
  '<': 'is less than',
  '<=': 'is at most',
  '>': 'is more than',
  '>=': 'is at least',
  like: 'is like',
  'not like': 'is not like',
  in: 'is among',
  'not in': 'is not among',
}

/** Says in one plain sentence what a query does, so that its asker can check it. */
export function explainQuery(query: Query, schema: SchemaIndex): string {
  const text = describe(query, schema)
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function describe({ summary, ...query }: Query, schema: SchemaIndex): string {
  const text = describeRows(query, schema)
  if (summary === undefined) return text
  return summary === 'count' ? `counts what it ${text}` : `takes ${functions[summary]} of what it ${text}`
}

function describeRows(query: Query, schema: SchemaIndex): string {
  const single = query.from.steps.length === 0
  const name = createNames(schema, single)
  const tables = [query.from.first, ...query.from.steps.map((step) => step.table)].map((id) =>
    readableName(schema.tables[id]?.name ?? ''),
  )
  const even = query.from.steps.some((step) => step.optional) ? ', also those without,' : ''
  const rows = single ? `${tables[0]}` : `${tables[0]}${even} with their ${tables.slice(1).join(' and ')}`
  const whole = query.select.every(
    (item) => item.aggregate === 'count' && item.term.kind === 'all' && item.distinct !== true,
  )
  const parts: string[] = []
  if (whole) parts.push(`counts ${rows}`)
  else
    parts.push(
      `${query.limit === 1 ? 'finds' : 'lists'} ${query.distinct ? 'each different ' : ''}${joinWords(query.select.map((item) => expression(item, name, rows)))} of ${rows}`,
    )
  if (query.where.length > 0)
    parts.push(
      `where ${query.where.map((each) => condition(each, schema, name, rows)).join(query.any ? ' or ' : ' and ')}`,
    )
  if (query.group.length > 0) parts.push(`grouped by ${joinWords(query.group.map((each) => term(each, name)))}`)
  if (query.having !== undefined) parts.push(`keeping groups where ${condition(query.having, schema, name, rows)}`)
  const orders = [...(query.order === undefined ? [] : [query.order]), ...(query.further ?? [])].map(
    (each) => `${expression(each.by, name, rows)}, ${each.descending ? 'highest first' : 'lowest first'}`,
  )
  if (orders.length > 0)
    parts.push(`${query.limit === undefined ? 'ordered' : 'first'} by ${orders.join(', then by ')}`)
  if (query.limit !== undefined) parts.push(query.limit === 1 ? 'only the first' : `only the first ${query.limit}`)
  const text = parts.join(', ').replace(', where', ' where').replace(', grouped', ' grouped')
  if (query.compound === undefined) return text
  const link = { intersect: 'that also appear when it', union: 'together with what it', except: 'leaving out what it' }[
    query.compound.operator
  ]
  return `${text}, ${link} ${describe(query.compound.right, schema)}`
}

type Names = (column: number) => string

function createNames(schema: SchemaIndex, single: boolean): Names {
  return (id) => {
    const column = schema.columns[id]
    const own = readableName(column?.name ?? '')
    const table = readableName(schema.tables[column?.table ?? -1]?.name ?? '')
    return single || own.includes(table) ? own : `${table} ${own}`
  }
}

function expression(each: Expression, name: Names, rows: string): string {
  if (each.aggregate === undefined) return term(each.term, name)
  if (each.term.kind === 'all') return `${functions[each.aggregate]} ${rows}`
  return `${functions[each.aggregate]} ${each.distinct ? 'different ' : ''}${term(each.term, name)}`
}

function term(each: Term, name: Names): string {
  if (each.kind === 'all') return 'everything'
  if (each.kind === 'column') return name(each.column)
  if (each.kind === 'part') return `${each.part} of ${name(each.column)}`
  if (each.kind === 'number') return String(each.value)
  if (each.kind === 'met') return 'whether the conditions are met'
  if (each.kind === 'through') return `the ${name(each.column)} that ${name(each.key)} points to`
  if (each.kind === 'figure') return 'the same over all'
  const words = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'divided by' }
  return `${expression(each.left, name, '')} ${words[each.operator]} ${expression(each.right, name, '')}`
}

function condition(each: Condition, schema: SchemaIndex, name: Names, rows: string): string {
  const left = expression(each.left, name, rows)
  if (each.kind === 'either') return each.conditions.map((one) => condition(one, schema, name, rows)).join(' or ')
  if (each.kind === 'null') return `${left} is ${each.negated ? 'known' : 'missing'}`
  if (each.kind === 'period')
    return `${left} is ${[...(each.start === undefined ? [] : [`from ${each.start}`]), ...(each.end === undefined ? [] : [`before ${each.end}`])].join(' and ')}`
  if (each.kind === 'between') return `${left} is between ${literal(each.low)} and ${literal(each.high)}`
  const operator = comparisons[each.operator] ?? each.operator
  if (each.kind === 'columns') return `${left} ${operator} ${expression(each.right, name, rows)}`
  if (each.kind === 'query')
    return `${left} ${operator} ${describe(each.query, schema).replace(/^(?:lists|finds) /, '')}`
  return `${left} ${operator} ${literal(each.value)}`
}

function literal(value: Literal): string {
  return typeof value === 'number' ? String(value) : `"${value}"`
}

function joinWords(words: string[]): string {
  return words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
