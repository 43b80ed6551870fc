import { Client, DatabaseError, escapeIdentifier } from 'pg'
import { AppError } from '../../platform/errors.ts'
import { demoVersion } from '../company.ts'
import { demoRows } from '../demo-rows.ts'
import { indexes, postgresComments, postgresTables } from '../schema/create-statements.ts'
import { filledTables, tableNames } from './demo-database.ts'
import type { DemoDatabase, FilledTable } from './demo-database.ts'

const ROWS_A_STATEMENT = 5000

/** The comment on one index says which version this is, out of the way of those who read the tables' comments. */
const MARK = /^Quillmere demo, version (\d+), made on (\d{4}-\d{2}-\d{2})$/

/**
 * Makes the demo in a schema of a PostgreSQL database, in one transaction, or leaves the one that is there. One of an
 * older version is replaced. Throws `AppError`: `conflict` when the schema holds other tables, `unavailable` when the
 * database cannot be reached, `forbidden` when its user may not create tables.
 */
export async function createPostgresDemo({
  url,
  schema = 'public',
  today,
}: {
  url: string
  schema?: string
  today: string
}): Promise<DemoDatabase> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (cause) {
    throw new AppError('unavailable', 'The PostgreSQL server for the demo cannot be reached. Check its URL.', { cause })
  }
  try {
    await client.query('BEGIN')
    // Whoever comes second waits here, and then finds the demo made.
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`quillmere demo in ${schema}`])
    const name = escapeIdentifier(schema)
    // A user who may not create schemas may not say CREATE SCHEMA IF NOT EXISTS either.
    const { rowCount } = await client.query('SELECT FROM pg_namespace WHERE nspname = $1', [schema])
    if (rowCount === 0) await client.query(`CREATE SCHEMA ${name}`)
    await client.query(`SET LOCAL search_path TO ${name}`)
    const found = await existing(client, schema)
    if (!found) await fill(client, today)
    await client.query('COMMIT')
    return found ?? { created: true, madeOn: today }
  } catch (cause) {
    if (cause instanceof DatabaseError && cause.code === '42501')
      throw new AppError('forbidden', 'This PostgreSQL user may not create tables in the schema for the demo.', {
        cause,
      })
    throw cause
  } finally {
    // Ending the connection rolls back whatever was not committed.
    await client.end()
  }
}

/** The demo that is there; undefined when the schema is free for it. Drops one of an older version. */
async function existing(client: Client, schema: string): Promise<DemoDatabase | undefined> {
  const { rows } = await client.query<{ name: string; mark: string | null }>(
    `SELECT relation.relname AS name, obj_description(to_regclass('orders_pkey'), 'pg_class') AS mark
     FROM pg_class relation JOIN pg_namespace space ON space.oid = relation.relnamespace
     WHERE space.nspname = $1 AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')`,
    [schema],
  )
  const [first] = rows
  if (!first) return undefined
  const [, version, madeOn] = MARK.exec(first.mark ?? '') ?? []
  if (Number(version) === demoVersion && madeOn !== undefined) return { created: false, madeOn }
  const ours: readonly string[] = tableNames
  if (version === undefined || !rows.every(({ name }) => ours.includes(name)))
    throw new AppError('conflict', `The schema "${schema}" holds other tables. Name an empty schema for the demo.`)
  await client.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')}`)
  return undefined
}

async function fill(client: Client, today: string): Promise<void> {
  for (const statement of postgresTables()) await client.query(statement)
  for (const table of filledTables(demoRows({ today }), (cents) => (cents / 100).toFixed(2)))
    await insert(client, table)
  for (const statement of [...indexes(), ...postgresComments()]) await client.query(statement)
  await client.query(`COMMENT ON INDEX orders_pkey IS 'Quillmere demo, version ${demoVersion}, made on ${today}'`)
  await client.query(`ANALYZE ${tableNames.join(', ')}`)
}

async function insert(client: Client, { name, columns, rows }: FilledTable): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const objects = rows
      .slice(start, start + ROWS_A_STATEMENT)
      .map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])))
    await client.query(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1)`, [
      JSON.stringify(objects),
    ])
  }
}
