import { expect } from 'chai'
import { enter, signIn } from '../support/people.ts'
import { refusal } from '../support/refusal.ts'
import type { TestSystem, Visitor } from '../support/system.ts'
import { forEachTopology } from '../support/topologies.ts'

forEachTopology('contract agent', (topology) => {
  let system: TestSystem
  let ada: Visitor
  before(async () => {
    system = await topology.open()
    ada = await enter(system, 'ada')
  })
  after(() => system?.stop())

  it('answers a question in plain words with the rows, the SQL that made them, and a receipt', async () => {
    const answer = await ada.clients.agent.query(
      { user_request: 'How many customers are there in each region?' },
      ada.call(),
    )
    expect(answer.outcome).to.equal('answered')
    expect(answer.engine).to.equal('embedded')
    const check = await ada.clients.agent.sql(
      { sql: 'SELECT r.name, COUNT(*) FROM customers c JOIN regions r ON r.region_id = c.region_id GROUP BY r.name' },
      ada.call(),
    )
    const byRegion = (rows: unknown[][]) => rows.map((row) => row.map(String).sort().join('|')).sort()
    expect(byRegion(answer.rows)).to.deep.equal(byRegion(check.rows))
    expect(answer.row_count).to.equal(answer.rows.length)
    expect(answer.sql).to.match(/group by/i)
    expect(answer.receipt.result_sha256).to.match(/^[0-9a-f]{64}$/)
    expect(answer.confidence).to.be.within(0, 1)
  })

  it('says nothing with a number that is not in the rows', async () => {
    const answer = await ada.clients.agent.query({ user_request: 'How many products are there?' }, ada.call())
    const inRows = new Set(answer.rows.flat().map(String))
    for (const numeral of answer.response.replaceAll(',', '').match(/\d+(\.\d+)?/g) ?? [])
      expect(inRows).to.include(numeral)
  })

  it('keeps an answer for whoever asked, and nobody else', async () => {
    const { id } = await ada.clients.agent.query({ user_request: 'How many orders are there?' }, ada.call())
    expect((await ada.clients.agent.answer({ id }, ada.call())).id).to.equal(id)
    const eve = await enter(system, 'eve')
    expect((await refusal(eve.clients.agent.answer({ id }, eve.call()))).code).to.equal('not_found')
  })

  it('runs an answer again and finds the same result', async () => {
    const { id } = await ada.clients.agent.query({ user_request: 'How many orders are there?' }, ada.call())
    expect(await ada.clients.agent.verify({ id }, ada.call())).to.deep.include({ verified: true })
  })

  it('runs the caller’s own SELECT, and refuses whatever writes', async () => {
    const answer = await ada.clients.agent.sql({ sql: 'SELECT COUNT(*) AS n FROM orders' }, ada.call())
    expect(answer.rows).to.have.length(1)
    for (const sql of [
      'DELETE FROM orders',
      'SELECT 1; DROP TABLE orders',
      'PRAGMA writable_schema = 1',
      "ATTACH 'x.db' AS x",
    ]) {
      const error = await refusal(ada.clients.agent.sql({ sql }, ada.call()))
      expect([403, 422], sql).to.include(error.status)
    }
    const after = await ada.clients.agent.sql({ sql: 'SELECT COUNT(*) AS n FROM orders' }, ada.call())
    expect(after.rows).to.deep.equal(answer.rows)
  })

  it('cuts at the row cap and says so', async () => {
    const answer = await ada.clients.agent.sql({ sql: 'SELECT * FROM orders', max_rows: 7 }, ada.call())
    expect(answer.rows).to.have.length(7)
    expect(answer.truncated).to.equal(true)
  })

  it('refuses the old switch that turned the guard off', async () => {
    const old: object = { disable_sql_blocking: true }
    const error = await refusal(ada.clients.agent.query({ user_request: 'How many orders?', ...old }, ada.call()))
    expect(error.code).to.equal('invalid')
    expect(error.message).to.include('off switch')
  })

  it('says what can be answered when a question cannot be', async () => {
    const error = await refusal(ada.clients.agent.query({ user_request: 'xyzzy plugh qwertz' }, ada.call()))
    expect(error.status).to.equal(422)
    expect(error.details.extensions).to.deep.include({ outcome: 'not_understood' })
  })

  it('lets nobody ask who may only read', async () => {
    const nobody = await system.visit(null)
    expect((await refusal(nobody.clients.agent.query({ user_request: 'How many?' }, nobody.call()))).code).to.equal(
      'unauthenticated',
    )
  })

  it('tells how the schema looks to the caller', async () => {
    const { databases } = await ada.clients.agent.databases({}, ada.call())
    expect(databases.map((database) => database.name)).to.include('default')
    const schema = await ada.clients.agent.schema({ name: 'default' }, ada.call())
    expect(schema.tables.map((table) => table.name)).to.include.members(['customers', 'orders', 'products'])
    expect(schema.suggested_questions.length).to.be.greaterThan(0)
  })

  it('reports the stages of its work to whoever listens', async () => {
    const heard: string[] = []
    const call = ada.call({ emit: (event) => heard.push(event) })
    const answer = await ada.clients.agent.query({ user_request: 'How many customers are there?' }, call)
    expect(answer.outcome).to.equal('answered')
    expect(heard).to.include.members(['status', 'sql', 'rows'])
  })

  it('learns from feedback of the one who asked', async () => {
    const ben = await signIn(system, 'ada')
    const { id } = await ben.clients.agent.query({ user_request: 'How many suppliers are there?' }, ben.call())
    const thanks = await ben.clients.agent.feedback({ id, verdict: 'right' }, ben.call())
    expect(thanks.learnt).to.equal(true)
  })

  it('keeps a trail that proves itself whole', async () => {
    const verdict = await ada.clients.agent.verifyAudit({}, ada.call())
    expect(verdict.valid).to.equal(true)
    expect(verdict.records).to.be.greaterThan(0)
  })
})
