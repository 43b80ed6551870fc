import { isFigure, type Condition, type Expression, type Query } from '../query/query.ts'

/**
 * "What percentage of … are …": the share of rows that meet the conditions; without conditions, each group's part of the whole.
 * Undefined where there is nothing to count or to divide by.
 */
export function asPercentage(query: Query): Query | undefined {
  if (query.compound !== undefined || query.limit !== undefined || query.any || query.having !== undefined)
    return undefined
  const plain = query.select.filter((item) => !isFigure(item))
  const [figure, more] = query.select.filter(isFigure)
  if (more !== undefined || (plain.length > 0 && query.group.length === 0)) return undefined
  const met = query.where.filter((condition) => !isPeriod(condition))
  const counts = figure?.aggregate === 'count'
  if (met.length > 0 && (counts || (figure === undefined && plain.length > 0)))
    return {
      ...query,
      select: [...plain, hundredTimes({ aggregate: 'avg', term: { kind: 'met', conditions: met } })],
      where: query.where.filter(isPeriod),
    }
  if (figure === undefined || query.group.length === 0 || !(counts || figure.aggregate === 'sum')) return undefined
  const { order: _, further: __, ...rest } = query
  const whole: Expression = { term: { kind: 'figure', query: { ...rest, select: [figure], group: [] } } }
  return {
    ...query,
    select: [...plain, hundredTimes({ term: { kind: 'arithmetic', operator: '/', left: figure, right: whole } })],
  }
}

function isPeriod({ kind }: Condition): boolean {
  return kind === 'period' || kind === 'either'
}

function hundredTimes(share: Expression): Expression {
  return {
    term: { kind: 'arithmetic', operator: '*', left: { term: { kind: 'number', value: 100 } }, right: share },
  }
}
