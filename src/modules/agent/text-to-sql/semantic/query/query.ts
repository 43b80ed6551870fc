/** What a query computes over the rows it reads. */
export type Aggregate = 'count' | 'sum' | 'avg' | 'min' | 'max'

/** The calendar parts that a date can be cut to. */
export type DatePart = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'weekday' | 'hour'

/** A value of each row: a column by its id in the schema index, `*`, a part of a date, a number or arithmetic. */
export type Term =
  | { kind: 'column'; column: number }
  | { kind: 'all' }
  | { kind: 'part'; part: DatePart; column: number }
  | { kind: 'number'; value: number }
  /** One where all conditions are met, else zero. */
  | { kind: 'met'; conditions: Condition[] }
  | { kind: 'arithmetic'; operator: '+' | '-' | '*' | '/'; left: Expression; right: Expression }
  /** A column of the row that `key` points to by its column `target`: the salary of one's manager. */
  | { kind: 'through'; key: number; target: number; column: number }
  /** The one figure that a query gives, whatever the row. */
  | { kind: 'figure'; query: Query }

/** A term, possibly aggregated. */
export interface Expression {
  aggregate?: Aggregate
  distinct?: boolean
  term: Term
}

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'not like'

export type Literal = string | number

/** What a row, or a group in `having`, must fulfil. */
export type Condition =
  | { kind: 'compare'; left: Expression; operator: Comparison; value: Literal }
  | { kind: 'between'; left: Expression; low: Literal; high: Literal }
  | { kind: 'null'; left: Expression; negated: boolean }
  /** Days from `start` on and before `end`, `YYYY-MM-DD`. */
  | { kind: 'period'; left: Expression; start?: string; end?: string }
  /** One of several conditions on what `left` is. */
  | { kind: 'either'; left: Expression; conditions: Condition[] }
  | { kind: 'columns'; left: Expression; operator: Comparison; right: Expression }
  | { kind: 'query'; left: Expression; operator: Comparison | 'in' | 'not in'; query: Query }

/** Rows by what, and in which direction. */
export interface Order {
  by: Expression
  descending: boolean
}

/**
 * How the tables of a query hang together: the first is read, each step joins one more along `edge` of the schema's key graph,
 * an optional one without losing rows that have no partner, whatever its own conditions.
 */
export interface JoinPlan {
  first: number
  steps: { table: number; edge: number; optional?: boolean; where?: Condition[] }[]
}

/** The engine's own form of a query; nothing of SQL's spelling is in it. */
export interface Query {
  select: Expression[]
  distinct: boolean
  from: JoinPlan
  where: Condition[]
  /** One of the conditions is enough. */
  any: boolean
  group: Term[]
  having?: Condition
  order?: Order
  /** Where `order` leaves rows equal. */
  further?: Order[]
  limit?: number
  compound?: { operator: 'intersect' | 'union' | 'except'; right: Query }
  /** The groups are not the answer but what it is computed over: how many there are, or the average of their one figure. */
  summary?: Aggregate
}

/** A query before its joins are planned: the tables it must read, besides those of its columns. */
export interface Draft extends Omit<Query, 'from' | 'compound'> {
  tables: number[]
  /** Tables whose rows may be missing. */
  optional?: readonly number[]
  compound?: { operator: 'intersect' | 'union' | 'except'; right: Draft }
}

/** A column as an expression. */
export function columnOf(column: number): Expression {
  return { term: { kind: 'column', column } }
}

/** Whether an expression is a figure over many rows, not a value of each. */
export function isFigure(expression: Expression): boolean {
  if (expression.aggregate !== undefined) return true
  return expression.term.kind === 'arithmetic' && (isFigure(expression.term.left) || isFigure(expression.term.right))
}

/** The ids of the columns in an expression. */
export function columnsIn(expression: Expression): number[] {
  return columnsInTerm(expression.term)
}

/** The ids of the columns in a term. */
export function columnsInTerm(term: Term): number[] {
  if (term.kind === 'column' || term.kind === 'part') return [term.column]
  if (term.kind === 'met') return term.conditions.flatMap(columnsOfCondition)
  if (term.kind === 'arithmetic') return [...columnsIn(term.left), ...columnsIn(term.right)]
  if (term.kind === 'through') return [term.key]
  return []
}

/** The ids of the columns that a condition compares; nested queries not counted. */
export function columnsOfCondition(condition: Condition): number[] {
  const own = columnsIn(condition.left)
  if (condition.kind === 'either') return condition.conditions.flatMap(columnsOfCondition)
  return condition.kind === 'columns' ? [...own, ...columnsIn(condition.right)] : own
}

/** Every column that a draft reads itself; nested queries and the other side of a set operation not counted. */
export function columnsOfDraft(draft: Draft): number[] {
  const columns = draft.select.flatMap(columnsIn)
  for (const condition of draft.where) columns.push(...columnsOfCondition(condition))
  for (const term of draft.group) columns.push(...columnsInTerm(term))
  if (draft.having !== undefined) columns.push(...columnsIn(draft.having.left))
  for (const order of [...(draft.order === undefined ? [] : [draft.order]), ...(draft.further ?? [])])
    columns.push(...columnsIn(order.by))
  return columns
}
