import type { Cell } from '../sql/result.ts'

const grouped = (maximumFractionDigits: number, minimumFractionDigits = 0) =>
  new Intl.NumberFormat('en', { maximumFractionDigits, minimumFractionDigits })

const whole = grouped(0)
const money = grouped(2, 2)
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

const yearLike = /\b(year|yr|id|code|zip|number|no)\b/i

/** A number as people write it: 1,234.50. Years, ids and codes keep their digits together. */
const formatNumber = (value: number, label = ''): string => {
  if (Number.isInteger(value)) return yearLike.test(label) ? String(value) : whole.format(value)
  return Math.abs(value) < 0.1 ? small.format(value) : money.format(value)
}

const instant = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/
const numeral = /^-?\d{1,15}(?:\.\d+)?$/

/** A cell as it stands in a sentence. A time of midnight is a date; what is long is cut. */
export const formatCell = (cell: Cell, label = '', type = ''): string => {
  if (cell === null) return 'nothing'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (typeof cell === 'number') return formatNumber(cell, label)
  if (typeof cell === 'object') return JSON.stringify(cell)
  if (/int|num|dec|money|float|double|real/i.test(type) && numeral.test(cell)) return formatNumber(Number(cell), label)
  const [, date, time, seconds] = instant.exec(cell) ?? []
  if (date && time) return time === '00:00' && (seconds ?? ':00') === ':00' ? date : `${date} ${time}`
  return cell.length > 200 ? `${cell.slice(0, 199)}…` : cell
}

/** `a, b and c`. */
export const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`

const aggregate = /^(count|sum|avg|min|max|total)\s*\(\s*(?:distinct\s+)?(.*)\)$/i
const aggregateNames: Record<string, string> = {
  count: 'number',
  sum: 'total',
  total: 'total',
  avg: 'average',
  min: 'lowest',
  max: 'highest',
}

const readable = (name: string): string =>
  name
    .replaceAll(/["`[\]]/g, '')
    .replace(/^\w+\./, '')
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll('_', ' ')
    .trim()
    .toLowerCase()

/** The label of a column in words: `unit_price` → "unit price", `SUM(o.total)` → "total of total", `count(*)` → "number". */
export const labelOf = (name: string): string => {
  const [, called, argument] = aggregate.exec(name.trim()) ?? []
  const word = aggregateNames[called?.toLowerCase() ?? '']
  if (word === undefined) return readable(name)
  const inner = readable(argument ?? '')
  return inner === '*' || inner === '' || !/^[\p{L} ]+$/u.test(inner) ? word : `${word} of ${inner}`
}
