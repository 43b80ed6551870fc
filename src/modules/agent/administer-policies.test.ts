import { expect } from 'chai'
import { callOf, person, startAgent, type TestAgent } from '../../../test/support/agent.ts'
import { AppError } from '../../platform/errors.ts'
import { agentContract } from './contract.ts'
import { parsePolicies } from './sql/policy/policies.ts'
import { createStoredPolicies } from './stored-policies.ts'
import type { PolicyRow } from './tables.ts'

const { replacePolicies, checkPolicies } = agentContract.operations
const north = callOf(person('ada', { attributes: { region: 1 } }))
const root = callOf(person('root', { role: 'admin', permissions: ['read:system', 'write:system'] }))

describe('policies set while the service runs', () => {
  let agent: TestAgent

  const seen = async (sql: string) => {
    const input = agentContract.operations.sql.input.parse({ sql })
    const answer = await agent.service.sql(input, north).catch((error: unknown) => error)
    return answer instanceof AppError ? answer.code : answer instanceof Error || answer
  }
  const put = (policy: unknown, version?: number) =>
    agent.service.replacePolicies(replacePolicies.input.parse({ name: 'shop', policy, version }), root)
  const fault = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error)
  const narrow = { roles: { user: { tables: { orders: 'hidden', customers: { rows: 'region_id = :region' } } } } }

  beforeEach(async () => {
    agent = await startAgent()
  })
  afterEach(() => agent.close())

  it('hold from then on, and are taken back', async () => {
    expect(await seen('SELECT id FROM orders')).to.include({ row_count: 5 })
    expect(await put(narrow)).to.include({ source: 'api', version: 1, updated_by: 'root' })
    expect(await seen('SELECT id FROM orders')).to.equal('forbidden')
    expect(await seen('SELECT id FROM customers')).to.include({ row_count: 2 })
    expect(await agent.service.removePolicies({ name: 'shop' }, root)).to.include({ source: 'none', version: 2 })
    expect(await seen('SELECT id FROM orders')).to.include({ row_count: 5 })
    expect(await agent.service.policies({ name: 'shop' }, root)).to.include({ policy: null, version: 2 })
  })

  it('are refused, and nothing changes, when they name what is not there or fail', async () => {
    const wrong = {
      roles: {
        user: { tables: { order: 'hidden', customers: { columns: { joind: 'masked' }, rows: 'regon_id = 1' } } },
      },
    }
    const error = await fault(put(wrong))
    expect(error).to.deep.include({ code: 'invalid' })
    expect(error).to.have.nested.property('details.errors').with.length(3)
    expect(JSON.stringify(error)).to.include('Did you mean orders?').and.to.include('Did you mean joined?')
    expect(JSON.stringify(error)).to.include('roles.user.tables.customers.rows')
    const checked = await agent.service.checkPolicies(checkPolicies.input.parse({ name: 'shop', policy: wrong }), root)
    expect(checked).to.include({ valid: false })
    expect(await agent.service.policies({ name: 'shop' }, root)).to.include({ source: 'none', version: 0 })
  })

  it('are not overwritten by who has read an older one', async () => {
    await put(narrow, 0)
    expect(await fault(put({}, 0))).to.deep.include({ code: 'conflict' })
    expect(await put({}, 1)).to.include({ version: 2 })
  })

  it('set limits of a database of its own', async () => {
    await put({ limits: { max_rows: 2 } })
    expect(await seen('SELECT id FROM orders')).to.include({ row_count: 2, truncated: true })
  })

  it('are on record with who changed what', async () => {
    await put(narrow)
    const { items } = await agent.service.listAudit({ limit: 10, action: 'policies.replaced' }, root)
    expect(items[0]).to.deep.include({ username: 'root', target: 'shop', outcome: 'success' })
    expect(items[0]?.details).to.have.nested.property('policy.roles.user.tables.orders', 'hidden')
  })
})

describe('stored policies', () => {
  const file = parsePolicies('databases: { shop: { roles: { user: { tables: { a: hidden } } } } }')
  const change = { database: 'shop', by: 'root', at: '2026-01-01T00:00:00.000Z' }
  const policy = { roles: {}, users: {}, limits: {} }

  it('are known in another process before long, and stand in place of the file', async () => {
    const rows = new Map<string, PolicyRow>()
    const tables = {
      policies: () => Promise.resolve([...rows.values()]),
      putPolicy: (row: PolicyRow) => {
        const next = (rows.get(row.database)?.version ?? 0) + 1 === row.version
        if (next) rows.set(row.database, row)
        return Promise.resolve(next)
      },
    }
    let now = 0
    const [one, other] = [createStoredPolicies(tables, file, () => now), createStoredPolicies(tables, file, () => now)]
    expect((await other.current()).databases['shop']).to.deep.equal(file.databases['shop'])
    await one.put({ ...change, policy })
    expect((await one.current()).databases['shop']).to.deep.equal(policy)
    now += 500
    expect((await other.current()).databases['shop']).to.deep.equal(policy)
    await other.put({ ...change, policy: null })
    expect((await other.current()).databases['shop']).to.deep.equal(file.databases['shop'])
  })
})
