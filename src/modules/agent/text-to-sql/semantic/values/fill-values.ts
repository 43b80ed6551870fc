import type { AskableDatabase } from '../../engine.ts'
import type { Dialect } from '../../../sql/schema.ts'
import { quoteName } from '../query/quote.ts'
import type { IndexedColumn, SchemaIndex } from '../schema/schema-index.ts'
import { createValueIndex, longestValue, type ValueIndex } from './value-index.ts'

/** How far the filling of an index has come. */
export interface FillProgress {
  done: number
  total: number
}

/** What a filling may be told; every part has a default. */
export interface FillSettings {
  report?: (progress: FillProgress) => void
  signal?: AbortSignal
  /** The index to fill; it may be asked while it is being filled. */
  index?: ValueIndex
  /** Tables to read before others, as they become known. */
  urgent?: ReadonlySet<number>
  /** Told of each table whose first rows are read. */
  seen?: (table: number) => void
}

/** Dates and flags too, where they are kept as text. */
const indexedKinds = new Set(['text', 'other', 'date', 'time', 'boolean'])
const valuesPerColumn = 3000
const fewestPerColumn = 50
const firstRows = 1000
const rowsScanned = 50_000
const timeoutMs = 2000

/**
 * Reads the distinct values of the text columns through the database's own `run`, so that the index holds what its
 * asker may see: first some rows of every table, then more of the columns of large ones, as many of each as there is room for.
 * Every statement is bounded in rows and time; what cannot be read is left out.
 */
export async function fillValues(
  database: AskableDatabase,
  schema: SchemaIndex,
  settings: FillSettings = {},
): Promise<ValueIndex> {
  const { report = () => undefined, signal, index = createValueIndex(), urgent = new Set<number>() } = settings
  const indexed = schema.columns.filter((column) => indexedKinds.has(column.kind))
  const share = Math.floor(index.capacity / Math.max(1, indexed.length))
  const most = Math.min(valuesPerColumn, Math.max(fewestPerColumn, share))
  const byTable = groupByTable(indexed)
  const large: IndexedColumn[] = []
  const left = new Set(byTable.keys())
  for (const { id } of schema.tables) if (!byTable.has(id)) settings.seen?.(id)
  let [done, total] = [0, left.size]
  const step = (more = 0) => {
    done += 1
    total += more
    report({ done, total })
  }
  const read = async (sql: string, maxRows: number) => {
    try {
      const limits = { maxRows, timeoutMs, ...(signal === undefined ? {} : { signal }) }
      return (await database.run(sql, limits)).rows
    } catch {
      return undefined
    }
  }

  while (left.size > 0) {
    if (signal?.aborted) break
    const table = [...urgent].find((each) => left.has(each)) ?? [...left][0] ?? -1
    left.delete(table)
    const columns = byTable.get(table) ?? []
    const rows = await read(firstRowsOf(schema.tables[table]?.name ?? '', columns, schema.schema.dialect), firstRows)
    for (const [place, column] of columns.entries()) {
      const values = new Set((rows ?? []).flatMap((row) => (typeof row[place] === 'string' ? [row[place]] : [])))
      for (const value of [...values].slice(0, most)) index.add(column.id, value)
      if (rows !== undefined && rows.length < firstRows && values.size <= most) index.markWhole(column.id)
      else large.push(column)
    }
    settings.seen?.(table)
    step()
  }
  total += large.length
  for (const column of large) {
    if (signal?.aborted) break
    const table = schema.tables[column.table]
    const rows = await read(distinctValues(table?.name ?? '', column.name, schema.schema.dialect, most), most)
    for (const [cell] of rows ?? []) if (typeof cell === 'string') index.add(column.id, cell)
    const few = rows !== undefined && rows.length < most
    const rowCount = schema.schema.tables.find((each) => each.name === table?.name)?.rowCount ?? Infinity
    if (few && rowCount <= rowsScanned) index.markWhole(column.id)
    step()
  }
  return index
}

function groupByTable(columns: IndexedColumn[]): Map<number, IndexedColumn[]> {
  const groups = new Map<number, IndexedColumn[]>()
  for (const column of columns) groups.set(column.table, [...(groups.get(column.table) ?? []), column])
  return groups
}

/** The first rows of a table; of texts no more than tells that they are too long to be kept. */
function firstRowsOf(table: string, columns: IndexedColumn[], dialect: Dialect): string {
  const cells = columns.map((column) => {
    const name = quoteName(column.name, dialect)
    return column.kind === 'text' ? `SUBSTR(${name}, 1, ${longestValue + 1})` : name
  })
  return `SELECT ${cells.join(', ')} FROM ${quoteName(table, dialect)} LIMIT ${firstRows}`
}

function distinctValues(table: string, column: string, dialect: Dialect, most: number): string {
  const name = quoteName(column, dialect)
  const source = `(SELECT ${name} FROM ${quoteName(table, dialect)} WHERE ${name} IS NOT NULL LIMIT ${rowsScanned}) AS sample`
  return `SELECT DISTINCT ${name} FROM ${source} LIMIT ${most}`
}
