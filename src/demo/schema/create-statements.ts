import type { Column, ColumnKind, Table } from './column.ts'
import { tables } from './tables.ts'

type Types = Readonly<Record<ColumnKind, string>>

const sqliteTypes: Types = {
  integer: 'INTEGER',
  decimal: 'DECIMAL(8,3)',
  money: 'DECIMAL(10,2)',
  text: 'TEXT',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  boolean: 'BOOLEAN',
}

const postgresTypes: Types = {
  integer: 'integer',
  decimal: 'numeric(8,3)',
  money: 'numeric(10,2)',
  text: 'text',
  date: 'date',
  timestamp: 'timestamp',
  boolean: 'boolean',
}

/** The statements that create the tables in SQLite, without indexes. The comments stand inside, where `sqlite_master` keeps them. */
export function sqliteTables(): string[] {
  return Object.entries(tables).map(([name, table]) => {
    const parts = definitions(table, sqliteTypes)
    const lines = parts.map(
      ({ sql, comment }, index) => `  ${sql}${index < parts.length - 1 ? ',' : ''}${comment && ` -- ${comment}`}`,
    )
    return `CREATE TABLE ${name} ( -- ${table.comment}\n${lines.join('\n')}\n)`
  })
}

/** The statements that create the tables in PostgreSQL, without indexes. */
export function postgresTables(): string[] {
  return Object.entries(tables).map(([name, table]) => {
    const lines = definitions(table, postgresTypes).map(({ sql }) => `  ${sql}`)
    return `CREATE TABLE ${name} (\n${lines.join(',\n')}\n)`
  })
}

/** The statements that comment tables and columns in PostgreSQL. */
export function postgresComments(): string[] {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  return Object.entries(tables).flatMap(([name, table]) => [
    `COMMENT ON TABLE ${name} IS ${quoted(table.comment)}`,
    ...Object.entries(table.columns).flatMap(([column, { comment }]) =>
      comment ? `COMMENT ON COLUMN ${name}.${column} IS ${quoted(comment)}` : [],
    ),
  ])
}

/** The statements that create the indexes, in either database. */
export function indexes(): string[] {
  return Object.entries(tables).flatMap(([name, table]) =>
    table.indexes.map((columns) => `CREATE INDEX ${name}_${columns.join('_')} ON ${name} (${columns.join(', ')})`),
  )
}

function definitions(table: Table, types: Types): { sql: string; comment: string }[] {
  const columns = Object.entries(table.columns).map(([name, column]) => ({
    sql: definition(name, column, table, types),
    comment: column.comment,
  }))
  if (table.primaryKey.length === 1) return columns
  return [...columns, { sql: `PRIMARY KEY (${table.primaryKey.join(', ')})`, comment: '' }]
}

function definition(name: string, column: Column, table: Table, types: Types): string {
  const isKey = table.primaryKey.length === 1 && table.primaryKey[0] === name
  return [
    name,
    types[column.kind],
    isKey ? 'PRIMARY KEY' : '',
    column.nullable || isKey ? '' : 'NOT NULL',
    column.unique ? 'UNIQUE' : '',
    column.check ? `CHECK (${column.check})` : '',
    column.references ? `REFERENCES ${column.references.table} (${column.references.column})` : '',
  ]
    .filter(Boolean)
    .join(' ')
}
