import type { Snapshot } from '../executor.ts'
import type { DatabaseSchema, Table } from '../schema.ts'
import { closest } from '../closest.ts'
import type { Access } from './access.ts'

/** The names that exist for one caller. */
export interface Visible {
  /** Whether a policy leaves anything out. */
  limited: boolean
  schema: DatabaseSchema
  /** A table by the name that SQL uses, as the dialect compares names. */
  find(schema: string | undefined, name: string): Table | undefined
  /** Whether a column of the table is there, but not for this caller. */
  hides(table: Table, column: string): boolean
  /** The visible name that is most like this one. */
  similar: (name: string) => string | undefined
}

/** Leaves out of a schema what the caller may not see: tables, columns, keys that lead there. */
export function visibleTo(access: Access, snapshot: Snapshot): Visible {
  const ignoreCase = snapshot.schema.dialect === 'sqlite'
  const fold = (name: string) => (ignoreCase ? name.toLowerCase() : name)
  const schema = access.key === 'all' ? snapshot.schema : filterSchema(access, snapshot.schema)
  const tables = new Map(schema.tables.map((table) => [fold(table.name), table]))
  const hiddenColumns = hiddenColumnsOf(access, snapshot.schema, fold)

  return {
    limited: access.key !== 'all',
    schema,
    find(schemaName, name) {
      if (schemaName === undefined) return tables.get(fold(name))
      if (ignoreCase) return fold(schemaName) === 'main' ? tables.get(fold(name)) : undefined
      return tables.get(schemaName === snapshot.firstSchema ? name : `${schemaName}.${name}`)
    },
    hides: (table, column) => hiddenColumns.get(table.name)?.has(fold(column)) === true,
    similar(name) {
      const names = schema.tables.flatMap((table) => [table.name, ...table.columns.map((column) => column.name)])
      return closest(name, names)
    },
  }
}

function filterSchema(access: Access, { dialect, tables }: DatabaseSchema): DatabaseSchema {
  const hidden = new Set(access.hidden)
  const narrowed = new Map(access.narrowed.map((table) => [table.name, table]))
  const columnsOf = (name: string) => {
    const table = narrowed.get(name)
    return table && new Map(table.columns.map((column) => [column.name, column]))
  }
  const sees = (table: string, columns: readonly string[]) => {
    const left = columnsOf(table)
    return !hidden.has(table) && (left === undefined || columns.every((column) => left.get(column)?.masked === false))
  }
  return {
    dialect,
    tables: tables
      .filter(({ name }) => !hidden.has(name))
      .map((table): Table => {
        const left = columnsOf(table.name)
        const columns = left === undefined ? table.columns : table.columns.filter(({ name }) => left.has(name))
        const foreignKeys = table.foreignKeys.filter(
          (key) => sees(table.name, key.columns) && sees(key.table, key.references),
        )
        const primaryKey = sees(table.name, table.primaryKey) ? table.primaryKey : []
        const { rowCount, ...rest } = table
        const countable = narrowed.get(table.name)?.rows === undefined && rowCount !== undefined
        return { ...rest, columns, foreignKeys, primaryKey, ...(countable && { rowCount }) }
      }),
  }
}

function hiddenColumnsOf(
  access: Access,
  { tables }: DatabaseSchema,
  fold: (name: string) => string,
): Map<string, Set<string>> {
  const all = new Map(tables.map((table) => [table.name, table]))
  return new Map(
    access.narrowed.map(({ name, columns }) => {
      const left = new Set(columns.map((column) => column.name))
      const gone = (all.get(name)?.columns ?? []).filter((column) => !left.has(column.name))
      return [name, new Set(gone.map((column) => fold(column.name)))]
    }),
  )
}
