import { expect } from 'chai'
import { startAgent } from '../../../test/support/agent.ts'
import type { Log } from '../../platform/log.ts'
import { createGate } from './sql/gate.ts'
import { parsePolicies } from './sql/policy/policies.ts'
import { warnOfPolicies } from './warn-of-policies.ts'

describe('a start with policies', () => {
  it('warns of tables, columns, conditions and databases that are not there, and of no role or user', async () => {
    const policies = parsePolicies(`
      databases:
        shop:
          roles: { strangers: { tables: { order: hidden, customers: { columns: { nam: masked }, rows: "regoin = 1" } } } }
          users: { nobody: { tables: { regions: hidden } } }
        ship: {}`)
    const agent = await startAgent({
      makeGate: (url) => createGate({ databases: [{ name: 'shop', url }], policies, sqliteProcesses: 1 }),
    })
    const warnings: unknown[] = []
    const warn: Log['warn'] = (_, fields) => warnings.push(fields?.['place'] ?? fields?.['problem'])
    const ignore = () => undefined
    const log: Log = { debug: ignore, info: ignore, warn, error: ignore, with: () => log }
    await warnOfPolicies(agent.gate, log)
    await agent.close()
    expect(warnings).to.have.members([
      'There is a policy for the database "ship", which is not there. Did you mean shop?',
      'roles.strangers.tables.order',
      'roles.strangers.tables.customers.columns.nam',
      'roles.strangers.tables.customers.rows',
    ])
  })
})
