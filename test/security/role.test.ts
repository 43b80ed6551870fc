import { expect } from 'chai'
import { AppError } from '../../src/platform/errors.ts'
import { createGate } from '../../src/modules/agent/sql/gate.ts'
import { leastPrivilegeSql } from '../../src/modules/agent/sql/postgres/role.ts'
import { asClient } from './fixture.ts'
import type { Shop } from './shop.ts'
import { engineAlone, openPostgresShop } from './shop.ts'

const caller = { userId: 'u-7', username: 'ann', role: 'user', attributes: { region: 'north' } }

describe('the role of a PostgreSQL connection', function () {
  this.timeout(60_000)
  let shop: Shop
  let url: string

  before(async () => {
    shop = await openPostgresShop('gate_role')
    await asClient(shop.url, async (client) => {
      await client.query('DROP ROLE IF EXISTS gate_reader')
      await client.query(leastPrivilegeSql('gate_role', 'gate_reader', 'public'))
      await client.query(`ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own_region ON orders USING (
          customer_id IN (SELECT id FROM customers WHERE region = current_setting('ai_agent.attributes', true)::jsonb ->> 'region'))`)
    })
    const reader = new URL(shop.url)
    reader.username = 'gate_reader'
    reader.password = 'change me'
    url = reader.href
  })
  after(async () => {
    await asClient(shop.url, async (client) => {
      await client.query('DROP OWNED BY gate_reader; DROP ROLE gate_reader')
    })
    await shop.close()
  })

  it('as documented can read and nothing else', async () => {
    const gate = createGate({ databases: [{ name: 'shop', url }] })
    expect((await gate.examine())[0]).to.deep.equal({ name: 'shop', reachable: true, problems: [] })
    const { rows } = await gate.run({ database: 'shop', sql: 'SELECT count(*) FROM customers', caller })
    expect(rows).to.deep.equal([[40]])
    await gate.close()
  })

  it('as superuser is called out', async () => {
    const gate = createGate({ databases: [{ name: 'shop', url: shop.url }] })
    expect((await gate.examine())[0]?.problems.join()).to.contain('superuser')
    await gate.close()
  })

  it('lets row-level security of the database know the caller', async () => {
    const gate = createGate({ databases: [{ name: 'shop', url }] })
    const count = async (region: string) => {
      const who = { ...caller, attributes: { region } }
      const { rows } = await gate.run({ database: 'shop', sql: 'SELECT count(*) FROM orders', caller: who })
      return Number(rows[0]?.[0])
    }
    expect(await count('nowhere')).to.equal(0)
    expect(await count('north')).to.be.within(1, 119)
    await gate.close()
  })

  it('lets a view call what a statement may not', async () => {
    await asClient(shop.url, async (client) => {
      await client.query("CREATE VIEW places AS SELECT count(*) FROM pg_ls_dir('.')")
    })
    await shop.executor.introspect()
    expect((await engineAlone(shop, 'SELECT * FROM places')).rows).to.have.length(1)
    const direct: unknown = await engineAlone(shop, "SELECT pg_ls_dir('.')").catch((error: unknown) => error)
    expect(direct).to.have.nested.property('details.reason', 'sql_refused')
    await asClient(shop.url, async (client) => {
      await client.query('DROP VIEW places')
    })
  })

  it('holds hidden tables and columns by itself when they are not granted to it', async () => {
    await asClient(shop.url, async (client) => {
      await client.query('REVOKE SELECT ON secrets, secret_view, customers FROM gate_reader')
      await client.query('GRANT SELECT (id, name, region) ON customers TO gate_reader')
    })
    const gate = createGate({ databases: [{ name: 'shop', url }] })
    const reason = (sql: string) =>
      gate.run({ database: 'shop', sql, caller }).then(
        () => 'answered',
        (error: unknown) => (error instanceof AppError ? error.details.reason : error),
      )
    for (const sql of ['SELECT * FROM secrets', 'SELECT tax_id FROM customers', 'SELECT * FROM customers'])
      expect(await reason(sql), sql).to.equal('not_permitted')
    expect(await reason('SELECT name, region FROM customers')).to.equal('answered')
    const { schema } = await gate.view('shop', caller)
    expect(JSON.stringify(schema)).not.to.match(/secret|tax_id/)
    await gate.close()
    await asClient(shop.url, async (client) => {
      await client.query('GRANT SELECT ON secrets, secret_view, customers TO gate_reader')
    })
  })

  it('ends the statement in the server when the caller leaves', async () => {
    const gate = createGate({ databases: [{ name: 'shop', url }] })
    const controller = new AbortController()
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
    const work = gate.run({ database: 'shop', sql: endless, caller, signal: controller.signal })
    const running = async () => {
      let found = 0
      await asClient(shop.url, async (client) => {
        const { rows } = await client.query<{ n: string }>(
          "SELECT count(*) AS n FROM pg_stat_activity WHERE usename = 'gate_reader' AND state = 'active'",
        )
        found = Number(rows[0]?.n)
      })
      return found
    }
    const until = async (wanted: number) => {
      const deadline = Date.now() + 10_000
      while (Date.now() < deadline) {
        if ((await running()) === wanted) return
        await new Promise(setImmediate)
      }
      expect.fail(`There were never ${wanted} statements.`)
    }
    await until(1)
    controller.abort()
    const error: unknown = await work.catch((fault: unknown) => fault)
    expect(error).to.include({ code: 'cancelled' })
    await until(0)
    await gate.close()
  })
})
