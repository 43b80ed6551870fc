import type { Cell, ResultSet } from '../sql/result.ts'
import type { Chart } from './answer.ts'
import { labelOf } from './format.ts'
import { natureOf } from './shape.ts'

const mostBars = 40
const mostPoints = 1000
const mostSeries = 8

type Values = Chart['data']['values']

const valuesOf = (
  rows: readonly Cell[][],
  picked: readonly { field: string; at: number; measure: boolean }[],
): Values =>
  rows.map((row) =>
    Object.fromEntries(
      picked.map(({ field, at, measure }) => {
        const cell = row[at] ?? null
        if (cell === null || typeof cell === 'number') return [field, cell]
        if (measure) return [field, Number(cell)]
        return [field, typeof cell === 'object' ? JSON.stringify(cell) : String(cell)]
      }),
    ),
  )

/**
 * The chart that suits a result: bars for a category and a number, a line for a time and a number, a line for each of a
 * few categories when there are all three. Undefined when none does. Fields are `x`, `y` and `series`, labels are titles.
 */
export const chartOf = ({ columns, rows }: ResultSet): Chart | undefined => {
  if (rows.length < 2 || columns.length < 2 || columns.length > 4) return undefined
  const natures = columns.map((column, at) => natureOf(column, rows, at))
  const measures = [...natures.keys()].filter((at) => natures[at] === 'number')
  const times = [...natures.keys()].filter((at) => natures[at] === 'time')
  const named = [...natures.keys()].filter((at) => natures[at] === 'text')
  const texts = named.length > 0 ? named : [...natures.keys()].filter((at) => natures[at] === 'id')
  const [y] = measures
  const [time] = times
  const [text] = texts
  if (y === undefined || measures.length > 1 || times.length > 1 || texts.length > 1) return undefined
  const titleOf = (at: number) => labelOf(columns[at]?.name ?? '')
  const measure = { field: 'y', type: 'quantitative' as const, title: titleOf(y) }
  const head = { $schema: 'https://vega.github.io/schema/vega-lite/v5.json' as const }
  if (time !== undefined) {
    const series = text === undefined ? 0 : new Set(rows.map((row) => row[text])).size
    if (rows.length > mostPoints || series > mostSeries) return undefined
    const dates = rows.every((row) => typeof row[time] === 'string')
    const picked = [
      { field: 'x', at: time, measure: false },
      { field: 'y', at: y, measure: true },
      ...(text === undefined ? [] : [{ field: 'series', at: text, measure: false }]),
    ]
    return {
      ...head,
      data: { values: valuesOf(rows, picked) },
      mark: { type: 'line', tooltip: true, point: true },
      encoding: {
        x: { field: 'x', type: dates ? 'temporal' : 'ordinal', title: titleOf(time) },
        y: measure,
        ...(text === undefined ? {} : { color: { field: 'series', type: 'nominal' as const, title: titleOf(text) } }),
      },
    }
  }
  if (text === undefined || rows.length > mostBars) return undefined
  const picked = [
    { field: 'x', at: text, measure: false },
    { field: 'y', at: y, measure: true },
  ]
  return {
    ...head,
    data: { values: valuesOf(rows, picked) },
    mark: { type: 'bar', tooltip: true },
    encoding: { x: { field: 'x', type: 'nominal', title: titleOf(text), sort: null }, y: measure },
  }
}
