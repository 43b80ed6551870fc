import { columnOf, type Aggregate, type Expression, type Order } from '../query/query.ts'
import { dimensionOf } from '../language/dimensions.ts'
import type { ReadingContext } from './reading-context.ts'

/** A way to order, with its class among `shapeParts.order`. */
export interface OrderProposal {
  kind: string
  order?: Order
  further?: Order[]
  /** Takes a limit: one, or the number that the question gives. */
  limit: 'none' | 'one' | 'given'
  grouped: boolean
  score: number
}

const columnsConsidered = 3
const least = -7.5

/** The most likely orders, best first; no order among them. */
export function proposeOrders(context: ReadingContext, count: number): OrderProposal[] {
  const { shape, roles } = context
  const best = context.columns
    .filter((id) => (roles.order[id] ?? 0) > 0.004)
    .toSorted((one, other) => (roles.order[other] ?? 0) - (roles.order[one] ?? 0))
    .slice(0, columnsConsidered)
  const [selected] = context.columns.toSorted((one, other) => (roles.select[other] ?? 0) - (roles.select[one] ?? 0))
  if (selected !== undefined && !best.includes(selected)) best.push(selected)
  const found: OrderProposal[] = []
  for (const [kind, score] of shape.order) {
    if (score < least) continue
    const descending = kind.endsWith('desc')
    const limit = kind.startsWith('first') || kind.includes('-first') ? 'one' : kind.includes('top') ? 'given' : 'none'
    if (kind === 'none') found.push({ kind, limit: 'none', grouped: false, score })
    else if (kind.startsWith('count')) {
      const directions = kind === 'count-top' ? [true, false] : [descending]
      for (const each of directions)
        found.push({
          kind,
          limit,
          grouped: true,
          score: score + (kind === 'count-top' && !each ? -1.5 : 0),
          order: { by: { aggregate: 'count', term: { kind: 'all' } }, descending: each },
        })
    } else if (kind.startsWith('aggregate')) {
      const functions = spokenFunctions(context)
      for (const column of best) {
        for (const name of functions) {
          for (const each of [true, false]) {
            const by: Expression = { aggregate: name, term: { kind: 'column', column } }
            found.push({
              kind,
              limit,
              grouped: true,
              score: score + Math.log((roles.order[column] ?? 0) + 1e-3) + directionScore(context, each),
              order: { by, descending: each },
            })
          }
        }
      }
    } else {
      for (const column of best)
        found.push({
          kind,
          limit,
          grouped: false,
          score: score + Math.log((roles.order[column] ?? 0) + 1e-3),
          order: { by: columnOf(column), descending },
        })
    }
  }
  const { measure } = context.demands
  if (measure !== undefined) {
    for (const limit of ['none', 'one', 'given'] as const)
      for (const descending of [true, false])
        found.push({
          kind: limit === 'none' ? 'aggregate' : 'aggregate-first',
          order: { by: measure, descending },
          limit,
          grouped: true,
          score: directionScore(context, descending) + measureOrder(context, limit),
        })
  }
  const { superlative, listed, rowMeasure } = context.demands
  const several = severalOrders(context)
  if (several.length > 0) return several
  const dimension = spokenDimension(context)
  found.push(...dimension.orders)
  if (rowMeasure !== undefined) found.push(...rowOrders(context, rowMeasure))
  const fitting = found.filter((each) => {
    if (contradictsAge(context, each)) return false
    if (rowMeasure !== undefined && superlative) return each.order?.by === rowMeasure
    if (dimension.certain && each.limit !== 'none') return dimension.orders.includes(each)
    if (measure !== undefined && superlative) {
      const down = !ascending.test(context.question.text)
      return each.order?.by === measure && each.limit !== 'none' && each.order.descending === down
    }
    return !listed || (each.order !== undefined && each.limit === 'none')
  })
  return (fitting.length > 0 ? fitting : found).toSorted((one, other) => other.score - one.score).slice(0, count)
}

const ascending =
  /\b(?:lowest|least|smallest|fewest|minimum|shortest|youngest|cheapest|earliest|ascending|increasing|alphabetical|alphabetically|lightest|slowest|bottom|worst)\b/i

/** "Sorted by country and then name": by two columns named one after the other. */
function severalOrders({ question, schema, tables }: ReadingContext): OrderProposal[] {
  const { tokens } = question
  const at = tokens.findIndex(
    (token, index) => token.lower === 'by' && /^(?:sort|order|rank)(?:ed|ing)?$/.test(tokens[index - 1]?.lower ?? ''),
  )
  if (at < 0) return []
  const columnsFrom = (place: number) =>
    [...question.columns]
      .flatMap(([id, links]) => {
        const link = links.find((each) => each.score > 0.85 && each.from === place)
        const table = schema.columns[id]?.table ?? -1
        return link === undefined || schema.tables[table]?.isView
          ? []
          : [{ id, to: link.to, weight: tables[table] ?? 0 }]
      })
      .toSorted((one, other) => other.to - one.to || other.weight - one.weight)
  const [first] = columnsFrom(at + 1)
  if (first === undefined) return []
  let next = first.to
  const descending = (from: number) => /^(?:desc|descending|decreasing|down)$/.test(tokens[from]?.lower ?? '')
  const down = descending(next)
  while (/^(?:,|and|then|by|asc|ascending|desc|descending|increasing|decreasing)$/.test(tokens[next]?.lower ?? ''))
    next += 1
  const second = next > first.to ? columnsFrom(next).find((each) => each.id !== first.id) : undefined
  if (second === undefined) return []
  return [
    {
      kind: down ? 'desc' : 'asc',
      order: { by: columnOf(first.id), descending: down },
      further: [{ by: columnOf(second.id), descending: descending(second.to) }],
      limit: 'none',
      grouped: false,
      score: 0,
    },
  ]
}

/** "The longest track", "the three oldest employees": by the columns of the table named next that measure it. */
function spokenDimension(context: ReadingContext): { orders: OrderProposal[]; certain: boolean } {
  const { question, schema } = context
  const { tokens } = question
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1]?.lower ?? ''
    const dimension = token.quoted ? undefined : dimensionOf(token.lower, next)
    if (dimension === undefined) continue
    const noun = next === 'expensive' ? at + 2 : at + 1
    const tables = [...question.tables].flatMap(([table, links]) =>
      links.some((link) => link.score > 0.85 && link.from === noun) && !schema.tables[table]?.isView ? [table] : [],
    )
    const columns = context.columns.flatMap((id) => {
      const column = schema.columns[id]
      if (column === undefined || column.isPrimary || column.isForeign) return []
      if (tables.length > 0 && !tables.includes(column.table)) return []
      const says = (words: ReadonlySet<string>) => column.names[0]?.words.some((word) => words.has(word)) ?? false
      if (column.kind === 'number' && says(dimension.words)) return [{ column, descending: dimension.descending }]
      return column.kind === 'date' && says(dimension.dates) ? [{ column, descending: !dimension.descending }] : []
    })
    const given = tokens.some((each) => each.number !== undefined && !each.quoted && each.number <= 100)
    const orders = columns.flatMap(({ column, descending }) =>
      [false, true].map((counted): OrderProposal => ({
        kind: `${counted ? 'top' : 'first'}-${descending ? 'desc' : 'asc'}`,
        order: { by: columnOf(column.id), descending },
        limit: counted ? 'given' : 'one',
        grouped: false,
        score: Math.log((context.tables[column.table] ?? 0) + 0.05) + (counted === given ? 0 : -2),
      })),
    )
    return { orders, certain: tables.length > 0 && orders.length > 0 }
  }
  return { orders: [], certain: false }
}

/** Rows by a figure that is computed of each: the highest margin. */
function rowOrders(context: ReadingContext, by: Expression): OrderProposal[] {
  return (['none', 'one', 'given'] as const).flatMap((limit) =>
    [true, false].map((descending): OrderProposal => ({
      kind: `${limit === 'none' ? '' : limit === 'one' ? 'first-' : 'top-'}${descending ? 'desc' : 'asc'}`,
      order: { by, descending },
      limit,
      grouped: false,
      score: directionScore(context, descending) + measureOrder(context, limit),
    })),
  )
}

/** The oldest was born first: a date of birth is ordered the other way than an age. */
function contradictsAge(context: ReadingContext, { order, limit }: OrderProposal): boolean {
  if (order === undefined || limit === 'none' || order.by.term.kind !== 'column') return false
  const column = context.schema.columns[order.by.term.column]
  if (column?.kind !== 'date' || !column.names[0]?.words.includes('birth')) return false
  const { text } = context.question
  return /\boldest\b/i.test(text) ? order.descending : /\byoungest\b/i.test(text) && !order.descending
}

/** How likely a measure is ordered by: surely for "top" and the like, else not. */
function measureOrder(context: ReadingContext, limit: OrderProposal['limit']): number {
  if (limit === 'given') return -0.1
  const superlative = /\b(?:most|least|highest|lowest|best|worst|largest|smallest|biggest|top|fewest)\b/i.test(
    context.question.text,
  )
  return limit === 'one' ? (superlative ? -0.2 : -4) : -2.5
}

function directionScore(context: ReadingContext, descending: boolean): number {
  return ascending.test(context.question.text) === descending ? -1.5 : -0.2
}

function spokenFunctions(context: ReadingContext): Aggregate[] {
  const { text } = context.question
  const found: Aggregate[] = []
  if (/\b(?:total|sum|overall|altogether|combined)\b/i.test(text)) found.push('sum')
  if (/\b(?:average|mean|avg)\b/i.test(text)) found.push('avg')
  if (found.length === 0) found.push('sum', 'avg', 'max')
  return found
}
