import { expect } from 'chai'
import { callOf, person, startAgent, type TestAgent } from '../../../test/support/agent.ts'
import { agentContract } from './contract.ts'
import { createGate } from './sql/gate.ts'
import { noPolicies, parsePolicies } from './sql/policy/policies.ts'

const policies = parsePolicies(`
databases:
  shop:
    roles:
      user:
        tables:
          orders: hidden
          customers:
            columns: { joined: hidden }
            rows: "region_id = :region"
`)

const north = callOf(person('ada', { attributes: { region: 1 } }))
const nowhere = callOf(person('ben'))
const root = callOf(person('root', { role: 'admin' }))

describe('the agent under policies', () => {
  let agent: TestAgent
  const ask = (user_request: string, call = north) =>
    agent.service.query(agentContract.operations.query.input.parse({ user_request }), call)
  const refusal = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error)

  before(async () => {
    agent = await startAgent({
      makeGate: (url) => createGate({ databases: [{ name: 'shop', url }], policies, sqliteProcesses: 1 }),
    })
    agent.engine.reads('customers', { sql: 'SELECT name FROM customers ORDER BY name' })
    agent.engine.reads('orders', { sql: 'SELECT id FROM orders' })
    agent.engine.reads('joined', { sql: 'SELECT joined FROM customers' })
    agent.engine.reads('late customers', { sql: "SELECT name FROM customers WHERE name > 'Z'" })
  })
  after(() => agent.close())

  it('answers with the rows that the asker may see, and says that there may be more', async () => {
    const answer = await ask('customers')
    expect(answer.rows).to.deep.equal([['Ada'], ['Ben']])
    expect(answer.response).to.include('that you may see')
    expect(answer.warnings.join()).to.include('policy')
    expect(answer.receipt.policies).to.deep.equal(['role user'])
    expect(answer.receipt.parameters).to.deep.equal({ region: 1 })
    expect((await ask('customers', root)).row_count).to.equal(4)
  })

  it('tells "none that you may see" from "none"', async () => {
    const narrowed = await ask('customers', nowhere)
    expect(narrowed).to.include({ outcome: 'no_data', row_count: 0 })
    expect(narrowed.response).to.include('that you may see')
    expect((await ask('late customers', root)).response).not.to.include('may see')
  })

  it('treats what is hidden as what is not there, in answers and in descriptions', async () => {
    for (const question of ['orders', 'joined'])
      expect(await refusal(ask(question)), question).to.deep.include({ code: 'forbidden' })
    const schema = JSON.stringify(await agent.service.schema({ name: 'shop' }, north))
    expect(schema).not.to.match(/orders|joined/)
    const lost = await refusal(ask('colourless green ideas'))
    expect(lost).to.be.instanceOf(Error).with.property('message').that.does.not.include('orders')
  })

  it('does not show an old answer to someone who sees less by now', async () => {
    agent.gate.usePolicies(noPolicies)
    const { id, conversation_id } = await ask('customers')
    expect((await agent.service.answer({ id }, north)).row_count).to.equal(4)
    agent.gate.usePolicies(policies)
    const old = await agent.service.answer({ id }, north)
    expect(JSON.stringify(old)).not.to.match(/Cem|Dora/)
    const conversation = await agent.service.conversation({ id: conversation_id ?? '' }, north)
    expect(JSON.stringify(conversation)).not.to.match(/Cem|Dora/)
    expect(await agent.service.verify({ id }, north)).to.include({ verified: false, row_count: 2 })
  })

  it('learns no statement from one that another may not run', async () => {
    agent.gate.usePolicies(noPolicies)
    const admin = callOf(person('chief', { role: 'admin', permissions: ['read:agent', 'write:agent', 'write:system'] }))
    const { id } = await ask('orders', admin)
    await agent.service.feedback({ id, verdict: 'right' }, admin)
    agent.gate.usePolicies(policies)
    const before = agent.engine.asked.length
    await refusal(ask('ORDERS'))
    expect(agent.engine.asked[before]?.examples).to.deep.equal([])
  })
})
