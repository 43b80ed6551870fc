import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import { Client, escapeIdentifier } from 'pg'
import { createDemoDatabase } from '../../src/demo/database/create-demo-database.ts'
import { tableNames } from '../../src/demo/database/demo-database.ts'
import { demoRows } from '../../src/demo/demo-rows.ts'
import { demoQuestions } from '../../src/demo/questions.ts'
import type { Column } from '../../src/demo/schema/column.ts'
import { tables } from '../../src/demo/schema/tables.ts'
import { AppError } from '../../src/platform/errors.ts'
import { postgresUrl } from '../support/services.ts'

const today = '2026-11-22'

describe('createDemoDatabase, in PostgreSQL', () => {
  const schema = `demo ${randomUUID()}`
  let client: Client
  before(async () => {
    client = new Client({ connectionString: postgresUrl() })
    await client.connect()
    await client.query(`CREATE SCHEMA ${escapeIdentifier(schema)}; SET search_path TO ${escapeIdentifier(schema)}`)
  })
  after(async () => {
    await client.query(`DROP SCHEMA ${escapeIdentifier(schema)} CASCADE`)
    await client.end()
  })
  const make = (day: string) => createDemoDatabase({ url: postgresUrl(), schema, today: day })
  const one = async (sql: string) => {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return Object.values(rows[0] ?? {})[0]
  }

  it('refuses a schema that holds other tables', async () => {
    await client.query('CREATE TABLE mine (id integer)')
    const error: unknown = await make(today).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(AppError).with.property('code', 'conflict')
    expect(await one('SELECT COUNT(*)::int FROM pg_tables WHERE schemaname = current_schema()')).to.equal(1)
    await client.query('DROP TABLE mine')
  })

  it('makes it once when two ask at the same time', async () => {
    const made = await Promise.all([make(today), make(today)])
    expect(made.map(({ created }) => created)).to.have.members([true, false])
  })

  it('holds every row, cents exact', async () => {
    const data = demoRows({ today })
    for (const name of tableNames)
      expect(await one(`SELECT COUNT(*)::int FROM ${name}`), name).to.equal(data[name].length)
    const cents = data.orders.reduce((sum, { total_amount }) => sum + total_amount, 0)
    expect(await one('SELECT SUM(total_amount) FROM orders')).to.equal((cents / 100).toFixed(2))
  })

  it('carries keys and comments', async () => {
    expect(await one(`SELECT obj_description('order_lines'::regclass)`)).to.equal('The products of an order')
    const references = Object.values(tables).flatMap(({ columns }) =>
      Object.values(columns).filter((column: Column) => column.references),
    )
    const keys = `SELECT COUNT(*)::int FROM pg_constraint
      WHERE contype = 'f' AND connamespace = quote_ident(current_schema())::regnamespace`
    expect(await one(keys)).to.equal(references.length)
  })

  it('leaves an existing demo, and replaces one of an older version', async () => {
    expect(await make('2026-12-24')).to.deep.equal({ created: false, madeOn: today })
    await client.query(`COMMENT ON INDEX orders_pkey IS 'Quillmere demo, version 0, made on 2020-01-01'`)
    expect(await make(today)).to.deep.equal({ created: true, madeOn: today })
  })

  it('answers every sample question with rows', async () => {
    for (const { question, sql } of demoQuestions(today))
      expect((await client.query(sql)).rows, question).to.have.length.above(0)
  })
})
