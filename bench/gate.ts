/**
 * `npx tsx bench/gate.ts [--rounds 5] [--plan-rows 1e9]`: what the gate costs, and whether a statement that runs away
 * slows the others. PostgreSQL is measured when TEST_POSTGRES_URL is set. Prints JSON, one line a figure.
 */
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { Client } from 'pg'
import { createGate } from '../src/modules/agent/sql/gate.ts'
import type { Gate } from '../src/modules/agent/sql/gate.ts'
import { parsePolicies } from '../src/modules/agent/sql/policy/policies.ts'
import type { Shop } from '../test/security/shop.ts'
import { openPostgresShop, openSqliteShop } from '../test/security/shop.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '1' }, 'plan-rows': { type: 'string', default: '1e9' } },
})
const runawayRounds = Number(values.rounds)
const rounds = 800
const concurrent = 50
const runawayMs = 3000
const policies = parsePolicies(
  'databases: { shop: { roles: { user: { tables: { secrets: hidden, customers: { columns: { tax_id: hidden }, rows: "region = :region" } } } } } }',
)
const admin = { userId: '1', username: 'root', role: 'admin', attributes: {} }
const user = { userId: '2', username: 'ann', role: 'user', attributes: { region: 'north' } }

const ordinary = (n: number) =>
  `SELECT c.region, count(*) AS orders, sum(o.amount) AS total FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.id > ${n % 100} GROUP BY c.region ORDER BY total DESC`

const runaways: Record<string, Record<string, string>> = {
  sqlite: {
    'endless recursion': 'WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT count(*) FROM x',
    'cross join, 100 ways': `SELECT count(*) FROM ${Array.from({ length: 60 }, (_, index) => `orders o${index}`).join(', ')}`,
    'pattern bomb': "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT count(*) FROM x WHERE printf('%.*c', 20000 + n % 7, 'a') LIKE '%a%a%a%a%a%a%a%b'",
  },
  postgres: {
    'endless recursion': 'WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT count(*) FROM x',
    'cross join, 100 ways': `SELECT count(*) FROM ${Array.from({ length: 100 }, (_, index) => `orders o${index}`).join(', ')}`,
    'pattern bomb': "SELECT count(*) FROM generate_series(1, 5000000) g WHERE (repeat('a', 3000) || g) ~ '^(a+)+(a+)+(a+)+$'",
  },
} // prettier-ignore

const quantile = (times: number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? 0
const rounded = (number: number) => Math.round(number * 100) / 100
const print = (figure: object) => process.stdout.write(`${JSON.stringify(figure)}\n`)

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function cost(dialect: string, shop: Shop, gate: Gate, direct: (sql: string) => unknown): Promise<void> {
  const ways: Record<string, (sql: string) => unknown> = {
    direct,
    gate: (sql) => gate.run({ database: 'shop', sql, caller: admin }),
    'gate, with a policy': (sql) => gate.run({ database: 'shop', sql, caller: user }),
    'the tree alone': (sql) => shop.executor.inspectTree(sql, shop.visible),
  }
  const times = new Map<string, number[]>()
  for (let round = 0; round < rounds; round++)
    for (const [way, run] of Object.entries(ways)) {
      const taken = await timed(() => run(ordinary(round)))
      if (round > 100) times.set(way, [...(times.get(way) ?? []), taken])
    }
  for (const [way, taken] of times)
    print({ dialect, way, p50: rounded(quantile(taken, 0.5)), p95: rounded(quantile(taken, 0.95)) })
}

/** p95 of ordinary statements, always so many under way, for a while. */
async function load(gate: Gate, milliseconds: number): Promise<{ p50: number; p95: number; statements: number }> {
  const times: number[] = []
  const end = performance.now() + milliseconds
  const lane = async (number: number) => {
    const caller = { ...admin, userId: `lane ${number}` }
    for (let n = number; performance.now() < end; n++)
      times.push(await timed(() => gate.run({ database: 'shop', sql: ordinary(n), caller })))
  }
  await Promise.all(Array.from({ length: concurrent }, (_, number) => lane(number)))
  return { p50: rounded(quantile(times, 0.5)), p95: rounded(quantile(times, 0.95)), statements: times.length }
}

async function runaway(dialect: string, gate: Gate): Promise<void> {
  await load(gate, 1000)
  const kinds = Array.from({ length: runawayRounds }, () => Object.entries(runaways[dialect] ?? {})).flat()
  for (const [kind, sql] of kinds) {
    const calm = await load(gate, runawayMs)
    let outcome = 'answered'
    const [taken, busy] = await Promise.all([
      timed(() =>
        gate.run({ database: 'shop', sql, caller: user, timeoutMs: runawayMs }).catch((error: unknown) => {
          outcome = String(error).slice(0, 90)
        }),
      ),
      load(gate, runawayMs),
    ])
    print({
      dialect,
      runaway: kind,
      limit: runawayMs,
      ended: Math.round(taken),
      outcome,
      calm,
      busy,
      ratio: rounded(busy.p95 / calm.p95),
    })
  }
}

async function measure(dialect: string, shop: Shop, direct: (sql: string) => unknown): Promise<void> {
  const gate = createGate({
    databases: [{ name: 'shop', url: shop.url }],
    policies,
    limits: { timeoutMs: 10_000, maxPlanRows: Number(values['plan-rows']) },
    budget: { secondsPerMinute: 100_000 },
  })
  await cost(dialect, shop, gate, direct)
  await runaway(dialect, gate)
  await gate.close()
}

const sqlite = await openSqliteShop()
const database = new Database(sqlite.url.replace('sqlite:', ''), { readonly: true })
await measure('sqlite', sqlite, (sql) => database.prepare(sql).all())
database.close()
await sqlite.close()

if (process.env['TEST_POSTGRES_URL'] !== undefined) {
  const postgres = await openPostgresShop('gate_bench')
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  await measure('postgres', postgres, (sql) => client.query(sql))
  await client.end()
  await postgres.close()
}
