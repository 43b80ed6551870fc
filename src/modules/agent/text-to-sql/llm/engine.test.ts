import { expect } from 'chai'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeShop, scriptedEngine } from '../../../../../test/support/agent.ts'
import { startScriptedLlm, type ScriptedLlm } from '../../../../../test/support/scripted-llm.ts'
import { AppError } from '../../../../platform/errors.ts'
import { openAiModel } from '../../../../platform/llm/index.ts'
import { createGate, type Gate } from '../../sql/gate.ts'
import type { AskableDatabase } from '../engine.ts'
import { createTextToSql } from '../choose-engine.ts'
import { createLlmEngine } from './engine.ts'

const ada = { userId: 'ada', username: 'ada', role: 'user', attributes: {} }

describe('the engine that asks a model', () => {
  let endpoint: ScriptedLlm
  let folder: string
  let gate: Gate
  let database: AskableDatabase

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ai-agent-llm-'))
    makeShop(
      join(folder, 'shop.sqlite'),
      `CREATE TABLE secrets (id INTEGER PRIMARY KEY, word TEXT);
       INSERT INTO secrets VALUES (1, 'canary-secret');
       INSERT INTO customers VALUES (9, 'canary-customer', 1, '2020-01-01');`,
    )
    gate = createGate({
      databases: [{ name: 'shop', url: `sqlite:${join(folder, 'shop.sqlite')}` }],
      sqliteProcesses: 1,
    })
    database = await gate.askable('shop', ada)
  })
  after(async () => {
    await gate.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    endpoint = await startScriptedLlm()
  })
  afterEach(() => endpoint.close())

  const model = (timeoutMs = 5000) => openAiModel({ baseUrl: endpoint.url, model: 'tiny', timeoutMs })
  const engine = (
    more: { privateMode?: boolean; embedded?: ReturnType<typeof scriptedEngine>; schemaBudget?: number } = {},
  ) => createLlmEngine({ model: model(), privateMode: false, now: () => Date.UTC(2026, 4, 3), ...more })

  it('reads a question by a model, and counts what it used', async () => {
    endpoint.answer('{"sql": "SELECT COUNT(*) FROM customers", "explanation": "the number of customers"}')
    const { readings, usage, model: name } = await engine().interpret({ text: 'How many customers?' }, database)
    expect(readings[0]).to.include({ sql: 'SELECT COUNT(*) FROM customers', explanation: 'the number of customers' })
    expect(usage?.outputTokens).to.equal(7)
    expect(name).to.equal('tiny')
    expect(endpoint.received[0]?.raw).to.include('2026-05-03').and.to.include('customers')
  })

  it('sends what fails back with the reason, and takes the mended statement', async () => {
    endpoint.answer('{"sql": "SELECT nme FROM customers"}', '{"sql": "SELECT name FROM customers"}')
    const { readings } = await engine().interpret({ text: 'names' }, database)
    expect(readings[0]?.sql).to.equal('SELECT name FROM customers')
    expect(endpoint.received[1]?.messages.at(-1)?.content).to.include('nme')
  })

  it('gives up after two repairs', async () => {
    endpoint.answerWith(() => 'DROP TABLE customers; SELECT 1')
    expect((await engine().interpret({ text: 'names' }, database)).readings).to.deep.equal([])
    expect(endpoint.received).to.have.length(3)
  })

  it('shows a model of a wide schema only what matters for the question', async () => {
    endpoint.answer('{"unanswerable": "no"}')
    await engine({ schemaBudget: 60 }).interpret({ text: 'the word of each secret' }, database)
    const prompt = endpoint.received[0]?.raw ?? ''
    expect(prompt).to.include('secrets')
    expect(prompt).not.to.include('table orders')
  })

  it('in private mode shows no value that the asker did not say, not even in hints or repairs', async () => {
    const embedded = scriptedEngine()
    const text = 'orders of that customer of 7'
    embedded.reads(text, {
      sql: "SELECT * FROM orders JOIN customers c ON c.id = customer_id WHERE c.name = 'canary-customer'",
      explanation: 'orders of canary-customer',
    })
    endpoint.answer('{"sql": "SELECT CAST(word AS INTEGER) + name FROM secrets"}', '{"unanswerable": "no"}')
    const examples = [{ question: 'who is it?', sql: "SELECT 1 WHERE 'canary-example' = ''" }]
    const previous = { question: 'whose is it?', sql: "SELECT id FROM customers WHERE name = 'canary-before'" }
    await engine({ privateMode: true, embedded }).interpret({ text, examples, previous }, database)
    expect(endpoint.received).to.have.length(2)
    expect(endpoint.received.map(({ raw }) => raw).join('\n')).not.to.include('canary')
    expect(endpoint.received[0]?.raw).to.include('customer_id')
  })

  it('fences data with a name that changes with every request', async () => {
    endpoint.answer('{"unanswerable": "no"}')
    await engine().interpret({ text: 'a' }, database)
    await engine().interpret({ text: 'a' }, database)
    const fences = endpoint.received.map(({ raw }) => /<data-[0-9a-f]{12}>/.exec(raw)?.[0])
    expect(fences[0]).not.to.equal(undefined)
    expect(fences[0]).not.to.equal(fences[1])
  })

  it('only checks the statement when it must not be run', async () => {
    endpoint.answer('{"sql": "SELECT name FROM customers"}')
    const statements: string[] = []
    const watched: AskableDatabase = {
      ...database,
      run: (sql, limits) => {
        statements.push(sql)
        return database.run(sql, limits)
      },
    }
    await engine().interpret({ text: 'names', checkOnly: true }, watched)
    expect(statements).to.have.length(1)
    expect(statements[0]).to.match(/LIMIT 0$/)
  })

  describe('beside the embedded engine', () => {
    const together = () => {
      const embedded = scriptedEngine()
      embedded.reads('sure', { sql: 'SELECT 1', confidence: 0.9 })
      embedded.reads('unsure', { sql: 'SELECT 2', confidence: 0.2 })
      return createTextToSql({ embedded, llm: engine({ embedded }), threshold: 0.5 })
    }

    it('is not asked when that one is sure', async () => {
      expect(await together().understand('auto', { text: 'sure' }, database)).to.include({ engine: 'embedded' })
      expect(endpoint.received).to.deep.equal([])
    })

    it('is asked when that one is not', async () => {
      endpoint.answer('{"sql": "SELECT 3"}')
      const { engine: who, readings } = await together().understand('auto', { text: 'unsure' }, database)
      expect([who, readings[0]?.sql]).to.deep.equal(['llm', 'SELECT 3'])
    })

    it('leaves the answer to that one, with a warning, when the model is down', async () => {
      endpoint.answerWith(() => ({ status: 500, text: 'broken' }))
      const { engine: who, readings, warnings } = await together().understand('auto', { text: 'unsure' }, database)
      expect([who, readings[0]?.sql]).to.deep.equal(['embedded', 'SELECT 2'])
      expect(warnings[0]).to.include('could not be reached')
    })

    it('is unavailable when it was asked for by name and is down', async () => {
      endpoint.answerWith(() => ({ status: 500, text: 'broken' }))
      const error: unknown = await together()
        .understand('llm', { text: 'unsure' }, database)
        .catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(AppError)
      expect(error).to.include({ code: 'unavailable' })
    })

    it('is refused by name when there is none', async () => {
      const alone = createTextToSql({ embedded: scriptedEngine(), threshold: 0.5 })
      const error: unknown = await alone.understand('llm', { text: 'x' }, database).catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'invalid' })
    })
  })

  it('stops when the caller leaves', async () => {
    endpoint.answer({ hang: true })
    const caller = new AbortController()
    const pending = engine()
      .interpret({ text: 'x', signal: caller.signal }, database)
      .catch((thrown: unknown) => thrown)
    while (endpoint.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
    caller.abort()
    expect(await pending).to.include({ code: 'cancelled' })
  })
})
