import { logistic } from './model/linear.ts'
import type { ShapePart } from './model/shape.ts'

/** A logistic regression over signals. */
export interface LogisticModel {
  bias: number
  /** By the name of the signal. */
  weights: Record<string, number>
}

/**
 * How the signals of a reading make a probability: a logistic regression over them, then a rising line through points where
 * what it said is met by what came true (Zadrozny & Elkan 2002), from 0 to 1.
 */
export interface ConfidenceModel extends LogisticModel {
  said: number[]
  came: number[]
}

/** What there is to tell whether a reading is right, by name; none far outside of -10 to 10. */
export type ConfidenceSignals = Record<string, number>

/** The probability that a reading with these signals is right. */
export function confidenceOf(model: ConfidenceModel, signals: ConfidenceSignals): number {
  return calibrate(model, regress(model, signals))
}

/** What came true where the regression said `raw`. */
export function calibrate({ said, came }: Pick<ConfidenceModel, 'said' | 'came'>, raw: number): number {
  const at = Math.max(
    1,
    said.findIndex((each) => each >= raw),
  )
  const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = [said[at - 1], said[at], came[at - 1], came[at]]
  return x1 === x0 ? y1 : y0 + ((raw - x0) / (x1 - x0)) * (y1 - y0)
}

/** What the regression alone says. */
export function regress(model: LogisticModel, signals: ConfidenceSignals): number {
  let sum = model.bias
  for (const [name, value] of Object.entries(signals)) sum += (model.weights[name] ?? 0) * value
  return logistic(sum)
}

/** What came of ranking: scores, groups that are the same reading to the asker, and named features, each by candidate. */
export interface Ranked {
  scores: readonly number[]
  pools: readonly number[]
  features: readonly ((name: string) => number)[]
  /** Parts of the shape that the question demands outright, so that what is usual does not count. */
  settled: readonly ShapePart[]
}

const shapes = ['select', 'group', 'order', 'where', 'nest'] as const

/** The signals of one of the tried candidates. */
export function confidenceSignals({ scores, pools, features, settled }: Ranked, at: number): ConfidenceSignals {
  const pool = pools[at]
  const own = scores.filter((_, index) => pools[index] === pool)
  const others = scores.filter((_, index) => pools[index] !== pool)
  const highest = Math.max(...scores)
  const feature = features[at] ?? (() => 0)
  const shareBy = (votes: readonly number[]) => {
    const most = Math.max(...votes)
    const mass = (counts: (index: number) => boolean) =>
      votes.reduce((sum, vote, index) => sum + (counts(index) ? Math.exp(vote - most) : 0), 0)
    return mass((index) => pools[index] === pool) / mass(() => true)
  }
  const share = shareBy(scores)
  const odds = (probability: number) => {
    const bounded = Math.min(0.99, Math.max(0.01, probability))
    return Math.log(bounded / (1 - bounded))
  }
  const margin = Math.max(...own) - Math.max(highest - 8, ...others)
  const open = shapes.filter((part) => !settled.includes(part))
  const behind = open.reduce((sum, part) => sum + Math.min(3, feature(`shapeBehind.${part}`)), 0)
  const likely = open.reduce((sum, part) => sum + Math.max(-3, feature(`shape.${part}`)), 0)
  return {
    share: odds(share),
    wording: odds(shareBy(features.map((each) => each('wording')))),
    wordingBehind: Math.min(6, feature('wording.behind')),
    first: odds(shareBy(features.map((each) => each('score')))),
    squared: share * share,
    margin: Math.max(-4, Math.min(6, margin)),
    readings: Math.log2(new Set(pools).size),
    open: Math.min(4, feature('open')),
    openShare: feature('openShare'),
    openLinked: Math.min(3, feature('openLinked')),
    openColumns: Math.min(3, feature('openColumns')),
    openTables: Math.min(3, feature('tables.open')),
    behind: Math.min(8, behind),
    likely,
    select: Math.max(-4, Math.log(Math.max(1e-3, feature('least.select')))),
    where: Math.max(-4, Math.log(Math.max(1e-3, feature('least.where')))),
    tableLeast: Math.max(-4, Math.log(Math.max(1e-3, feature('tables.least')))),
    tablesLeft: feature('tables.left'),
    selectLeft: Math.min(3, feature('most.select')),
    tables: Math.min(5, feature('tables')),
    unlinked: Math.min(3, feature('tables.unlinked')),
    inferred: Math.min(3, feature('edges.inferred')),
    empty: feature('empty'),
    nothing: Math.max(feature('allNull'), feature('zero')),
    nested: feature('kind.nest') > 0 ? 1 : 0,
    filters: Math.min(4, feature('filters')),
    unused: Math.min(3, feature('chosen.unused')),
    keys: Math.min(2, feature('keys.pointing')),
    length: Math.min(40, feature('length')) / 10,
    size: Math.min(10, feature('size')),
  }
}

/** Numbers the groups in which each shares a sign with another of the group. */
export function poolsOf(signs: readonly (readonly string[])[]): number[] {
  const pools = signs.map((_, index) => index)
  const first = new Map<string, number>()
  for (const [index, own] of signs.entries()) {
    for (const sign of own) {
      const known = first.get(sign)
      if (known === undefined) first.set(sign, index)
      else {
        const [from, to] = [pools[index], pools[known]]
        for (const [at, pool] of pools.entries()) if (pool === from && to !== undefined) pools[at] = to
      }
    }
  }
  return pools
}
