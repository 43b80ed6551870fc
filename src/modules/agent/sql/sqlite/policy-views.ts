import { randomBytes } from 'node:crypto'
import SqliteDatabase from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { parseStmt } from './parser.ts'
import type { Edit } from '../edit.ts'
import { mend } from '../edit.ts'
import type { Parameter } from '../executor.ts'
import type { Access, NarrowedColumn, NarrowedTable } from '../policy/access.ts'
import { replacePlaceholders } from '../policy/placeholders.ts'
import { walk } from './walk.ts'

/** An attached file is opened as the first one is: so that must be a file, empty and read-only. */
const emptyFile = '/dev/null'
const callerTable = 'attributes of the caller'

/**
 * Opens a file so that all a statement can name is what the caller may see: the file is attached under a name that
 * nobody can guess, and for every limited table there is a temporary view of the same name, which SQLite finds first.
 * A view of a hidden table leads nowhere. Returns the handle and the secret name.
 */
export function openBehindViews(file: string, access: Access): { database: Database; schema: string } {
  const database = new SqliteDatabase(emptyFile, { readonly: true, fileMustExist: true, timeout: 2000 })
  const schema = `s${randomBytes(16).toString('hex')}`
  database.prepare(`ATTACH DATABASE ? AS ${schema}`).run(file)
  distrust(database)
  createCallerTable(database, access.attributes)
  for (const table of access.hidden)
    database.exec(`CREATE TEMP VIEW ${quote(table)} AS SELECT * FROM temp."not yours to read"`)
  for (const table of access.narrowed) database.exec(viewOf(table, schema, access.attributes))
  const views = Number(database.prepare("SELECT count(*) FROM temp.sqlite_schema WHERE type = 'view'").pluck().get())
  if (views !== access.hidden.length + access.narrowed.length)
    throw new Error('The views of a policy are not in place.')
  return { database, schema }
}

/** Nothing in a schema is trusted, and nothing is spilt to disk. Must come first: a new temp_store drops all that is temporary. */
export function distrust(database: Database): void {
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  database.pragma('temp_store = MEMORY')
}

/** One row with a column for each value; the predicates read the values from there, and nowhere become text of SQL. */
function createCallerTable(database: Database, attributes: Access['attributes']): void {
  const values = Object.entries(attributes).flatMap(([name, value]) => bindings(name, value))
  if (values.length === 0) return
  const columns = values.map(({ column }) => quote(column)).join(', ')
  database.exec(`CREATE TEMP TABLE ${quote(callerTable)} (${columns})`)
  database
    .prepare(`INSERT INTO temp.${quote(callerTable)} VALUES (${values.map(() => '?').join(', ')})`)
    .run(
      ...values.map(({ value }) =>
        typeof value === 'boolean'
          ? Number(value)
          : typeof value === 'number' && Number.isSafeInteger(value)
            ? BigInt(value)
            : value,
      ),
    )
}

function bindings(name: string, value: Parameter | Parameter[]): { column: string; value: Parameter }[] {
  if (!Array.isArray(value)) return [{ column: name, value }]
  return value.map((item, index) => ({ column: `${name}.${index}`, value: item }))
}

/** `LIMIT -1` keeps the planner from trying the caller's conditions on rows that the predicate leaves out. */
function viewOf({ name, columns, rows }: NarrowedTable, schema: string, attributes: Access['attributes']): string {
  const list = columns.map(columnOf).join(', ')
  const condition = rows === undefined ? '' : ` WHERE (${predicateOf(rows, schema, attributes)}\n) LIMIT -1`
  return `CREATE TEMP VIEW ${quote(name)} AS SELECT ${list || 'NULL AS "nothing"'} FROM ${schema}.${quote(name)}${condition}`
}

function columnOf({ name, kind, masked }: NarrowedColumn): string {
  if (!masked) return quote(name)
  return `${kind === 'text' || kind === 'other' ? "'***'" : 'NULL'} AS ${quote(name)}`
}

/** Binds the attributes, and points the tables that a predicate reads at the file itself, not at the caller's views. */
function predicateOf(rows: string, schema: string, attributes: Access['attributes']): string {
  const bound = replacePlaceholders(rows, (name) => {
    const value = attributes[name]
    const columns = value === undefined ? [] : bindings(name, value).map(({ column }) => column)
    return columns.map((column) => `(SELECT ${quote(column)} FROM temp.${quote(callerTable)})`).join(', ')
  })
  const prefix = 'SELECT 1 WHERE ('
  const parsed = parseStmt(`${prefix}${bound}\n)`)
  if (parsed.status !== 'ok') throw new Error('The row predicate of a policy cannot be parsed.')
  const edits: Edit[] = []
  walk(parsed.root, (node) => {
    if (node.type !== 'QualifiedName' || node.dbName !== undefined) return
    const start = node.objName.span.offset
    edits.push({ start, end: start, text: `${schema}.` })
  })
  return mend(`${prefix}${bound}\n)`, edits).slice(prefix.length, -2)
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
