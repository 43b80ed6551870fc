import type { ColumnKind } from './schema.ts'

const kinds: [RegExp, ColumnKind][] = [
  [/bool/i, 'boolean'],
  [/interval/i, 'other'],
  [/json/i, 'json'],
  [/blob|binary|bytea/i, 'binary'],
  [/date|timestamp/i, 'date'],
  [/^time|\btime\b/i, 'time'],
  [/\[\]$|point|polygon|geometry|geography|range|vector|xml|array/i, 'other'],
  [/int|serial|real|floa|doub|num|dec|money|year|counter|\boid\b|number/i, 'number'],
  [/char|clob|text|string|uuid|name|enum|memo/i, 'text'],
]

/** What a column of this declared type holds; `other` when the type does not tell. */
export function kindOfType(type: string): ColumnKind {
  return kinds.find(([pattern]) => pattern.test(type))?.[1] ?? 'other'
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}.*)?$/
const isoTime = /^\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/

/** What a column holds, by a sample of its values: SQLite keeps dates as text, and columns without any type. */
export function kindOfValues(values: readonly unknown[]): ColumnKind {
  const present = values.filter((value) => value !== null && value !== '')
  if (present.length === 0) return 'other'
  const all = (test: (value: unknown) => boolean) => present.every(test)
  if (all((value) => typeof value === 'number' || typeof value === 'bigint')) return 'number'
  if (all((value) => value instanceof Uint8Array)) return 'binary'
  if (all((value) => typeof value === 'string' && isoDate.test(value))) return 'date'
  if (all((value) => typeof value === 'string' && isoTime.test(value))) return 'time'
  if (all((value) => typeof value === 'string')) return 'text'
  return 'other'
}
