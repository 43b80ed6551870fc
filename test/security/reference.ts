import Database from 'better-sqlite3'
import { Client } from 'pg'
import { replacePlaceholders } from '../../src/modules/agent/sql/policy/placeholders.ts'
import { readCell } from '../../src/modules/agent/sql/postgres/cells.ts'
import type { Cell } from '../../src/modules/agent/sql/result.ts'
import { toCell } from '../../src/modules/agent/sql/sqlite/cells.ts'
import { placeholdersIn } from '../../src/modules/agent/sql/policy/placeholders.ts'
import type { GeneratedPolicy } from './generate.ts'
import { columnsOf } from './generate.ts'

/** What the policy means, said another way: a database in which only filtered views can be named. */
export interface Reference {
  /** The rows, or undefined when the query names what is not there. */
  run(sql: string): Promise<Cell[][] | undefined>
  close(): Promise<void>
}

const literal = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(literal).join(', ')
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

const textColumns = new Set(['name', 'email', 'tax_id', 'region', 'status', 'department'])

/** The view of one table. `raw` qualifies the table that it reads; `raws` the tables in its predicate. */
function viewOf(
  table: string,
  columns: string[],
  policy: GeneratedPolicy,
  who: Record<string, unknown>,
  raw: (name: string) => string,
): string | undefined {
  const rule = policy[table]
  if (rule === 'hidden') return undefined
  const list = columns.flatMap((column) => {
    const how = rule?.columns[column]
    if (how === 'hidden') return []
    if (how === 'masked') return [`${textColumns.has(column) ? "'***'" : 'NULL'} AS ${column}`]
    return [`"${column}"`]
  })
  const where = rule?.rows === undefined ? '' : ` WHERE ${predicateOf(rule.rows, who, raw)}`
  return `SELECT ${list.join(', ')} FROM ${raw(table)}${where}`
}

function predicateOf(rows: string, who: Record<string, unknown>, raw: (name: string) => string): string {
  const missing = placeholdersIn(rows).some((name) => {
    const value = who[name]
    return value === undefined || (Array.isArray(value) && value.length === 0)
  })
  if (missing) return '1 = 0'
  const written = replacePlaceholders(rows, (name) => literal(who[name]))
  return `(${written.replaceAll(/FROM (\w+)/g, (_, table: string) => `FROM ${raw(table)}`)})`
}

/** A view over what a policy limits is hidden, since these policies never name it. */
const showsLimited = (policy: GeneratedPolicy) =>
  policy['orders'] === 'hidden' ||
  (policy['orders'] !== undefined &&
    (policy['orders'].rows !== undefined || Object.keys(policy['orders'].columns).length > 0))

const allColumns: Record<string, string[]> = {
  ...columnsOf,
  customers: ['id', 'name', 'email', 'tax_id', 'region', 'credit', 'born'],
  orders: ['id', 'customer_id', 'amount', 'placed', 'status', 'details'],
  products: ['id', 'name', 'price', 'tags'],
  employees: ['id', 'name', 'boss_id', 'department', 'pay', 'hired'],
}

export function sqliteReference(url: string, policy: GeneratedPolicy, who: Record<string, unknown>): Reference {
  const database = new Database(':memory:')
  database.prepare('ATTACH ? AS raw').run(url.replace('sqlite:', ''))
  const base = (name: string) => `base_${name}`
  for (const table of Object.keys(allColumns)) database.exec(`CREATE TABLE base_${table} AS SELECT * FROM raw.${table}`)
  database.exec('DETACH raw')
  for (const [table, columns] of Object.entries(allColumns)) {
    if (table === 'big_orders' && showsLimited(policy)) continue
    const view = viewOf(table, columns, policy, who, base)
    if (view !== undefined) database.exec(`CREATE VIEW ${table} AS ${view}`)
  }
  return {
    async run(sql) {
      try {
        return database
          .prepare<[], unknown[]>(sql)
          .raw()
          .safeIntegers()
          .all()
          .map((row) => row.map(toCell))
      } catch {
        return undefined
      }
    },
    async close() {
      database.close()
    },
  }
}

export async function postgresReference(
  url: string,
  policy: GeneratedPolicy,
  who: Record<string, unknown>,
): Promise<Reference> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query('DROP SCHEMA IF EXISTS reference CASCADE; CREATE SCHEMA reference')
  const raw = (name: string) => `public.${name}`
  for (const [table, columns] of Object.entries(allColumns)) {
    if (table === 'big_orders' && showsLimited(policy)) continue
    const view = viewOf(table, columns, policy, who, raw)
    if (view !== undefined) await client.query(`CREATE VIEW reference.${table} AS ${view}`)
  }
  await client.query("SET search_path = reference; SET DateStyle = 'ISO, YMD'")
  return {
    async run(sql) {
      try {
        const { fields, rows } = await client.query<(string | null)[]>({
          text: sql,
          rowMode: 'array',
          types: { getTypeParser: () => (text: string) => text },
        })
        return rows.map((row) => fields.map((field, index) => readCell(field.dataTypeID, row[index] ?? null)))
      } catch {
        return undefined
      }
    },
    async close() {
      await client.query('DROP SCHEMA reference CASCADE')
      await client.end()
    },
  }
}
