import { AppError } from '../../../../../platform/errors.ts'
import type { Aggregate, Expression, Term } from '../query/query.ts'
import type { IndexedColumn, SchemaIndex } from './schema-index.ts'
import type { DatabaseSemantics } from './semantics.ts'

/** A figure with a name, such as revenue: an aggregate over columns. */
export interface Measure {
  /** The words it goes by, each a list of lower-case words. */
  names: string[][]
  expression: Expression
}

/** The measures that an owner wrote down. Throws `invalid` when an expression cannot be read or names an unknown column. */
export function writtenMeasures(semantics: DatabaseSemantics, schema: SchemaIndex): Measure[] {
  return Object.entries(semantics.measures ?? {}).map(([name, { table, expression, synonyms = [] }]) => ({
    names: [name, ...synonyms].map((each) => each.toLowerCase().replaceAll('_', ' ').split(/\s+/)),
    expression: parseMeasure(expression, table, schema),
  }))
}

const aggregates = new Set<string>(['count', 'sum', 'avg', 'min', 'max'])
const isAggregate = (word: string): word is Aggregate => aggregates.has(word)

/** Reads `sum(quantity * unit_price)`: aggregates over a table's columns, joined by + - * / and numbers. */
export function parseMeasure(text: string, table: string, schema: SchemaIndex): Expression {
  const tokens = text.match(/"[^"]+"|[A-Za-z_][\w.]*|\d+(?:\.\d+)?|[()+*/-]/g) ?? []
  let at = 0
  const fail = (): never => {
    throw new AppError(
      'invalid',
      `The measure "${text}" cannot be read; write one like sum(quantity * unit_price) over columns of ${table}.`,
    )
  }
  const sum = (): Expression => arithmetic(['+', '-'], () => arithmetic(['*', '/'], factor))
  function arithmetic(operators: string[], next: () => Expression): Expression {
    let left = next()
    for (let operator = tokens[at]; operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at += 1
      const sign = operator === '+' || operator === '-' || operator === '*' || operator === '/' ? operator : fail()
      left = { term: { kind: 'arithmetic', operator: sign, left, right: next() } }
    }
    return left
  }
  function factor(): Expression {
    const token = tokens[at] ?? fail()
    at += 1
    if (token === '(') {
      const inner = sum()
      if (tokens[at] !== ')') fail()
      at += 1
      return inner
    }
    if (/^\d/.test(token)) return { term: { kind: 'number', value: Number(token) } }
    const word = token.toLowerCase()
    if (isAggregate(word) && tokens[at] === '(') {
      at += 1
      const all = tokens[at] === '*' && tokens[at + 1] === ')'
      if (all) at += 1
      const inner: Expression = all ? { term: { kind: 'all' } } : sum()
      if (tokens[at] !== ')') fail()
      at += 1
      return { aggregate: word, term: inner.term }
    }
    return { term: columnTerm(token.replaceAll('"', ''), table, schema) ?? fail() }
  }
  const parsed = sum()
  return at === tokens.length ? parsed : fail()
}

function columnTerm(name: string, table: string, schema: SchemaIndex): Term | undefined {
  const parts = name.toLowerCase().split('.')
  const own = parts.at(-1)
  const tableName = parts.length > 1 ? parts.slice(0, -1).join('.') : table.toLowerCase()
  const found = schema.columns.find(
    (column) => column.name.toLowerCase() === own && schema.tables[column.table]?.name.toLowerCase() === tableName,
  )
  return found === undefined ? undefined : { kind: 'column', column: found.id }
}

const revenueWords = [
  ['revenue'],
  ['turnover'],
  ['sales'],
  ['spend'],
  ['spent'],
  ['sales', 'amount'],
  ['total', 'sales'],
]
const has = (column: IndexedColumn, ...words: string[]) => words.some((word) => column.names[0]?.words.includes(word))

/** Measures that no one wrote down, as far as the names of columns tell: revenue, and the average value of an order. */
export function guessMeasures(schema: SchemaIndex): Measure[] {
  const revenue = guessRevenue(schema)
  const sold = revenue === undefined ? undefined : guessUnitsSold(schema, revenue.table)
  const profit = revenue === undefined ? undefined : guessProfit(schema, revenue)
  const orders = schema.tables.filter(
    (table) =>
      !table.isView &&
      table.names[0]?.words.some((word) => word === 'order' || word === 'invoice' || word === 'sale') &&
      table.primaryKey.length === 1,
  )
  const average = orders.flatMap((table) => {
    const total = table.columns
      .flatMap((id) => schema.columns[id] ?? [])
      .find((each) => each.kind === 'number' && has(each, 'total'))
    const name = table.names[0]?.words.at(-1) ?? 'order'
    const names = [
      ['average', name, 'value'],
      ['average', name, 'size'],
      ['average', 'basket', 'value'],
    ]
    return total === undefined
      ? []
      : [{ names, expression: { aggregate: 'avg' as const, term: { kind: 'column' as const, column: total.id } } }]
  })
  const guesses = [profit, sold, revenue?.measure].flatMap((each) => (each === undefined ? [] : [each]))
  return [...average, ...guesses]
}

/** Pieces sold: the quantity of the table that revenue is over. */
function guessUnitsSold(schema: SchemaIndex, table: number): Measure | undefined {
  const quantity = numbersOf(schema, table).find((each) => has(each, 'quantity'))
  if (quantity === undefined) return undefined
  const names = ['units sold', 'items sold', 'pieces sold', 'quantity sold', 'sales volume', 'volume sold']
  return {
    names: names.map((name) => name.split(' ')),
    expression: { aggregate: 'sum', term: { kind: 'column', column: quantity.id } },
  }
}

/** Revenue less what the things sold cost, where the table they are in says so. */
function guessProfit(schema: SchemaIndex, revenue: { measure: Measure; table: number }): Measure | undefined {
  const quantity = numbersOf(schema, revenue.table).find((each) => has(each, 'quantity'))
  const targets = schema.edges.flatMap((edge) => (edge.fromTable === revenue.table ? [edge.toTable] : []))
  const cost = [revenue.table, ...targets]
    .flatMap((table) => numbersOf(schema, table))
    .find((each) => has(each, 'cost'))
  if (cost === undefined || quantity === undefined) return undefined
  const spent: Expression = {
    term: {
      kind: 'arithmetic',
      operator: '*',
      left: { term: { kind: 'column', column: quantity.id } },
      right: { term: { kind: 'column', column: cost.id } },
    },
  }
  return {
    names: [['profit'], ['gross', 'profit'], ['gross', 'margin'], ['total', 'margin'], ['total', 'profit']],
    expression: {
      aggregate: 'sum',
      term: { kind: 'arithmetic', operator: '-', left: { term: revenue.measure.expression.term }, right: spent },
    },
  }
}

/** What each row of a table earns: its price less its cost. */
export function rowMeasures(schema: SchemaIndex): Measure[] {
  const found = rowMeasuresOf.get(schema) ?? guessRowMeasures(schema)
  rowMeasuresOf.set(schema, found)
  return found
}

const rowMeasuresOf = new WeakMap<SchemaIndex, Measure[]>()

function guessRowMeasures(schema: SchemaIndex): Measure[] {
  return schema.tables.flatMap((table) => {
    const columns = table.isView ? [] : numbersOf(schema, table.id)
    const [price, ...morePrices] = columns.filter((each) => has(each, 'price'))
    const [cost, ...moreCosts] = columns.filter((each) => has(each, 'cost'))
    if (price === undefined || cost === undefined || price === cost || morePrices.length + moreCosts.length > 0)
      return []
    const expression: Expression = {
      term: {
        kind: 'arithmetic',
        operator: '-',
        left: { term: { kind: 'column', column: price.id } },
        right: { term: { kind: 'column', column: cost.id } },
      },
    }
    return [{ names: [['margin'], ['markup'], ['mark-up'], ['unit', 'profit'], ['profit', 'per', 'unit']], expression }]
  })
}

function numbersOf(schema: SchemaIndex, table: number): IndexedColumn[] {
  return (schema.tables[table]?.columns ?? [])
    .flatMap((id) => schema.columns[id] ?? [])
    .filter((each) => each.kind === 'number' && !each.isPrimary && !each.isForeign)
}

/**
 * A guess at what revenue is, where no one wrote it down: a line's total, else quantity times price less discount, else the
 * total of an order or invoice. None when the schema has nothing of the kind.
 */
export function guessRevenue(schema: SchemaIndex): { measure: Measure; table: number; text: string } | undefined {
  const column = (id: number): Expression => ({ term: { kind: 'column', column: id } })
  const guesses = schema.tables.flatMap((table) => {
    if (table.isView) return []
    const columns = table.columns
      .flatMap((id) => schema.columns[id] ?? [])
      .filter((each) => each.kind === 'number' && !each.isPrimary && !each.isForeign)
    const quantity = columns.find((each) => has(each, 'quantity'))
    const price = columns.find((each) => has(each, 'price'))
    const total = columns.find(
      (each) => has(each, 'total', 'amount', 'subtotal') && !has(each, 'tax', 'discount', 'shipping'),
    )
    const discount = columns.find((each) => has(each, 'discount'))
    const links = schema.edges.filter((edge) => edge.fromTable === table.id).length
    if (quantity !== undefined && total !== undefined)
      return [{ table: table.id, rank: 3 + links, expression: column(total.id), text: total.name }]
    if (quantity !== undefined && price !== undefined && links > 1) {
      const gross: Expression = {
        term: { kind: 'arithmetic', operator: '*', left: column(quantity.id), right: column(price.id) },
      }
      const share: Expression =
        discount === undefined
          ? gross
          : {
              term: {
                kind: 'arithmetic',
                operator: '-',
                left: { term: { kind: 'number', value: 1 } },
                right: column(discount.id),
              },
            }
      const expression: Expression =
        discount === undefined ? gross : { term: { kind: 'arithmetic', operator: '*', left: gross, right: share } }
      const text = `${quantity.name} * ${price.name}${discount === undefined ? '' : ` * (1 - ${discount.name})`}`
      return [{ table: table.id, rank: 2 + links, expression, text }]
    }
    const isOrder =
      table.names[0]?.words.some((word) => ['invoice', 'order', 'sale', 'payment', 'purchase'].includes(word)) ?? false
    return total !== undefined && isOrder
      ? [{ table: table.id, rank: links / 10, expression: column(total.id), text: total.name }]
      : []
  })
  const best = guesses.toSorted((one, other) => other.rank - one.rank)[0]
  if (best === undefined) return undefined
  return {
    measure: { names: revenueWords, expression: { aggregate: 'sum', term: best.expression.term } },
    table: best.table,
    text: `sum(${best.text})`,
  }
}
