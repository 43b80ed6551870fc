import type { Cell, ResultColumn } from '../sql/result.ts'

/** What the cells of a column are, as far as a sentence or a chart cares. */
export type Nature = 'number' | 'time' | 'text' | 'id' | 'other'

const moment = /^\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}.*)?)?$/
const timeName = /\b(year|month|quarter|week|day|date)\b/i
const identifier = /(^|[_ ])(id|key|code|zip|no)$|[a-z]I[dD]$/

const isNumber = (cell: Cell, type: string): boolean =>
  typeof cell === 'number' ||
  (typeof cell === 'string' && /int|num|dec|money/i.test(type) && /^-?\d+(\.\d+)?$/.test(cell))

/** What a column holds, by its values; a column of nulls is `other`. Years and months by name are time; the numbers of an id are no measure. */
export const natureOf = (column: ResultColumn, rows: readonly Cell[][], at: number): Nature => {
  const cells = rows.map((row) => row[at] ?? null).filter((cell) => cell !== null)
  if (cells.length === 0) return 'other'
  if (cells.every((cell) => isNumber(cell, column.type))) {
    const name = column.name.replaceAll('_', ' ')
    if (timeName.test(name) && cells.every((cell) => Number.isInteger(Number(cell)))) return 'time'
    return identifier.test(column.name) ? 'id' : 'number'
  }
  if (cells.every((cell) => typeof cell === 'string' && moment.test(cell))) return 'time'
  return cells.every((cell) => typeof cell === 'string' || typeof cell === 'boolean') ? 'text' : 'other'
}
