import type { Column, Table } from '../../sql/schema.ts'
import { lemmasOfName } from '../semantic/language/names.ts'

const mostColumns = 60

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 120)

const keysOf = (table: Table): Set<string> =>
  new Set([...table.primaryKey, ...table.foreignKeys.flatMap((key) => key.columns)])

/** Of a very wide table: its keys, the columns that the question speaks of, and the first of the others. */
const columnsToShow = (table: Table, question: ReadonlySet<string>): Column[] => {
  if (table.columns.length <= mostColumns) return table.columns
  const keys = keysOf(table)
  const matters = ({ name }: Column) => keys.has(name) || lemmasOfName(name).some((word) => question.has(word))
  const chosen = new Set([...table.columns.filter(matters), ...table.columns].slice(0, mostColumns))
  return table.columns.filter((column) => chosen.has(column))
}

/** A table as a model reads it: one line a column with its type and comment, then the keys. */
export const describeTable = (table: Table, question: ReadonlySet<string>): string => {
  const columns = columnsToShow(table, question).map(
    ({ name, type, kind, comment }) => `  ${name} ${type || kind}${comment ? ` -- ${oneLine(comment)}` : ''}`,
  )
  const left = table.columns.length - columns.length
  const keys = [
    ...(table.primaryKey.length > 0 ? [`  primary key (${table.primaryKey.join(', ')})`] : []),
    ...table.foreignKeys.map(
      (key) => `  foreign key (${key.columns.join(', ')}) references ${key.table} (${key.references.join(', ')})`,
    ),
  ]
  const head = `${table.kind} ${table.name}${table.comment ? ` -- ${oneLine(table.comment)}` : ''}`
  return [head, ...columns, ...(left > 0 ? [`  -- and ${left} more columns`] : []), ...keys].join('\n')
}
