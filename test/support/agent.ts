import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Call, Principal } from '../../src/contract/operation.ts'
import { noPolicies } from '../../src/modules/agent/sql/policy/policies.ts'
import { createStoredPolicies } from '../../src/modules/agent/stored-policies.ts'
import { createAgentTables } from '../../src/modules/agent/tables.ts'
import { agentMigrations } from '../../src/modules/agent/migrations/index.ts'
import { createAgent, type AgentParts } from '../../src/modules/agent/service.ts'
import { createGate, type Gate } from '../../src/modules/agent/sql/gate.ts'
import type { Question, Reading, TextToSqlEngine } from '../../src/modules/agent/text-to-sql/engine.ts'
import { createTextToSql } from '../../src/modules/agent/text-to-sql/choose-engine.ts'
import type { Audit } from '../../src/platform/audit/audit.ts'
import { createAudit } from '../../src/platform/audit/index.ts'
import { auditMigrations } from '../../src/platform/audit/migrations.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/db/connect.ts'
import { continueTrace } from '../../src/platform/tracing.ts'

const shop = `
  CREATE TABLE regions (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, region_id INTEGER REFERENCES regions(id), joined DATE);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), total REAL, placed DATE);
  INSERT INTO regions VALUES (1, 'North'), (2, 'South'), (3, 'West');
  INSERT INTO customers VALUES
    (1, 'Ada', 1, '2023-05-01'), (2, 'Ben', 1, '2023-08-11'), (3, 'Cem', 2, '2024-01-20'), (4, 'Dora', 3, '2024-02-02');
  INSERT INTO orders VALUES
    (1, 1, 1234.5, '2024-03-01'), (2, 1, 20, '2024-03-05'), (3, 2, 99.99, '2024-04-01'), (4, 3, 15.25, '2024-04-02'), (5, 4, 7, '2024-05-09');`

/** Makes the SQLite file of a small shop: 3 regions, 4 customers, 5 orders. */
export const makeShop = (path: string, more = ''): void => {
  const database = new Sqlite(path)
  database.exec(shop + more)
  database.close()
}

/** An engine that reads questions as it is told to. */
export interface ScriptedEngine extends TextToSqlEngine {
  asked: Question[]
  reads(text: string, ...readings: (Partial<Reading> & { sql: string })[]): void
}

/** Knows the questions that it was taught and no other. */
export const scriptedEngine = (): ScriptedEngine => {
  const known = new Map<string, Reading[]>()
  const asked: Question[] = []
  return {
    name: 'embedded',
    asked,
    reads: (text, ...readings) => {
      known.set(
        text,
        readings.map(({ sql, explanation = 'the rows of it', confidence = 0.9 }) => ({ sql, explanation, confidence })),
      )
    },
    interpret: (question) => {
      asked.push(question)
      return Promise.resolve({ readings: known.get(question.text) ?? [] })
    },
  }
}

/** Somebody to ask as. */
export const person = (name: string, more: Partial<Principal> = {}): Principal => ({
  userId: `id-of-${name}`,
  username: name,
  role: 'user',
  permissions: ['read:agent', 'write:agent'],
  sessionId: null,
  attributes: {},
  ...more,
})

/** A call of that person. */
export const callOf = (principal: Principal, more: Partial<Call> = {}): Call => ({
  requestId: 'request-1',
  trace: continueTrace(),
  principal,
  token: null,
  client: { ip: '127.0.0.1', device: 'test' },
  signal: new AbortController().signal,
  ...more,
})

/** An agent over the shop's database, with its tables and its trail in a folder of its own. */
export interface TestAgent {
  service: ReturnType<typeof createAgent>
  engine: ScriptedEngine
  gate: Gate
  audit: Audit
  folder: string
  close(): Promise<void>
}

/** Starts it. `parts` replace what it is made from; `gate` is told the shop's URL. */
export const startAgent = async (
  parts: Partial<AgentParts> & { embedded?: TextToSqlEngine; makeGate?: (url: string) => Gate } = {},
): Promise<TestAgent> => {
  const folder = mkdtempSync(join(tmpdir(), 'ai-agent-'))
  makeShop(join(folder, 'shop.sqlite'))
  const url = `sqlite:${join(folder, 'shop.sqlite')}`
  const storage = { dialect: 'sqlite' as const, directory: join(folder, 'own') }
  const db = await openDatabase(storage, 'agent', [...agentMigrations, ...auditMigrations])
  const tables = createAgentTables(db)
  const policies = createStoredPolicies(tables, noPolicies, () => systemClock.now())
  const gate =
    parts.makeGate?.(url) ??
    createGate({ databases: [{ name: 'shop', url }], policies: () => policies.current(), sqliteProcesses: 1 })
  const audit = createAudit({
    knex: db.knex,
    dialect: db.dialect,
    key: Buffer.alloc(32, 7),
    clock: systemClock,
    service: 'agent',
  })
  const engine = scriptedEngine()
  const service = createAgent({
    gate,
    textToSql: createTextToSql({ embedded: parts.embedded ?? engine, threshold: 0.5 }),
    threshold: 0.5,
    tables,
    policies,
    audit,
    clock: systemClock,
    version: '0.0.0',
    maxRows: 1000,
    prices: {},
    llm: { configured: false, model: null },
    progress: () => undefined,
    ...parts,
  })
  const close = async () => {
    await gate.close()
    await audit.close()
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { service, engine, gate, audit, folder, close }
}
