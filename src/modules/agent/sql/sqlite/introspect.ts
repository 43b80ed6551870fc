import type { Database } from 'better-sqlite3'
import type { Snapshot } from '../executor.ts'
import { kindOfType, kindOfValues } from '../kind.ts'
import type { Column, ColumnKind, ForeignKey, Table } from '../schema.ts'

interface TableRow {
  name: string
  type: 'table' | 'view' | 'virtual' | 'shadow'
}

interface ColumnRow {
  name: string
  type: string
  notnull: number
  pk: number
  /** 0 stored, 1 hidden column of a virtual table, 2 and 3 generated. */
  hidden: number
}

interface KeyRow {
  id: number
  table: string
  from: string
  to: string | null
}

const sampleSize = 50
const countedUpTo = 10_000

/** Reads tables, views, columns, keys and row counts. A view that does not work is left out. */
export function introspectSqlite(database: Database): Snapshot {
  const rows = database
    .prepare<[], TableRow>(
      `SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       ORDER BY name`,
    )
    .all()
  const roots = rootPages(database)
  const tables: Table[] = []
  const underlying: Record<string, string[]> = {}
  for (const row of rows) {
    try {
      tables.push(readTable(database, row))
      if (row.type === 'view') underlying[row.name] = tablesUnder(database, row.name, roots)
    } catch {
      // A view over a table that is gone, or of a module that this SQLite lacks: no statement could read it either.
    }
  }
  return { schema: { dialect: 'sqlite', tables: dropDanglingKeys(tables) }, underlying }
}

function readTable(database: Database, { name, type }: TableRow): Table {
  const columnRows = database
    .prepare<[string], ColumnRow>(
      'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?) WHERE hidden <> 1',
    )
    .all(name)
  const keyRows = columnRows.filter((row) => row.pk > 0).sort((one, other) => one.pk - other.pk)
  const kinds = columnKinds(database, name, columnRows)
  const rowCount = type === 'view' ? undefined : countRows(database, name)
  return {
    name,
    kind: type === 'view' ? 'view' : 'table',
    columns: columnRows.map((row, index): Column => ({
      name: row.name,
      type: row.type,
      kind: kinds[index] ?? 'other',
      nullable: row.notnull === 0 && row.pk === 0,
    })),
    primaryKey: keyRows.map((row) => row.name),
    foreignKeys: readForeignKeys(database, name),
    ...(rowCount !== undefined && { rowCount }),
  }
}

/** By declared type; text and untyped columns by a sample of their values. */
function columnKinds(database: Database, table: string, columns: readonly ColumnRow[]): ColumnKind[] {
  const declared = columns.map(({ type }) => (type === '' ? 'other' : kindOfType(type)))
  if (declared.every((kind) => kind !== 'text' && kind !== 'other')) return declared
  const rows = database
    .prepare<[], unknown[]>(`SELECT * FROM ${quote(table)} LIMIT ${sampleSize}`)
    .raw()
    .all()
  return declared.map((kind, index) => {
    if (kind !== 'text' && kind !== 'other') return kind
    const seen = kindOfValues(rows.map((row) => row[index]))
    if (seen === 'other') return kind
    return kind === 'text' && seen === 'number' ? 'text' : seen
  })
}

/** Exact for small tables; beyond, the highest rowid is near enough and costs nothing. */
function countRows(database: Database, table: string): number {
  const count = (sql: string) => Number(database.prepare(sql).pluck().get())
  const highest = highestRowid(database, table)
  if (highest !== undefined && highest > countedUpTo) return highest
  return count(`SELECT count(*) FROM (SELECT 1 FROM ${quote(table)} LIMIT ${countedUpTo})`)
}

/** Undefined for a table without rowids. */
function highestRowid(database: Database, table: string): number | undefined {
  try {
    return Number(
      database
        .prepare(`SELECT max(rowid) FROM ${quote(table)}`)
        .pluck()
        .get(),
    )
  } catch {
    return undefined
  }
}

function readForeignKeys(database: Database, table: string): ForeignKey[] {
  const rows = database
    .prepare<[string], KeyRow>('SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq')
    .all(table)
  const keys = new Map<number, ForeignKey>()
  for (const row of rows) {
    const key = keys.get(row.id) ?? { columns: [], table: row.table, references: [] }
    key.columns.push(row.from)
    if (row.to !== null) key.references.push(row.to)
    keys.set(row.id, key)
  }
  return [...keys.values()]
}

/** Spells referenced tables as they are declared, fills in implied primary keys, and drops keys that point nowhere. */
function dropDanglingKeys(tables: Table[]): Table[] {
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]))
  for (const table of tables) {
    table.foreignKeys = table.foreignKeys.flatMap((key) => {
      const target = byName.get(key.table.toLowerCase())
      if (target === undefined) return []
      const references = key.references.length > 0 ? key.references : target.primaryKey
      return references.length === key.columns.length ? [{ ...key, table: target.name, references }] : []
    })
  }
  return tables
}

function rootPages(database: Database): Map<number, string> {
  const rows = database
    .prepare<[], { rootpage: number; tbl_name: string }>(
      'SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0',
    )
    .all()
  return new Map(rows.map((row) => [row.rootpage, row.tbl_name]))
}

/** The tables that a view reads, from the byte code that it compiles to. */
function tablesUnder(database: Database, view: string, roots: Map<number, string>): string[] {
  const program = database.prepare<[], { opcode: string; p2: number }>(`EXPLAIN SELECT * FROM ${quote(view)}`).all()
  const opened = program.filter(({ opcode }) => opcode === 'OpenRead' || opcode === 'ReopenIdx')
  return [...new Set(opened.flatMap(({ p2 }) => roots.get(p2) ?? []))]
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
