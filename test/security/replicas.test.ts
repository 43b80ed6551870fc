import { expect } from 'chai'
import { agentMigrations } from '../../src/modules/agent/migrations/index.ts'
import { createGate } from '../../src/modules/agent/sql/gate.ts'
import { noPolicies, parsePolicies } from '../../src/modules/agent/sql/policy/policies.ts'
import { createStoredPolicies } from '../../src/modules/agent/stored-policies.ts'
import { createAgentTables } from '../../src/modules/agent/tables.ts'
import { openDatabase } from '../../src/platform/db/connect.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { until } from '../support/until.ts'
import { openSqliteShop } from './shop.ts'

const caller = { userId: '1', username: 'ann', role: 'user', attributes: {} }
const hiding = parsePolicies('databases: { shop: { roles: { user: { tables: { secrets: hidden } } } } }').databases[
  'shop'
]

describe('policies in several processes', function () {
  this.timeout(60_000)

  it('that one of them has set hold in the others, and after a restart', async () => {
    const { url, drop } = await freshDatabase()
    const shop = await openSqliteShop()
    const open = async () => {
      const db = await openDatabase({ dialect: 'postgres', url }, 'agent', agentMigrations)
      const policies = createStoredPolicies(createAgentTables(db), noPolicies, Date.now)
      const gate = createGate({ databases: [{ name: 'shop', url: shop.url }], policies: policies.current })
      const sees = () =>
        gate.run({ database: 'shop', sql: 'SELECT * FROM secrets', caller }).then(
          () => true,
          () => false,
        )
      const close = async () => {
        await gate.close()
        await db.close()
      }
      return { policies, sees, close }
    }
    const change = { database: 'shop', by: 'root', at: new Date().toISOString() }
    const [one, other] = [await open(), await open()]
    expect(await other.sees()).to.equal(true)

    const puts = [one, other].map(({ policies }) =>
      policies.put({ ...change, policy: hiding ?? null, version: 0 }).then(
        () => 'done',
        () => 'conflict',
      ),
    )
    expect((await Promise.all(puts)).sort()).to.deep.equal(['conflict', 'done'])
    await until(async () => !(await one.sees()) && !(await other.sees()))
    const restarted = await open()
    expect(await restarted.sees()).to.equal(false)

    await restarted.policies.put({ ...change, policy: null })
    await until(() => other.sees())
    await Promise.all([one, other, restarted].map(({ close }) => close()))
    await shop.close()
    await drop()
  })
})
