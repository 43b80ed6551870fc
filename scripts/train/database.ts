import Database from 'better-sqlite3'
import type { AskableDatabase } from '../../src/modules/agent/text-to-sql/engine.ts'
import { introspectSqlite } from '../../src/modules/agent/sql/sqlite/introspect.ts'

/** A SQLite file opened in this process, for training only. */
export interface TrainingDatabase extends AskableDatabase {
  /** At most `limit` rows of a result, small ones remembered; undefined when the statement fails. */
  rows(sql: string, limit?: number): unknown[][] | undefined
  close(): void
}

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
    schema: introspectSqlite(sqlite).schema,
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
    row.map((cell) =>
      typeof cell === 'string' || typeof cell === 'number' || cell === null ? cell : JSON.stringify(cell),
    ),
  )
}
