import { parseGold, type GoldCondition, type GoldItem, type GoldQuery, type GoldTerm } from './gold-sql.ts'

/** The four levels of Spider's evaluation. */
export const hardnessLevels = ['easy', 'medium', 'hard', 'extra'] as const
export type Hardness = (typeof hardnessLevels)[number]

/** How hard a gold query is, by Spider's own count of its components (Yu et al. 2018, `evaluation.py`); `extra` where it cannot be parsed. */
export function hardnessOf(sql: string): Hardness {
  let query: GoldQuery
  try {
    query = parseGold(sql)
  } catch {
    return 'extra'
  }
  const first = firstComponents(query)
  const second = nestedCount(query)
  const others = otherCount(query)
  if (first <= 1 && others === 0 && second === 0) return 'easy'
  if (second === 0 && ((others <= 2 && first <= 1) || (first <= 2 && others < 2))) return 'medium'
  if (second === 0 && ((others > 2 && first <= 2) || (first > 2 && first <= 3 && others <= 2))) return 'hard'
  return first <= 1 && others === 0 && second <= 1 ? 'hard' : 'extra'
}

function comparisons(condition: GoldCondition | undefined): Extract<GoldCondition, { kind: 'compare' }>[] {
  if (condition === undefined) return []
  return condition.kind === 'compare' ? [condition] : [...comparisons(condition.left), ...comparisons(condition.right)]
}

function orCount(condition: GoldCondition | undefined): number {
  if (condition === undefined || condition.kind === 'compare') return 0
  return (condition.kind === 'or' ? 1 : 0) + orCount(condition.left) + orCount(condition.right)
}

function firstComponents(query: GoldQuery): number {
  const all = [...comparisons(query.where), ...comparisons(query.having)]
  const likes = all.filter((each) => each.operator === 'like').length
  const present = [
    query.where !== undefined,
    query.group.length > 0,
    query.order.length > 0,
    query.limit !== undefined,
  ].filter(Boolean).length
  return present + query.from.length - 1 + orCount(query.where) + orCount(query.having) + likes
}

function nestedCount(query: GoldQuery): number {
  const inConditions = [...comparisons(query.where), ...comparisons(query.having)]
    .flatMap((each) => each.right)
    .filter((term) => term.kind === 'query').length
  return (
    inConditions +
    query.from.filter((source) => source.query !== undefined).length +
    (query.compound === undefined ? 0 : 1)
  )
}

function otherCount(query: GoldQuery): number {
  const isAggregate = (term: GoldTerm) => term.kind === 'call'
  const items = (list: GoldItem[]) => list.filter((item) => item.aggregate !== undefined).length
  const aggregates =
    items(query.items) +
    items(query.order.map((order) => order.term)) +
    [...comparisons(query.where), ...comparisons(query.having)].filter((each) => isAggregate(each.left)).length
  return [aggregates > 1, query.items.length > 1, comparisons(query.where).length > 1, query.group.length > 1].filter(
    Boolean,
  ).length
}
