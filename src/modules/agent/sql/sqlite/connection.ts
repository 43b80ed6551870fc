import SqliteDatabase from 'better-sqlite3'
import type { Database, Statement } from 'better-sqlite3'
import type { Parameter } from '../executor.ts'
import type { Access } from '../policy/access.ts'
import type { Cell, ResultSet } from '../result.ts'
import { cellBytes, resultColumns, toCell } from './cells.ts'
import type { Fault, Reach } from './verdict.ts'
import { examineProgram, examineText } from './verdict.ts'

/** A statement that the engine lock does not let through. */
export class Refused extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.why)
    this.fault = fault
  }
}

/** A read-only connection to one file for callers who all see the same of it. */
export interface Connection {
  run(sql: string, parameters: readonly Parameter[], limits: { maxRows: number; maxBytes: number }): ResultSet
  close(): void
}

const keptStatements = 64

/** Opens the file for reading, with nothing in its schema trusted. Throws when there is no such database. */
export function openConnection(file: string, access: Access): Connection {
  const database = openReadOnly(file)
  let version: unknown
  let reach: Reach
  const statements = new Map<string, Statement<unknown[], unknown[]>>()

  function refresh() {
    const current = database.pragma('schema_version', { simple: true })
    if (current === version) return
    version = current
    statements.clear()
    reach = reachOf(database, access)
  }

  function prepare(sql: string): Statement<unknown[], unknown[]> {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const textFault = examineText(sql)
    if (textFault !== undefined) throw new Refused(textFault)
    const statement = database.prepare<unknown[], unknown[]>(sql)
    if (!statement.readonly || !statement.reader) throw new Refused({ kind: 'refused', why: 'it does more than read' })
    const fault = examineProgram(database, sql, reach)
    if (fault !== undefined) throw new Refused(fault)
    statements.set(sql, statement.raw().safeIntegers())
    for (const oldest of statements.keys()) {
      if (statements.size <= keptStatements) break
      statements.delete(oldest)
    }
    return statement
  }

  return {
    run(sql, parameters, limits) {
      refresh()
      return readRows(prepare(sql), parameters, limits)
    },
    close: () => database.close(),
  }
}

/** The handle that both statements and introspection use. */
export function openReadOnly(file: string): Database {
  const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 2000 })
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  database.pragma('temp_store = MEMORY')
  database.pragma('query_only = ON')
  return database
}

function readRows(
  statement: Statement<unknown[], unknown[]>,
  parameters: readonly Parameter[],
  { maxRows, maxBytes }: { maxRows: number; maxBytes: number },
): ResultSet {
  const rows: Cell[][] = []
  let bytes = 0
  let truncated = false
  for (const row of statement.iterate(...parameters.map(toBinding))) {
    for (const value of row) bytes += cellBytes(value)
    truncated = rows.length >= maxRows || bytes > maxBytes
    if (truncated) break
    rows.push(row.map(toCell))
  }
  return { columns: resultColumns(statement.columns(), rows), rows, truncated }
}

function toBinding(parameter: Parameter): string | number | bigint | null {
  if (typeof parameter === 'boolean') return parameter ? 1 : 0
  if (typeof parameter === 'number' && Number.isSafeInteger(parameter)) return BigInt(parameter)
  return parameter
}

interface SchemaRow {
  type: string
  name: string
  tbl_name: string
  rootpage: number
  sql: string | null
}

/** All b-trees and virtual tables of the file but those of SQLite itself and the hidden ones. */
function reachOf(database: Database, access: Access): Reach {
  const hidden = new Set(access.hidden.map((name) => name.toLowerCase()))
  const tableOf = new Map<string, string>()
  const virtualTables = new Map<string, string>()
  const rows = database.prepare<[], SchemaRow>('SELECT type, name, tbl_name, rootpage, sql FROM main.sqlite_schema')
  for (const row of rows.all()) {
    const table = row.tbl_name.toLowerCase()
    if (table.startsWith('sqlite_') || hidden.has(table)) continue
    if (row.rootpage > 0) tableOf.set(`0:${row.rootpage}`, row.tbl_name)
    else if (row.sql !== null && /^CREATE\s+VIRTUAL/i.test(row.sql)) addVirtual(database, virtualTables, row.name)
  }
  for (const name of ['json_each', 'json_tree']) addVirtual(database, virtualTables, name)
  return { tableOf, virtualTables }
}

/** Compiled byte code shows a virtual table by its address only; so it is asked for by name once, to learn that. */
function addVirtual(database: Database, virtualTables: Map<string, string>, name: string): void {
  try {
    const quoted = `"${name.replaceAll('"', '""')}"`
    const program = database.prepare<[], { opcode: string; p4: string | null }>(`EXPLAIN SELECT 1 FROM ${quoted}`).all()
    const open = program.find(({ opcode }) => opcode === 'VOpen')
    if (open?.p4 != null) virtualTables.set(open.p4, name)
  } catch {
    // Its module is not part of this SQLite: nobody can read the table, so it stays out of reach.
  }
}
