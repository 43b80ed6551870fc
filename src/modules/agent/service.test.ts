import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect } from 'chai'
import { callOf, person, startAgent, type TestAgent } from '../../../test/support/agent.ts'
import { AppError } from '../../platform/errors.ts'
import { answerSchema } from './answer/answer.ts'
import { agentContract } from './contract.ts'

const ada = person('ada')
const ben = person('ben')

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it should have been refused')
}

const countByRegion =
  'SELECT r.name, COUNT(*) AS customers FROM customers c JOIN regions r ON r.id = c.region_id GROUP BY r.id ORDER BY 2 DESC, 1'

describe('the agent', () => {
  let agent: TestAgent
  const ask = (user_request: string, more: object = {}, call = callOf(ada)) =>
    agent.service.query(agentContract.operations.query.input.parse({ user_request, ...more }), call)

  before(async () => {
    agent = await startAgent()
    agent.engine.reads('customers per region', {
      sql: countByRegion,
      explanation: 'the number of customers per region',
    })
    agent.engine.reads('how many customers?', {
      sql: 'SELECT COUNT(*) FROM customers',
      explanation: 'the number of customers',
    })
    agent.engine.reads('orders of 1999', { sql: "SELECT id FROM orders WHERE placed < '2000-01-01'" })
    agent.engine.reads(
      'best customers',
      { sql: 'SELECT name FROM customers ORDER BY joined', explanation: 'the oldest customers', confidence: 0.4 },
      { sql: 'SELECT name FROM customers', explanation: 'all customers', confidence: 0.3 },
    )
    agent.engine.reads('broken', { sql: 'SELECT nme FROM customers' })
    agent.engine.reads('writing', { sql: 'DELETE FROM customers' })
  })
  after(() => agent.close())

  it('answers with rows, SQL, a sentence, a chart and a receipt, as the contract promises', async () => {
    const answer = await ask('customers per region')
    answerSchema.parse(answer)
    expect(answer).to.include({ outcome: 'answered', sql: countByRegion, dialect: 'sqlite', database: 'shop' })
    expect(answer.rows).to.deep.equal([
      ['North', 2],
      ['South', 1],
      ['West', 1],
    ])
    expect(answer.columns.map(({ name }) => name)).to.deep.equal(['name', 'customers'])
    expect(answer.response).to.include('North (2)')
    expect(answer.chart?.mark.type).to.equal('bar')
    expect(answer.receipt.result_sha256).to.match(/^[0-9a-f]{64}$/)
    expect(answer.row_count).to.equal(3)
  })

  it('puts each answer on record, and says under which id', async () => {
    const answer = await ask('how many customers?')
    const { items } = await agent.audit.list({ limit: 1 })
    expect(items[0]).to.include({ id: answer.receipt.audit_id, action: 'query.answered', target: answer.id })
    expect(JSON.stringify(items[0])).not.to.include('Ada')
  })

  it('words a single number as a sentence', async () => {
    expect((await ask('how many customers?')).response).to.equal('The number of customers is 4.')
  })

  it('tells none from not understood', async () => {
    expect(await ask('orders of 1999')).to.include({ outcome: 'no_data', row_count: 0 })
    const error = await failure(ask('colourless green ideas'))
    expect(error.code).to.equal('unprocessable')
    expect(error.details.reason).to.equal('not_understood')
    expect(error.message).to.include('customers').and.to.include('orders')
    answerSchema.parse(error.details.extensions)
  })

  it('asks back when it is not sure, with each reading and its SQL, and the rows of the likeliest', async () => {
    const answer = await ask('best customers')
    expect(answer.outcome).to.equal('needs_clarification')
    expect(answer.sql).to.equal(answer.alternatives[0]?.sql)
    expect(answer.rows.length).to.be.greaterThan(0)
    expect(answer.response).to.match(/^I am not sure/)
    expect(answer.alternatives.map(({ explanation }) => explanation)).to.deep.equal([
      'the oldest customers',
      'all customers',
    ])
  })

  it('refuses names that are not to be read, with the answer inside the problem', async () => {
    const error = await failure(ask('broken'))
    expect(error.code).to.equal('forbidden')
    expect(error.details.reason).to.equal('not_permitted')
    expect(error.details.extensions).to.include({ outcome: 'not_permitted' })
  })

  it('never runs what writes, whoever wrote it', async () => {
    const path = join(agent.folder, 'shop.sqlite')
    const before = createHash('sha256').update(readFileSync(path)).digest('hex')
    expect((await failure(ask('writing'))).details.reason).to.equal('failed')
    const error = await failure(agent.service.sql({ sql: 'DELETE FROM orders' }, callOf(ada)))
    expect(error.status).to.equal(422)
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).to.equal(before)
  })

  it("runs a caller's own SELECT under the same rules, and cuts it where it must", async () => {
    const answer = await agent.service.sql(
      { sql: 'SELECT id, total FROM orders ORDER BY id', max_rows: 2 },
      callOf(ada),
    )
    expect(answer).to.include({ engine: 'sql', truncated: true, row_count: 2 })
    expect(answer.response).to.include('more rows')
  })

  it('reads, but does not run, when it is asked for a dry run', async () => {
    const answer = await ask('customers per region', { dry_run: true })
    expect(answer).to.include({ outcome: 'answered', sql: countByRegion, row_count: 0 })
    expect(answer.receipt.result_sha256).to.equal(null)
    expect((await failure(ask('broken', { dry_run: true }))).code).to.equal('forbidden')
  })

  it('knows which databases there are when one is asked for that is not', async () => {
    const error = await failure(ask('how many customers?', { database: 'nowhere' }))
    expect(error.code).to.equal('not_found')
    expect(error.message).to.include('shop')
  })

  it('has no off switch for its guard', () => {
    const parsed = agentContract.operations.query.input.safeParse({ user_request: 'x', disable_sql_blocking: true })
    expect(parsed.success).to.equal(false)
    expect(parsed.error?.issues[0]?.message).to.include('no off switch')
  })

  it('tells a listener of every stage before it answers', async () => {
    const heard: string[] = []
    await ask('customers per region', {}, callOf(ada, { emit: (event) => heard.push(event) }))
    expect(heard).to.deep.equal(['status', 'status', 'sql', 'status', 'rows', 'chart', 'text_delta', 'usage'])
  })

  it('keeps answers and conversations from everybody else', async () => {
    const { id, conversation_id } = await ask('how many customers?')
    const conversation = { id: conversation_id ?? '' }
    expect(await agent.service.answer({ id }, callOf(ada))).to.include({ id, user_request: 'how many customers?' })
    for (const refused of [
      agent.service.answer({ id }, callOf(ben)),
      agent.service.verify({ id }, callOf(ben)),
      agent.service.feedback({ id, verdict: 'right' }, callOf(ben)),
      agent.service.conversation(conversation, callOf(ben)),
      agent.service.deleteConversation(conversation, callOf(ben)),
      ask('how many customers?', { conversation_id }, callOf(ben)),
    ])
      expect((await failure(refused)).code).to.equal('not_found')
    const { items } = await agent.service.conversations({ limit: 100 }, callOf(ben))
    expect(items).to.deep.equal([])
  })

  it('carries the question before into the next of a conversation', async () => {
    const { conversation_id } = await ask('customers per region')
    await failure(ask('and those of the north?', { conversation_id }))
    expect(agent.engine.asked.at(-1)?.previous).to.deep.equal({ question: 'customers per region', sql: countByRegion })
    const { turns } = await agent.service.conversation({ id: conversation_id ?? '' }, callOf(ada))
    expect(turns.map(({ outcome }) => outcome)).to.deep.equal(['answered', 'not_understood'])
  })

  it('pages through conversations, newest first, and deletes one with its answers', async () => {
    const cleo = callOf(person('cleo'))
    for (const _ of [1, 2, 3]) await ask('how many customers?', {}, cleo)
    const first = await agent.service.conversations({ limit: 2 }, cleo)
    const second = await agent.service.conversations({ limit: 2, cursor: first.next_cursor ?? '' }, cleo)
    expect([first.items.length, second.items.length, second.next_cursor]).to.deep.equal([2, 1, null])
    const [conversation] = second.items
    const { turns } = await agent.service.conversation({ id: conversation?.id ?? '' }, cleo)
    await agent.service.deleteConversation({ id: conversation?.id ?? '' }, cleo)
    expect((await failure(agent.service.answer({ id: turns[0]?.answer_id ?? '' }, cleo))).code).to.equal('not_found')
  })

  it('verifies an answer by its hash, and notices when the data has changed', async () => {
    const { id, receipt } = await ask('how many customers?')
    expect(await agent.service.verify({ id }, callOf(ada))).to.include({
      verified: true,
      result_sha256: receipt.result_sha256,
    })
    const database = new Sqlite(join(agent.folder, 'shop.sqlite'))
    database.exec("INSERT INTO customers VALUES (5, 'Eve', 2, '2025-01-01')")
    expect(await agent.service.verify({ id }, callOf(ada))).to.include({ verified: false, previous_row_count: 1 })
    database.exec('DELETE FROM customers WHERE id = 5')
    database.close()
  })

  it('learns from what its user confirms, and from an administrator for everybody', async () => {
    const right = 'SELECT name FROM customers ORDER BY joined LIMIT 1'
    const { id } = await ask('best customers')
    expect(await agent.service.feedback({ id, verdict: 'wrong', sql: right }, callOf(ada))).to.include({ learnt: true })
    expect(await ask('Best customers')).to.include({ outcome: 'answered', sql: right })
    expect((await ask('best customers', {}, callOf(ben))).outcome).to.equal('needs_clarification')
    const root = callOf(person('root', { permissions: ['read:agent', 'write:agent', 'write:system'] }))
    const own = await ask('best customers', {}, root)
    await agent.service.feedback({ id: own.id, verdict: 'wrong', sql: right }, root)
    expect(await ask('best customers', {}, callOf(ben))).to.include({ outcome: 'answered', sql: right })
  })

  it('learns no statement that the gate would refuse', async () => {
    const { id } = await ask('how many customers?')
    const error = await failure(agent.service.feedback({ id, verdict: 'wrong', sql: 'DROP TABLE orders' }, callOf(ada)))
    expect(error.status).to.equal(422)
  })

  it('says what can be asked', async () => {
    const { tables, suggested_questions: questions } = await agent.service.schema({ name: 'shop' }, callOf(ada))
    expect(tables.map(({ name }) => name)).to.have.members(['regions', 'customers', 'orders'])
    expect(questions).to.include('How many orders are there for each customer?')
    const status = await agent.service.status({}, callOf(ada))
    expect(status.databases).to.deep.include({ name: 'shop', dialect: 'sqlite', tables: 3, status: 'available' })
  })

  it('gives no answer that cannot be put on record', async () => {
    const silent = await startAgent({
      audit: {
        ...agent.audit,
        record: () => Promise.reject(new AppError('unavailable', 'The audit trail cannot be written.')),
      },
    })
    silent.engine.reads('how many customers?', { sql: 'SELECT COUNT(*) FROM customers' })
    const input = agentContract.operations.query.input.parse({ user_request: 'how many customers?' })
    const heard: string[] = []
    const call = callOf(ada, { emit: (event, data) => heard.push(event, JSON.stringify(data)) })
    expect((await failure(silent.service.query(input, call))).code).to.equal('unavailable')
    expect(heard).not.to.include('rows')
    expect(heard.join()).not.to.include('4')
    await silent.close()
  })
})
