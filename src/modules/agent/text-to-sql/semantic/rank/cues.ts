import type { Aggregate, Condition, Query } from '../query/query.ts'

/** What a query does, in the terms that words of a question ask for. */
export interface QueryTraits {
  aggregates: Set<Aggregate>
  countSelected: boolean
  grouped: boolean
  ordered: boolean
  descending: boolean
  limited: boolean
  having: boolean
  /** Groups are bounded by another figure than their count. */
  bounded: boolean
  negated: boolean
  nested: boolean
  compound: string
  any: boolean
  filters: number
  like: boolean
  comparisons: Set<string>
}

/** Reads the traits of a query, nested ones included. */
export function traitsOf(query: Query): QueryTraits {
  const traits: QueryTraits = {
    aggregates: new Set(),
    countSelected: query.select.some((item) => item.aggregate === 'count'),
    grouped: query.group.length > 0,
    ordered: query.order !== undefined,
    descending: query.order?.descending ?? false,
    limited: query.limit !== undefined,
    having: query.having !== undefined,
    bounded: query.having?.left.aggregate !== undefined && query.having.left.aggregate !== 'count',
    negated: false,
    nested: false,
    compound: query.compound?.operator ?? '',
    any: query.any,
    filters: query.where.length,
    like: false,
    comparisons: new Set(),
  }
  const visit = (each: Query) => {
    for (const item of [...each.select, ...(each.order === undefined ? [] : [each.order.by])])
      if (item.aggregate !== undefined) traits.aggregates.add(item.aggregate)
    for (const condition of [...each.where, ...(each.having === undefined ? [] : [each.having])]) look(condition)
    if (each.compound !== undefined) {
      traits.negated ||= each.compound.operator === 'except'
      visit(each.compound.right)
    }
  }
  const look = (condition: Condition) => {
    if (condition.left.aggregate !== undefined) traits.aggregates.add(condition.left.aggregate)
    if (condition.kind === 'compare' || condition.kind === 'query') {
      traits.comparisons.add(condition.operator)
      traits.negated ||=
        condition.operator === '!=' || condition.operator === 'not like' || condition.operator === 'not in'
      traits.like ||= condition.operator === 'like' || condition.operator === 'not like'
    }
    if (condition.kind === 'query') {
      traits.nested = true
      visit(condition.query)
    }
  }
  visit(query)
  return traits
}

/** Words that ask for something, and whether a query does it. */
export const cues: { name: string; asked: RegExp; done: (traits: QueryTraits) => boolean }[] = [
  { name: 'average', asked: /\b(?:average|mean|avg|averages)\b/, done: (traits) => traits.aggregates.has('avg') },
  {
    name: 'total',
    asked: /\b(?:total|sum|altogether|combined|overall)\b/,
    done: (traits) => traits.aggregates.has('sum'),
  },
  {
    name: 'maximum',
    asked: /\b(?:maximum|max|highest|largest|greatest|biggest|longest)\b/,
    done: (traits) => traits.aggregates.has('max'),
  },
  {
    name: 'minimum',
    asked: /\b(?:minimum|min|lowest|smallest|least|shortest)\b/,
    done: (traits) => traits.aggregates.has('min'),
  },
  { name: 'count', asked: /\b(?:how many|number of|count|amount of)\b/, done: (traits) => traits.countSelected },
  { name: 'each', asked: /\b(?:each|per|every|for all|by)\b/, done: (traits) => traits.grouped },
  { name: 'each-strict', asked: /\b(?:each|per|for every|for all)\b/, done: (traits) => traits.grouped },
  {
    name: 'superlative',
    asked: /\b(?:most|least|fewest|top|bottom|best|worst|first|last|latest|\w{3,}est)\b/,
    done: (traits) => traits.limited,
  },
  {
    name: 'most',
    asked: /\b(?:most|least|fewest|common|popular|frequent\w*)\b/,
    done: (traits) => traits.ordered && traits.aggregates.has('count'),
  },
  {
    name: 'sorted',
    asked:
      /\b(?:order(?:ed)?|sort(?:ed)?|ascending|descending|alphabetic\w*|rank(?:ed)?|decreasing|increasing|lexicographic\w*)\b/,
    done: (traits) => traits.ordered && !traits.limited,
  },
  {
    name: 'down',
    asked:
      /\b(?:descending|decreasing|highest|largest|most|greatest|biggest|oldest|longest|latest|newest|recent\w*|heaviest|tallest|top|best|maximum|expensive|high to low)\b/,
    done: (traits) => traits.ordered && traits.descending,
  },
  {
    name: 'not',
    asked: /(?:\b(?:not|never|without|no|except|excluding|neither|other than|nor|outside)\b|n't\b)/,
    done: (traits) => traits.negated,
  },
  { name: 'both', asked: /\b(?:both|as well as|and also)\b/, done: (traits) => traits.compound === 'intersect' },
  { name: 'or', asked: /\b(?:or|either)\b/, done: (traits) => traits.any || traits.compound === 'union' },
  {
    name: 'more',
    asked: /\b(?:more|greater|above|over|exceed\w*|higher|older|larger|longer|after|at least)\b/,
    done: (traits) => traits.comparisons.has('>') || traits.comparisons.has('>='),
  },
  {
    name: 'less',
    asked: /\b(?:less|fewer|below|under|lower|younger|smaller|shorter|before|at most|cheaper|earlier)\b/,
    done: (traits) => traits.comparisons.has('<') || traits.comparisons.has('<='),
  },
  {
    name: 'contains',
    asked: /\b(?:contain\w*|substring|starts?|begins?|ends?|letter|includes?|prefix)\b/,
    done: (traits) => traits.like,
  },
  {
    name: 'having',
    asked: /\b(?:at least|more than|at most|fewer than|less than|or more|exactly)\b/,
    done: (traits) => traits.having,
  },
  {
    name: 'bounded',
    asked:
      /\b(?:average|mean|total|sum)\b[^,.]*\b(?:more|less|fewer|greater|above|below|over|under|lower|higher|larger|smaller|bigger|exceed\w*|at least|at most)\b/,
    done: (traits) => traits.bounded,
  },
  {
    name: 'up',
    asked:
      /\b(?:ascending|increasing|lowest|smallest|least|fewest|youngest|earliest|shortest|cheapest|alphabetic\w*|lexicographic\w*|minimum|low to high)\b/,
    done: (traits) => traits.ordered && !traits.descending,
  },
  {
    name: 'falling',
    asked: /\b(?:descending|decreasing|high to low)\b/,
    done: (traits) => traits.ordered && traits.descending,
  },
  {
    name: 'altogether',
    asked: /\bhow many\b.*\b(?:in total|altogether|overall|combined)\b/,
    done: (traits) => traits.aggregates.has('sum'),
  },
]
