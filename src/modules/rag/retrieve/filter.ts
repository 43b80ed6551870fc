// oxlint-disable no-control-regex -- control characters are among what is looked for
import { z } from 'zod'
import { AppError } from '../../../platform/errors.ts'

/** No store keeps texts with a zero character, so none can be asked for one. */
const scalar = z.union([z.string().regex(/^[^\u0000]*$/), z.number(), z.boolean(), z.null()])
/** A value that metadata is compared with. */
export type Scalar = z.infer<typeof scalar>

const comparisons = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'] as const

/** One condition on one field; a field is a path with dots. */
export type Condition =
  | { kind: 'compare'; path: string[]; operator: (typeof comparisons)[number]; value: Scalar }
  | { kind: 'among'; path: string[]; negated: boolean; values: Scalar[] }
  | { kind: 'exists'; path: string[]; wanted: boolean }

/** A checked filter, ready to be turned into a store's own language. */
export type MetadataFilter =
  Condition | { kind: 'and' | 'or'; parts: MetadataFilter[] } | { kind: 'not'; part: MetadataFilter }

const deepest = 8
const mostConditions = 100
const fieldName = /^[^\s$.\u0000"\\][^\u0000"\\]*$/

/**
 * Checks a MongoDB-style filter: `{ "year": { "$gte": 2020 }, "$or": [{ "team": "sales" }, { "tags": { "$in": ["a"] } }] }`.
 * As in MongoDB, a field that holds a list matches when any of its elements does. Throws `invalid` and names the place.
 */
export const parseFilter = (input: unknown): MetadataFilter => {
  const budget = { left: mostConditions }
  return parseObject(input, 'filter', 0, budget)
}

const fault = (path: string, message: string): AppError =>
  new AppError('invalid', `The filter is not valid: ${path} ${message}.`, { errors: [{ path, message }] })

const spend = (budget: { left: number }, path: string): void => {
  if (--budget.left < 0) throw fault(path, `is one condition too many; the most is ${mostConditions}`)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const parseObject = (input: unknown, path: string, depth: number, budget: { left: number }): MetadataFilter => {
  if (!isRecord(input)) throw fault(path, 'must be an object')
  if (depth > deepest) throw fault(path, 'is nested too deeply')
  spend(budget, path)
  const parts = Object.entries(input).map(([key, value]): MetadataFilter => {
    const here = `${path}.${key}`
    if (key === '$and' || key === '$or') {
      if (!Array.isArray(value) || value.length === 0) throw fault(here, 'must be a list of at least one filter')
      return {
        kind: key === '$and' ? 'and' : 'or',
        parts: value.map((part: unknown, i) => parseObject(part, `${here}.${i}`, depth + 1, budget)),
      }
    }
    if (key === '$not') return { kind: 'not', part: parseObject(value, here, depth + 1, budget) }
    if (key.startsWith('$')) throw fault(here, 'is not an operator; known are $and, $or and $not')
    if (!fieldName.test(key) || key.length > 200) throw fault(here, 'is not a field name')
    return parseField(key.split('.'), value, here, budget)
  })
  return { kind: 'and', parts }
}

const parseField = (path: string[], input: unknown, here: string, budget: { left: number }): MetadataFilter => {
  spend(budget, here)
  if (!isRecord(input)) return { kind: 'compare', path, operator: '$eq', value: parseScalar(input, here) }
  const entries = Object.entries(input)
  if (entries.length === 0) throw fault(here, 'must have an operator, such as $eq')
  const parts = entries.map(([operator, value]): MetadataFilter => {
    const at = `${here}.${operator}`
    const comparison = comparisons.find((known) => known === operator)
    if (comparison)
      return { kind: 'compare', path, operator: comparison, value: parseComparable(comparison, value, at) }
    if (operator === '$in' || operator === '$nin') {
      if (!Array.isArray(value) || value.length > 1_000) throw fault(at, 'must be a list of at most 1000 values')
      return { kind: 'among', path, negated: operator === '$nin', values: value.map((each) => parseScalar(each, at)) }
    }
    if (operator === '$exists') {
      if (typeof value !== 'boolean') throw fault(at, 'must be true or false')
      return { kind: 'exists', path, wanted: value }
    }
    if (operator === '$not') return { kind: 'not', part: parseField(path, value, at, budget) }
    throw fault(at, 'is not an operator; known are $eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists and $not')
  })
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts }
}

const parseScalar = (input: unknown, path: string): Scalar => {
  const parsed = scalar.safeParse(input)
  if (!parsed.success) throw fault(path, 'must be text, a number, true, false or null')
  return parsed.data
}

const parseComparable = (operator: (typeof comparisons)[number], input: unknown, path: string): Scalar => {
  const value = parseScalar(input, path)
  if (operator === '$eq' || operator === '$ne' || typeof value === 'string' || typeof value === 'number') return value
  throw fault(path, 'must be text or a number')
}
