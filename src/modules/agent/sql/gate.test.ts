import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { AppError } from '../../../platform/errors.ts'
import type { Caller, Gate } from './gate.ts'
import { createGate } from './gate.ts'
import { parsePolicies } from './policy/policies.ts'

const policies = parsePolicies(`
databases:
  shop:
    roles:
      user:
        tables:
          salaries: hidden
          customers:
            columns: { email: masked, tax_id: hidden, credit: masked }
            rows: "region = :region"
    users:
      eve:
        tables:
          salaries: visible
`)

const admin: Caller = { userId: '1', username: 'root', role: 'admin', attributes: {} }
const north: Caller = { userId: '2', username: 'nora', role: 'user', attributes: { region: 'north' } }
const nowhere: Caller = { userId: '3', username: 'noah', role: 'user', attributes: {} }
const eve: Caller = { userId: '4', username: 'eve', role: 'user', attributes: { region: 'south' } }

function makeShop(file: string): void {
  const database = new Database(file)
  database.exec(`
    CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, tax_id TEXT, region TEXT, credit INTEGER);
    INSERT INTO customers VALUES (1, 'Ann', 'ann@x', 'T1', 'north', 10), (2, 'Bob', 'bob@x', 'T2', 'south', 20), (3, 'Zoë', 'zoe@x', 'T3', 'north', 30);
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers, placed TEXT, amount REAL);
    INSERT INTO orders VALUES (1, 1, '2026-01-31', 10.5), (2, 2, '2026-02-01', 20), (3, 3, '2026-03-01', 9007199254740993);
    CREATE TABLE salaries (who TEXT, pay INTEGER);
    INSERT INTO salaries VALUES ('Ann', 4000);
    CREATE VIEW well_paid AS SELECT * FROM salaries WHERE pay > 3000;
    CREATE TABLE "Größe ""x""" ("select" INTEGER, big INTEGER, bytes BLOB);
    INSERT INTO "Größe ""x""" VALUES (1, 9007199254740993, x'0102');
  `)
  database.close()
}

/** The reason of the refusal, or `none`. */
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error
      return error.details.reason ?? error.code
    },
  )

describe('the gate', () => {
  let folder: string
  let file: string
  let gate: Gate
  const rowsOf = async (sql: string, caller = admin) => (await gate.run({ database: 'shop', sql, caller })).rows
  const refusal = (sql: string, caller = admin) => reasonOf(gate.run({ database: 'shop', sql, caller }))

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ai-agent-gate-'))
    file = join(folder, 'shop.db')
    makeShop(file)
    gate = createGate({
      databases: [
        { name: 'shop', url: `sqlite:${file}` },
        { name: 'gone', url: `sqlite:${join(folder, 'later.db')}` },
      ],
      policies,
      limits: { timeoutMs: 5000 },
      sqliteProcesses: 2,
    })
  })
  after(async () => {
    await gate.close()
    rmSync(folder, { recursive: true })
  })

  it('answers with rows, types, and what a receipt needs', async () => {
    const result = await gate.run({
      database: 'shop',
      sql: 'SELECT id, name FROM customers ORDER BY id',
      caller: admin,
    })
    expect(result.columns).to.deep.equal([
      { name: 'id', type: 'INTEGER' },
      { name: 'name', type: 'TEXT' },
    ])
    expect(result.rows).to.deep.equal([[1, 'Ann'], [2, 'Bob'], [3, 'Zoë']]) // prettier-ignore
    expect(result).to.include({ truncated: false, narrowed: false })
    expect(result.resultSha256).to.match(/^[0-9a-f]{64}$/)
  })

  it('gives the same hash for the same result only', async () => {
    const hash = async (sql: string) => (await gate.run({ database: 'shop', sql, caller: admin })).resultSha256
    expect(await hash('SELECT 1 AS a')).to.equal(await hash('SELECT 2 - 1 AS a'))
    expect(await hash('SELECT 1 AS a')).not.to.equal(await hash('SELECT 1 AS b'))
    expect(await hash('SELECT 1 AS a')).not.to.equal(await hash("SELECT '1' AS a"))
  })

  it('carries large integers as text and bytes as base64', async () => {
    expect(await rowsOf('SELECT big, bytes FROM "Größe ""x"""')).to.deep.equal([['9007199254740993', 'AQI=']])
  })

  it('binds parameters, by order and by number', async () => {
    const run = (sql: string) => gate.run({ database: 'shop', sql, parameters: [2], caller: admin })
    expect((await run('SELECT name FROM customers WHERE id = ?')).rows).to.deep.equal([['Bob']])
    expect((await run('SELECT name FROM customers WHERE id = ?1 OR credit = ?1')).rows).to.deep.equal([['Bob']])
  })

  it('cuts rows and says so', async () => {
    const cut = await gate.run({ database: 'shop', sql: 'SELECT id FROM customers', caller: admin, maxRows: 2 })
    expect(cut.rows).to.have.length(2)
    expect(cut.truncated).to.equal(true)
    const whole = await gate.run({ database: 'shop', sql: 'SELECT id FROM customers', caller: admin, maxRows: 3 })
    expect(whole.truncated).to.equal(false)
  })

  it('reads a quoted text where SQLite users write one', async () => {
    expect(await rowsOf('SELECT id FROM customers WHERE name = "Zoë"')).to.deep.equal([[3]])
    expect(await refusal('SELECT "nmae" FROM customers')).to.equal('not_permitted')
  })

  it('knows names, keys, kinds and counts', async () => {
    const { schema } = await gate.view('shop', admin)
    const orders = schema.tables.find(({ name }) => name === 'orders')
    expect(orders).to.deep.include({ kind: 'table', primaryKey: ['id'], rowCount: 3 })
    expect(orders?.foreignKeys).to.deep.equal([{ columns: ['customer_id'], table: 'customers', references: ['id'] }])
    expect(orders?.columns.map(({ kind }) => kind)).to.deep.equal(['number', 'number', 'date', 'number'])
    expect(schema.tables.map(({ name }) => name)).to.include('Größe "x"')
  })

  it('sees a table that was made after it looked', async () => {
    const database = new Database(file)
    database.exec('CREATE TABLE IF NOT EXISTS later (a); INSERT INTO later VALUES (7)')
    database.close()
    const deadline = Date.now() + 5000
    let reason = await refusal('SELECT a FROM later')
    while (reason !== 'none' && Date.now() < deadline) {
      await new Promise(setImmediate)
      reason = await refusal('SELECT a FROM later')
    }
    expect(reason).to.equal('none')
  })

  describe('with policies', () => {
    it('leaves out rows, hides columns, masks values', async () => {
      const result = await gate.run({ database: 'shop', sql: 'SELECT * FROM customers ORDER BY id', caller: north })
      expect(result.columns.map(({ name }) => name)).to.deep.equal(['id', 'name', 'email', 'region', 'credit'])
      expect(result.rows).to.deep.equal([[1, 'Ann', '***', 'north', null], [3, 'Zoë', '***', 'north', null]]) // prettier-ignore
      expect(result).to.deep.include({ narrowed: true, policies: ['role user'] })
    })

    it('gives no rows to who lacks the attribute', async () => {
      expect(await rowsOf('SELECT * FROM customers', nowhere)).to.deep.equal([])
    })

    it('takes an attribute for a value, whatever is in it', async () => {
      const sly = { ...north, attributes: { region: "x' OR '1' = '1" } }
      expect(await rowsOf('SELECT * FROM customers', sly)).to.deep.equal([])
    })

    it('masks in conditions and order too', async () => {
      expect(await rowsOf("SELECT id FROM customers WHERE email = 'ann@x' OR credit = 10", north)).to.deep.equal([])
    })

    it('gives hidden and unknown names the same answer', async () => {
      const messageOf = (sql: string) =>
        gate
          .run({ database: 'shop', sql, caller: north })
          .catch((error: unknown) => String(error).replaceAll(/\S+$/g, ''))
      for (const sql of ['SELECT * FROM salaries', 'SELECT * FROM well_paid', 'SELECT tax_id FROM customers'])
        expect(await refusal(sql, north), sql).to.equal('not_permitted')
      expect(await messageOf('SELECT * FROM salaries')).to.equal(await messageOf('SELECT * FROM nonsense'))
    })

    it('never suggests what is hidden', async () => {
      const error: unknown = await gate
        .run({ database: 'shop', sql: 'SELECT * FROM salarys', caller: north })
        .catch((fault: unknown) => fault)
      expect(String(error)).not.to.contain('salaries')
    })

    it('shows a schema without what is hidden, under a key of its own', async () => {
      const mine = await gate.view('shop', north)
      expect(mine.schema.tables.map(({ name }) => name)).not.to.include.members(['salaries', 'well_paid'])
      expect(mine.key).not.to.equal((await gate.view('shop', admin)).key)
      expect(mine.key).to.equal((await gate.view('shop', { ...north, userId: '9', username: 'nils' })).key)
      expect(mine.narrowed).to.deep.equal(['customers'])
    })

    it('lets the entry for a user go before that for the role', async () => {
      expect(await rowsOf('SELECT pay FROM salaries', eve)).to.deep.equal([[4000]])
      expect(await rowsOf('SELECT id FROM customers', eve)).to.deep.equal([[2]])
    })
  })

  describe('within bounds', () => {
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

    it('stops what does not end', async () => {
      const runaway = gate.run({ database: 'shop', sql: endless, caller: admin, timeoutMs: 500 })
      expect(await reasonOf(runaway)).to.equal('too_expensive')
    })

    it('answers others while one goes on, and ends it when its caller leaves', async () => {
      const leaving = new AbortController()
      const { signal } = leaving
      const runaway = gate
        .run({ database: 'shop', sql: endless, caller: admin, timeoutMs: 60_000, signal })
        .catch(() => undefined)
      let ended = false
      void runaway.then(() => (ended = true))
      expect(await rowsOf('SELECT count(*) FROM customers')).to.deep.equal([[3]])
      expect(ended).to.equal(false)
      leaving.abort()
      await runaway
    })

    it('refuses a join of everything with everything before it runs', async () => {
      const wide = Array.from({ length: 40 }, (_, index) => `customers c${index}`).join(', ')
      expect(await refusal(`SELECT count(*) FROM ${wide}`)).to.equal('too_expensive')
    })

    it('stops a statement that eats memory', async () => {
      const hungry =
        "WITH RECURSIVE n(s) AS (SELECT printf('%.*c', 1000000, 'x') UNION ALL SELECT s || s FROM n) SELECT max(length(s)) FROM n"
      expect(await refusal(hungry)).to.be.oneOf(['too_expensive', 'sql_failed'])
    })

    it('stops when the caller leaves', async () => {
      const controller = new AbortController()
      const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
      const work = reasonOf(gate.run({ database: 'shop', sql: endless, caller: admin, signal: controller.signal }))
      setImmediate(() => controller.abort())
      expect(await work).to.equal('cancelled')
    })
  })

  describe('with several databases', () => {
    it('lets one be down alone, and come back by itself', async () => {
      expect(await reasonOf(gate.view('gone', admin))).to.equal('database_unavailable')
      expect(gate.databases().map(({ name, status }) => [name, status])).to.deep.include(['gone', 'unavailable'])
      expect(await refusal('SELECT 1')).to.equal('none')
      makeShop(join(folder, 'next.db'))
      renameSync(join(folder, 'next.db'), join(folder, 'later.db'))
      const deadline = Date.now() + 10_000
      let reason = 'database_unavailable'
      while (reason !== 'none' && Date.now() < deadline) {
        await new Promise(setImmediate)
        reason = await reasonOf(gate.run({ database: 'gone', sql: 'SELECT 1', caller: admin }))
      }
      expect(reason).to.equal('none')
    })

    it('names an unknown database and refuses a URL that it cannot run on', async () => {
      expect(await reasonOf(gate.view('nope', admin))).to.equal('database_unknown')
      expect(() => gate.attach({ name: 'm', url: 'mysql://localhost/x' })).to.throw(AppError, /MySQL/)
    })
  })

  it('tells the operator of a policy that names what is not there', async () => {
    gate.usePolicies(
      parsePolicies('databases: { shop: { roles: { user: { tables: { salarys: hidden } } } }, shopp: { roles: {} } }'),
    )
    const found = await gate.examine()
    const problemsOf = (database: string) => found.find(({ name }) => name === database)?.problems.join()
    expect(problemsOf('shop')).to.contain('salarys').and.to.contain('Did you mean salaries?')
    expect(problemsOf('shopp')).to.contain('Did you mean shop?')
    gate.usePolicies(policies)
  })

  it('says how to narrow what takes too much', async () => {
    const endless = 'WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT count(*) FROM x'
    const messageOf = (sql: string) =>
      gate.run({ database: 'shop', sql, caller: admin, timeoutMs: 200 }).catch((error: unknown) => String(error))
    expect(await messageOf(endless))
      .to.include('within 0.2 s')
      .and.to.include('recursion a condition')
    const many = Array.from({ length: 30 }, (_, index) => `orders o${index}`).join(', ')
    expect(await messageOf(`SELECT count(*) FROM ${many}`)).to.include('join condition')
  })
})
