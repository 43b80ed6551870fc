import { expect } from 'chai'
import type { Gate } from '../../src/modules/agent/sql/gate.ts'
import { createGate } from '../../src/modules/agent/sql/gate.ts'
import { asClient } from './fixture.ts'
import type { Shop } from './shop.ts'
import { openPostgresShop, openSqliteShop } from './shop.ts'

const dialects = [
  { name: 'sqlite', open: () => openSqliteShop() },
  { name: 'postgres', open: () => openPostgresShop('gate_bounds') },
]
const endless = 'WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT count(*) FROM x'
const who = (name: string) => ({ userId: name, username: name, role: 'user', attributes: {} })

for (const { name, open } of dialects)
  describe(`the bounds on ${name}`, function () {
    this.timeout(60_000)
    let shop: Shop
    let gate: Gate

    before(async () => {
      shop = await open()
      gate = createGate({ databases: [{ name: 'shop', url: shop.url }] })
    })
    after(async () => {
      await gate.close()
      await shop.close()
    })

    it('leave room for others when a caller runs as many endless statements as they may', async () => {
      const controller = new AbortController()
      const run = (sql: string, caller: string, signal?: AbortSignal) =>
        gate.run({ database: 'shop', sql, caller: who(caller), ...(signal && { signal }) })
      let ended = 0
      const hogs = Array.from({ length: 20 }, () =>
        run(endless, 'hog', AbortSignal.any([controller.signal])).catch((error: unknown) => {
          ended++
          return error
        }),
      )
      const others = Array.from({ length: 30 }, (_, index) =>
        run('SELECT count(*) FROM customers', `other ${index % 6}`),
      )
      const results = await Promise.all(others)
      expect(results.map(({ rows }) => rows[0]?.[0])).to.deep.equal(others.map(() => 40))
      expect(ended).to.equal(0)
      controller.abort()
      for (const error of await Promise.all(hogs)) expect(error).to.include({ code: 'cancelled' })
    })
  })

describe('a statement that PostgreSQL does not stop when it is told to', function () {
  this.timeout(60_000)
  const working =
    "SELECT FROM pg_stat_activity WHERE state = 'active' AND datname = 'gate_given_up' AND pid <> pg_backend_pid()"

  it('is given up, and the caller answered', async () => {
    const shop = await openPostgresShop('gate_given_up')
    const gate = createGate({ databases: [{ name: 'shop', url: shop.url }], limits: { timeoutMs: 300 } })
    const outcome = gate.run({ database: 'shop', sql: "SELECT length(format('%400000000s', 'x'))", caller: who('ann') })
    const error: unknown = await outcome.catch((fault: unknown) => fault)
    expect(error).to.have.nested.property('details.reason', 'too_expensive')
    await asClient(shop.url, async (client) => {
      expect((await client.query(working)).rows).to.have.length(1)
    })
    const { rows } = await gate.run({ database: 'shop', sql: 'SELECT 1', caller: who('ann') })
    expect(rows).to.deep.equal([[1]])
    await gate.close()
    await asClient(shop.url, async (client) => {
      while ((await client.query(working)).rows.length > 0) await new Promise(setImmediate)
    })
    await shop.close()
  })
})
