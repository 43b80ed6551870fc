import type { Dialect } from '../../../sql/schema.ts'
import type { AskableDatabase } from '../../engine.ts'
import { quoteName } from '../query/quote.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import { createValueIndex, type ValueIndex } from './value-index.ts'

/** How far the filling of an index has come. */
export interface FillProgress {
  done: number
  total: number
}

/** Dates and flags too, where they are kept as text. */
const indexedKinds = new Set(['text', 'other', 'date', 'time', 'boolean'])
const valuesPerColumn = 3000
const rowsScanned = 50_000

/**
 * Reads the distinct values of the text columns through the database's own `run`, so that the index holds what its
 * asker may see. Every statement is bounded in rows and time; a column that cannot be read is left out.
 */
export async function fillValues(
  database: AskableDatabase,
  schema: SchemaIndex,
  report: (progress: FillProgress) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ValueIndex> {
  const index = createValueIndex()
  const columns = schema.columns.filter((column) => indexedKinds.has(column.kind))
  for (const [done, column] of columns.entries()) {
    if (signal?.aborted) break
    const table = schema.tables[column.table]
    if (table === undefined) continue
    const sql = distinctValues(table.name, column.name, schema.schema.dialect)
    try {
      const result = await database.run(sql, {
        maxRows: valuesPerColumn,
        timeoutMs: 2000,
        ...(signal === undefined ? {} : { signal }),
      })
      for (const [cell] of result.rows) if (typeof cell === 'string' && !index.add(column.id, cell)) return index
    } catch {
      continue
    } finally {
      report({ done: done + 1, total: columns.length })
    }
  }
  return index
}

function distinctValues(table: string, column: string, dialect: Dialect): string {
  const name = quoteName(column, dialect)
  const source = `(SELECT ${name} FROM ${quoteName(table, dialect)} WHERE ${name} IS NOT NULL LIMIT ${rowsScanned}) AS sample`
  return `SELECT DISTINCT ${name} FROM ${source} LIMIT ${valuesPerColumn}`
}
