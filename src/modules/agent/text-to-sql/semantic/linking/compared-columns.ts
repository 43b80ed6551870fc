import { root } from '../language/lemmas.ts'
import type { Token } from '../language/tokens.ts'
import type { Comparison, Expression } from '../query/query.ts'
import { hierarchyWords } from '../schema/hierarchy.ts'
import type { KeyEdge } from '../schema/key-graph.ts'
import type { IndexedColumn, SchemaIndex } from '../schema/schema-index.ts'
import type { LinkedQuestion } from './link.ts'

/** A stretch of the question that compares two columns of a row, or a column with that of the row one points to. */
export interface ComparedColumns {
  from: number
  to: number
  left: number
  operator: Comparison
  right: Expression
}

const more =
  /^(?:later|more|greater|higher|larger|bigger|longer|older|after|above|over|exceed|exceeds|exceeded|exceeding|beyond|heavier|better)$/
const less = /^(?:earlier|less|fewer|lower|smaller|shorter|younger|before|below|under|cheaper|lighter|worse)$/
const direct = /^(?:after|before|above|below|over|under|exceed|exceeds|exceeded|exceeding|beyond)$/
const between = /^(?:than|the|its|their|his|her|a|an|it|was|were|is|own|that|of|originally)$/
const generic = new Set(['date', 'time', 'at', 'on', 'day', 'timestamp', 'datetime', 'value', 'unit', 'in'].map(root))
const pay = new Set(['earn', 'paid', 'pay', 'make', 'get'].map(root))
const payWords = new Set(['salary', 'wage', 'income', 'pay', 'compensation', 'earning'])

/** Finds comparisons such as "shipped later than required", "stock below the reorder level", "earn more than their manager". */
export function findComparedColumns(question: LinkedQuestion, schema: SchemaIndex): ComparedColumns[] {
  const { tokens } = question
  for (const [at, token] of tokens.entries()) {
    const operator: Comparison | undefined = more.test(token.lower) ? '>' : less.test(token.lower) ? '<' : undefined
    if (operator === undefined || token.quoted) continue
    const than = tokens.findIndex((each, index) => index > at && index < at + 7 && each.lower === 'than')
    if (than < 0 && !direct.test(token.lower)) continue
    const start = skip(tokens, (than < 0 ? at : than) + 1)
    if (tokens[start]?.number !== undefined || tokens[start]?.kind !== 'word') continue
    const superior = superiorAt(question, schema, start)
    if (superior !== undefined) {
      const left = leftOf(question, schema, at, start, (column) => column.table === superior.fromTable)
      if (left !== undefined)
        return [
          {
            from: at,
            to: start + 1,
            left,
            operator: isBirth(schema.columns[left]) ? opposite(operator) : operator,
            right: { term: { kind: 'through', key: superior.from, target: superior.to, column: left } },
          },
        ]
    }
    const rights = columnsAt(question, schema, start).filter(({ to }) => !valueAt(question, to))
    for (const right of rights) {
      const left = leftOf(
        question,
        schema,
        at,
        start,
        (column) => column.table === right.column.table && column.kind === right.column.kind && column !== right.column,
      )
      if (left !== undefined)
        return [
          { from: at, to: right.to, left, operator, right: { term: { kind: 'column', column: right.column.id } } },
        ]
    }
  }
  return []
}

/** A number or cell right after a column is what it is compared with. */
function valueAt({ tokens, values }: LinkedQuestion, at: number): boolean {
  const place = /^(?:of|=|is|than)$/.test(tokens[at]?.lower ?? '') ? at + 1 : at
  const next = tokens[place]
  return next?.number !== undefined || next?.kind === 'date' || values.some((value) => value.from === place)
}

function opposite(operator: Comparison): Comparison {
  return operator === '>' ? '<' : '>'
}

function isBirth(column: IndexedColumn | undefined): boolean {
  return column?.kind === 'date' && (column.names[0]?.words.includes('birth') ?? false)
}

function skip(tokens: Token[], at: number): number {
  return between.test(tokens[at]?.lower ?? '') ? skip(tokens, at + 1) : at
}

/** The key to a row of the same table that the word at `at` speaks of: "manager". */
function superiorAt({ tokens }: LinkedQuestion, schema: SchemaIndex, at: number): KeyEdge | undefined {
  const said = tokens[at]?.root ?? ''
  return schema.edges.find((edge) => {
    if (edge.fromTable !== edge.toTable) return false
    const words = (schema.columns[edge.from]?.names[0]?.words ?? []).filter(
      (word) => !['id', 'to', 'code'].includes(word),
    )
    const ranks = words.some((word) => hierarchyWords.has(word)) ? [...words, ...hierarchyWords] : words
    return ranks.some((word) => root(word) === said)
  })
}

const comparable = (column: IndexedColumn) =>
  !column.isPrimary &&
  !column.isForeign &&
  (column.kind === 'number' || column.kind === 'date' || column.kind === 'time')

function columnsAt(question: LinkedQuestion, schema: SchemaIndex, at: number): { column: IndexedColumn; to: number }[] {
  return schema.columns
    .flatMap((column) => {
      const to = comparable(column) && !schema.tables[column.table]?.isView ? namedAt(column, question.tokens, at) : at
      return to > at ? [{ column, to }] : []
    })
    .toSorted((one, other) => other.to - one.to)
}

/** Where the name of a column that begins at `at` ends, its telling words all said and no others between; `at` if none does. */
function namedAt(column: IndexedColumn, tokens: Token[], at: number): number {
  const words = (column.names[0]?.words ?? []).map(root)
  const telling = new Set(words.filter((word) => !generic.has(word)))
  const left = new Set(telling.size > 0 ? telling : words)
  let to = at
  for (; to < tokens.length && words.includes(tokens[to]?.root ?? ''); to += 1) left.delete(tokens[to]?.root ?? '')
  return left.size === 0 ? to : at
}

/** The column that is compared: the fitting one named nearest before; pay where it says that someone earns. */
function leftOf(
  question: LinkedQuestion,
  schema: SchemaIndex,
  before: number,
  end: number,
  fits: (column: IndexedColumn) => boolean,
): number | undefined {
  const { tokens } = question
  const places = tokens.map((_, at) => at).filter((at) => at < end)
  const named = schema.columns
    .filter((column) => comparable(column) && fits(column))
    .flatMap((column) =>
      places
        .map((at) => ({ id: column.id, at, to: namedAt(column, tokens, at) }))
        .filter(({ at, to }) => to > at && to <= end && !(at <= before && to > before)),
    )
    .toSorted((one, other) => Math.abs(before - one.at) - Math.abs(before - other.at) || other.to - one.to)[0]
  if (named !== undefined) return named.id
  const said = tokens.slice(0, before).map((token) => token.root)
  const own = schema.columns.filter((column) => comparable(column) && fits(column))
  if (said.some((word) => pay.has(word)))
    return own.find((column) => column.names[0]?.words.some((word) => payWords.has(word)))?.id
  if (/^(?:older|younger)$/.test(tokens[before]?.lower ?? ''))
    return own.find((column) => isBirth(column) || column.names[0]?.words.includes('age'))?.id
  if (said.includes(root('stock')) || said.includes(root('inventory')))
    return own.find((column) => column.names[0]?.words.some((word) => /^(?:quantity|stock|hand|available)$/.test(word)))
      ?.id
  return undefined
}
