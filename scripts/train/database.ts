import Database from 'better-sqlite3'
import type { AskableDatabase } from '../../src/modules/agent/text-to-sql/engine.ts'
import type { ColumnKind, DatabaseSchema, ForeignKey, Table } from '../../src/modules/agent/sql/schema.ts'

/** A SQLite file opened in this process, for training only. */
export interface TrainingDatabase extends AskableDatabase {
  /** At most `limit` rows of a result, small ones remembered; undefined when the statement fails. */
  rows(sql: string, limit?: number): unknown[][] | undefined
  close(): void
}

const kinds: [RegExp, ColumnKind][] = [
  [/BOOL|^BIT/, 'boolean'],
  [/DATETIME|TIMESTAMP|DATE/, 'date'],
  [/TIME/, 'time'],
  [/INT|REAL|FLOA|DOUB|NUM|DEC|MONEY|YEAR/, 'number'],
  [/CHAR|CLOB|TEXT|STRING/, 'text'],
  [/BLOB/, 'binary'],
]

export function openTrainingDatabase(path: string, name: string): TrainingDatabase {
  const sqlite = new Database(path, { readonly: true, fileMustExist: true })
  const results = new Map<string, unknown[][] | undefined>()
  const rows = (sql: string, limit = 20_000): unknown[][] | undefined => {
    if (results.has(sql)) return results.get(sql)
    let found: unknown[][] | undefined
    try {
      found = []
      for (const row of sqlite.prepare(sql).raw().iterate()) {
        found.push(Array.isArray(row) ? row : [])
        if (found.length >= limit) return found
      }
    } catch {
      found = undefined
    }
    if (results.size > 2000) results.clear()
    if (found === undefined || found.length < 50) results.set(sql, found)
    return found
  }
  return {
    name,
    key: name,
    schema: readSchema(sqlite),
    rows,
    async run(sql, limits = {}) {
      const statement = sqlite.prepare(sql).raw()
      const maxRows = limits.maxRows ?? 1000
      const found: unknown[][] = []
      for (const row of statement.iterate()) {
        if (found.length >= maxRows) return { columns: columnsOf(statement), rows: cells(found), truncated: true }
        found.push(Array.isArray(row) ? row : [])
      }
      return { columns: columnsOf(statement), rows: cells(found), truncated: false }
    },
    close: () => sqlite.close(),
  }
}

function columnsOf(statement: Database.Statement): { name: string; type: string }[] {
  return statement.columns().map((column) => ({ name: column.name, type: column.type ?? '' }))
}

function cells(rows: unknown[][]): (string | number | null)[][] {
  return rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' || typeof cell === 'number' || cell === null ? cell : String(cell))),
  )
}

function readSchema(sqlite: Database.Database): DatabaseSchema {
  const names = sqlite
    .prepare("SELECT name, type FROM sqlite_master WHERE type IN ('table','view') AND name NOT LIKE 'sqlite_%'")
    .raw()
    .all() as [string, 'table' | 'view'][]
  const tables = names.map(([name, kind]): Table => {
    const columns = sqlite.pragma(`table_info("${name}")`) as {
      name: string
      type: string
      notnull: number
      pk: number
    }[]
    const keys = sqlite.pragma(`foreign_key_list("${name}")`) as {
      id: number
      table: string
      from: string
      to: string | null
    }[]
    return {
      name,
      kind,
      columns: columns.map((column) => ({
        name: column.name,
        type: column.type,
        kind: kindOf(column.type),
        nullable: column.notnull === 0,
      })),
      primaryKey: columns
        .filter((column) => column.pk > 0)
        .toSorted((one, other) => one.pk - other.pk)
        .map((column) => column.name),
      foreignKeys: foreignKeys(keys),
    }
  })
  return { dialect: 'sqlite', tables }
}

function foreignKeys(rows: { id: number; table: string; from: string; to: string | null }[]): ForeignKey[] {
  const byId = new Map<number, ForeignKey>()
  for (const row of rows) {
    const key = byId.get(row.id) ?? { columns: [], table: row.table, references: [] }
    key.columns.push(row.from)
    key.references.push(row.to ?? '')
    byId.set(row.id, key)
  }
  return [...byId.values()]
}

function kindOf(type: string): ColumnKind {
  const upper = type.toUpperCase()
  return kinds.find(([pattern]) => pattern.test(upper))?.[1] ?? (upper === '' ? 'other' : 'other')
}
