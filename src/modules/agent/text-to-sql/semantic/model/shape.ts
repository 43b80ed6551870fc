/**
 * The coarse shape of a query, in parts that are predicted one by one:
 * what is selected, how it is grouped, ordered, filtered and nested.
 */
export const shapeParts = {
  select: ['C1', 'C2', 'C3', 'C4', 'all', 'N', 'A1', 'A2', 'CN', 'CA', 'other'],
  group: ['none', 'plain', 'count', 'aggregate'],
  order: [
    'none',
    'asc',
    'desc',
    'first-asc',
    'first-desc',
    'top-asc',
    'top-desc',
    'count-asc',
    'count-desc',
    'count-first-asc',
    'count-first-desc',
    'count-top',
    'aggregate',
    'aggregate-first',
  ],
  where: ['0', '1', '2', '2or', '3'],
  nest: ['none', 'minus', 'intersect', 'union', 'aggregate', 'in'],
  count: ['no', 'yes'],
  sum: ['no', 'yes'],
  avg: ['no', 'yes'],
  min: ['no', 'yes'],
  max: ['no', 'yes'],
} as const

export type ShapePart = keyof typeof shapeParts
export type Shape = Record<ShapePart, string>

/** The parts in their order. */
export const shapePartNames = [
  'select',
  'group',
  'order',
  'where',
  'nest',
  'count',
  'sum',
  'avg',
  'min',
  'max',
] as const satisfies readonly ShapePart[]
