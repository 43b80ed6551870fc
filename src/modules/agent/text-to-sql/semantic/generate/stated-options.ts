import { columnOf, type Condition } from '../query/query.ts'
import type { AnchorOption } from './anchors.ts'
import { likelyDates } from './likely-dates.ts'
import type { ReadingContext } from './reading-context.ts'
import { tablesOfFigures } from './spoken-figure.ts'

/** A period bounds a date: the likeliest dates by what the question names, of the tables it speaks of. */
export function periodOptions(context: ReadingContext): AnchorOption[] {
  if (context.demands.periods.length === 0) return []
  const dates = likelyDates(context, tablesOfFigures(context))
  if (context.demands.versus) return dates.map(({ column, score }) => eitherPeriod(context, column, score))
  return context.demands.periods.flatMap((period) =>
    dates.map(({ column, score }): AnchorOption => {
      const { from, to, start, end } = period
      const left = columnOf(column)
      const condition: Condition = {
        kind: 'period',
        left,
        ...(start === undefined ? {} : { start }),
        ...(end === undefined ? {} : { end }),
      }
      return { kind: 'where', from, to, column, condition, features: [], prior: score }
    }),
  )
}

/** One of the periods that are compared. */
function eitherPeriod({ demands: { periods } }: ReadingContext, column: number, score: number): AnchorOption {
  const left = columnOf(column)
  return {
    kind: 'where',
    from: Math.min(...periods.map((period) => period.from)),
    to: Math.max(...periods.map((period) => period.to)),
    column,
    condition: {
      kind: 'either',
      left,
      conditions: periods.map(({ start, end }) => ({
        kind: 'period',
        left,
        ...(start === undefined ? {} : { start }),
        ...(end === undefined ? {} : { end }),
      })),
    },
    features: [],
    prior: score,
  }
}

/** What the question states about columns without a value: that they are empty, or how two of them compare. */
export function statedOptions(context: ReadingContext): AnchorOption[] {
  const { absences, compared, flags } = context.demands
  const table = (id: number) => Math.log((context.tables[context.schema.columns[id]?.table ?? -1] ?? 0) + 0.02)
  return [
    ...absences.map(({ from, to, column, present }): AnchorOption => ({
      kind: 'where',
      from,
      to,
      column,
      condition: { kind: 'null', left: columnOf(column), negated: present },
      features: [],
      prior: table(column),
    })),
    ...flags.map(({ from, to, column, operator, value }): AnchorOption => ({
      kind: 'where',
      from,
      to,
      column,
      condition: { kind: 'compare', left: columnOf(column), operator, value },
      features: [],
      prior: table(column),
    })),
    ...compared.map(({ from, to, left, operator, right }): AnchorOption => ({
      kind: 'where',
      from,
      to,
      column: left,
      condition: { kind: 'columns', left: columnOf(left), operator, right },
      features: [],
      prior: 0,
    })),
  ]
}
