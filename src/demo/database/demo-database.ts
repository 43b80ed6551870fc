import type { Column, Table, Value } from '../schema/column.ts'
import { tables } from '../schema/tables.ts'
import type { DemoData, TableName } from '../schema/tables.ts'

/** What became of a request for the demo database. */
export interface DemoDatabase {
  /** False when it was there already. */
  created: boolean
  /** The day (`YYYY-MM-DD`) that its rows count back from. */
  madeOn: string
}

/** A table of the demo with its rows, ready to be inserted in this order. */
export interface FilledTable {
  name: string
  columns: readonly string[]
  rows: readonly (readonly Value[])[]
}

/** The rows as they are inserted: `writeMoney` turns whole cents into what the database takes for euros. */
export function filledTables(data: DemoData, writeMoney: (cents: number) => Value): FilledTable[] {
  const filled = (
    name: TableName,
    { columns }: Table,
    rows: readonly Readonly<Record<string, Value>>[],
  ): FilledTable => {
    const list = Object.entries(columns)
    const write = (column: Column, value: Value) =>
      column.kind === 'money' && typeof value === 'number' ? writeMoney(value) : value
    return {
      name,
      columns: list.map(([column]) => column),
      rows: rows.map((row) => list.map(([column, kind]) => write(kind, row[column] ?? null))),
    }
  }
  return tableNames.map((name) => filled(name, tables[name], data[name]))
}

/** The tables in the order in which they can be created and filled. */
export const tableNames: readonly TableName[] = [
  'regions',
  'departments',
  'stores',
  'employees',
  'categories',
  'suppliers',
  'products',
  'price_changes',
  'customers',
  'orders',
  'order_lines',
  'payments',
  'shipments',
  'returns',
  'inventory',
]
