import SqliteDatabase from 'better-sqlite3'
import type { Database, Statement } from 'better-sqlite3'
import type { Parameter } from '../executor.ts'
import type { Access } from '../policy/access.ts'
import type { Cell, ResultSet } from '../result.ts'
import { cellBytes, resultColumns, toCell } from './cells.ts'
import { allowedTableFunctions } from './functions.ts'
import { distrust, openBehindViews } from './policy-views.ts'
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
  run(sql: string, parameters: readonly Parameter[], limits: RowLimits): ResultSet
  close: () => void
}

interface RowLimits {
  maxRows: number
  maxBytes: number
  maxPlanRows: number
}

const keptStatements = 64

/** Opens the file for reading, with nothing in its schema trusted. Throws when there is no such database. */
export function openConnection(file: string, access: Access): Connection {
  const { database, schema } = openFor(file, access)
  let version: unknown
  let reach: Reach
  const statements = new Map<string, Statement<unknown[], unknown[]>>()

  function refresh() {
    const current = database.pragma(`${schema}.schema_version`, { simple: true })
    if (current === version) return
    version = current
    statements.clear()
    reach = reachOf(database, schema, access)
  }

  function prepare(sql: string, bindings: readonly unknown[], maxPlanRows: number): Statement<unknown[], unknown[]> {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const textFault = examineText(sql)
    if (textFault !== undefined) throw new Refused(textFault)
    const statement = database.prepare<unknown[], unknown[]>(sql)
    if (!statement.readonly || !statement.reader) throw new Refused({ kind: 'refused', why: 'it does more than read' })
    const fault = examineProgram(database, sql, bindings, reach, maxPlanRows)
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
      const bindings = bindingsOf(sql, parameters)
      return readRows(prepare(sql, bindings, limits.maxPlanRows), bindings, limits)
    },
    close: () => database.close(),
  }
}

/** The handle that both statements and introspection use. */
export function openReadOnly(file: string): Database {
  const database = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 2000 })
  distrust(database)
  database.pragma('query_only = ON')
  return database
}

function openFor(file: string, access: Access): { database: Database; schema: string } {
  if (access.hidden.length === 0 && access.narrowed.length === 0)
    return { database: openReadOnly(file), schema: 'main' }
  const opened = openBehindViews(file, access)
  opened.database.pragma('query_only = ON')
  return opened
}

function readRows(
  statement: Statement<unknown[], unknown[]>,
  bindings: readonly unknown[],
  { maxRows, maxBytes }: RowLimits,
): ResultSet {
  const rows: Cell[][] = []
  let bytes = 0
  let truncated = false
  for (const row of statement.iterate(...bindings)) {
    for (const value of row) bytes += cellBytes(value)
    truncated = rows.length >= maxRows || bytes > maxBytes
    if (truncated) break
    rows.push(row.map(toCell))
  }
  return { columns: resultColumns(statement.columns(), rows), rows, truncated }
}

/** Numbered placeholders (`?1`) are names to this library; bare ones go by their order. */
function bindingsOf(sql: string, parameters: readonly Parameter[]): unknown[] {
  const values = parameters.map(toBinding)
  if (values.length === 0 || !/\?\d/.test(sql)) return values
  return [Object.fromEntries(values.map((value, index) => [String(index + 1), value]))]
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

/**
 * All b-trees and virtual tables of the file but those of SQLite itself, those in which a virtual table keeps what it
 * knows, and the hidden ones, unless a view that is visible reads these; in the temporary schema there is only what the caller's own views need.
 */
function reachOf(database: Database, schema: string, access: Access): Reach {
  const sealed = new Set(access.sealed.map((name) => name.toLowerCase()))
  const tableOf = new Map<string, string>()
  const virtualTables = new Map<string, string>()
  const list = (name: string) =>
    database.prepare<[], SchemaRow>(`SELECT type, name, tbl_name, rootpage, sql FROM ${name}`).all()
  const shadows = new Set(
    database
      .prepare<[string], string>("SELECT lower(name) FROM pragma_table_list WHERE schema = ? AND type = 'shadow'")
      .pluck()
      .all(schema),
  )
  for (const row of list(`${schema}.sqlite_schema`)) {
    const table = row.tbl_name.toLowerCase()
    if (table.startsWith('sqlite_') || sealed.has(table) || shadows.has(table)) continue
    if (row.rootpage > 0) tableOf.set(`${schema === 'main' ? 0 : 2}:${row.rootpage}`, row.tbl_name)
    else if (row.sql !== null && /^CREATE\s+VIRTUAL/i.test(row.sql))
      addVirtual(database, virtualTables, `${schema}.${quote(row.name)}`)
  }
  if (schema !== 'main')
    for (const row of list('temp.sqlite_schema')) if (row.rootpage > 0) tableOf.set(`1:${row.rootpage}`, row.tbl_name)
  for (const name of allowedTableFunctions) addVirtual(database, virtualTables, name)
  const names = ['main', 'temp', schema]
  return { tableOf, virtualTables, rowsOf: countRows(database, (tree) => nameOfTree(tree, tableOf, names)) }
}

function nameOfTree(
  tree: string,
  tableOf: ReadonlyMap<string, string>,
  schemas: readonly string[],
): string | undefined {
  const table = tableOf.get(tree)
  const schema = schemas[Number(tree.split(':')[0])]
  return table === undefined || schema === undefined ? undefined : `${schema}.${quote(table)}`
}

/** The highest rowid costs one look; a table without rowids is taken to be of middling size. */
function countRows(database: Database, nameOf: (tree: string) => string | undefined): (tree: string) => number {
  const known = new Map<string, number>()
  return (tree) => {
    const name = nameOf(tree)
    if (name === undefined) return 1
    const counted = known.get(name) ?? highestRowid(database, name)
    known.set(name, counted)
    return counted
  }
}

function highestRowid(database: Database, name: string): number {
  try {
    return Number(database.prepare(`SELECT max(rowid) FROM ${name}`).pluck().get() ?? 0)
  } catch {
    return 10_000
  }
}

/** Compiled byte code shows a virtual table by its address only; so it is asked for by name once, to learn that. */
function addVirtual(database: Database, virtualTables: Map<string, string>, name: string): void {
  try {
    const program = database.prepare<[], { opcode: string; p4: string | null }>(`EXPLAIN SELECT 1 FROM ${name}`).all()
    const open = program.find(({ opcode }) => opcode === 'VOpen')
    if (open?.p4 != null) virtualTables.set(open.p4, name)
  } catch {
    // Its module is not part of this SQLite: nobody can read the table, so it stays out of reach.
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
