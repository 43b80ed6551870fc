import type { Dialect } from '../../../sql/schema.ts'
import type { DatePart } from './query.ts'

type Spelling = (column: string) => string

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const spellings: Record<Dialect, Record<DatePart, Spelling>> = {
  sqlite: {
    year: (column) => `CAST(strftime('%Y', ${column}) AS INTEGER)`,
    quarter: (column) => `strftime('%Y', ${column}) || '-Q' || ((CAST(strftime('%m', ${column}) AS INTEGER) + 2) / 3)`,
    month: (column) => `strftime('%Y-%m', ${column})`,
    week: (column) => `strftime('%G-W%V', ${column})`,
    day: (column) => `date(${column})`,
    weekday: (column) =>
      `CASE strftime('%w', ${column}) ${weekdays.map((name, day) => `WHEN '${day}' THEN '${name}'`).join(' ')} END`,
    hour: (column) => `CAST(strftime('%H', ${column}) AS INTEGER)`,
  },
  postgres: {
    year: (column) => `CAST(EXTRACT(YEAR FROM ${column}) AS INTEGER)`,
    quarter: (column) => `TO_CHAR(${column}, 'YYYY-"Q"Q')`,
    month: (column) => `TO_CHAR(${column}, 'YYYY-MM')`,
    week: (column) => `TO_CHAR(${column}, 'IYYY-"W"IW')`,
    day: (column) => `CAST(${column} AS DATE)`,
    weekday: (column) => `TRIM(TO_CHAR(${column}, 'Day'))`,
    hour: (column) => `CAST(EXTRACT(HOUR FROM ${column}) AS INTEGER)`,
  },
  mysql: {
    year: (column) => `YEAR(${column})`,
    quarter: (column) => `CONCAT(YEAR(${column}), '-Q', QUARTER(${column}))`,
    month: (column) => `DATE_FORMAT(${column}, '%Y-%m')`,
    week: (column) => `DATE_FORMAT(${column}, '%x-W%v')`,
    day: (column) => `DATE(${column})`,
    weekday: (column) => `DAYNAME(${column})`,
    hour: (column) => `HOUR(${column})`,
  },
}

/**
 * The part of a date as the dialect cuts it out: a number for `year` and `hour`, a name for `weekday`, the date for `day`, else
 * with its year (`2024-03`, `2024-Q1`, `2024-W09` by ISO 8601).
 */
export function datePart(part: DatePart, column: string, dialect: Dialect): string {
  return spellings[dialect][part](column)
}
