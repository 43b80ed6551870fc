/**
 * `npm run fuzz -- --statements 1000000 [--dialect sqlite|postgres] [--seconds 600] [--seed 1]`: mutated statements through the tree and
 * through the engines, as a caller who may not see all. Ends with 1 when anything changed, leaked or crashed.
 * PostgreSQL needs TEST_POSTGRES_URL.
 */
import { parseArgs } from 'node:util'
import SqliteDatabase from 'better-sqlite3'
import { AppError } from '../../src/platform/errors.ts'
import type { Parameter } from '../../src/modules/agent/sql/executor.ts'
import { accessFor } from '../../src/modules/agent/sql/policy/access-for.ts'
import { visibleTo } from '../../src/modules/agent/sql/policy/visible.ts'
import { openConnection, Refused } from '../../src/modules/agent/sql/sqlite/connection.ts'
import { corpus } from './corpus/all.ts'
import { probes } from './corpus/probes.ts'
import { canary } from './fixture.ts'
import { createChance, generateQuery } from './generate.ts'
import { mutate } from './mutate.ts'
import type { Shop } from './shop.ts'
import { openPostgresShop, openSqliteShop } from './shop.ts'

const { values } = parseArgs({
  options: {
    statements: { type: 'string', default: '1000000' },
    dialect: { type: 'string', default: 'both' },
    seconds: { type: 'string', default: '36000' },
    seed: { type: 'string', default: '1' },
  },
})
const statements = Number(values.statements)
const mostMs = Number(values.seconds) * 1000
const lanes = 6
const limits = { maxRows: 50, maxBytes: 200_000, timeoutMs: 150, maxPlanRows: 1e6 }
const policy = {
  roles: {
    user: {
      tables: {
        secrets: 'hidden' as const,
        customers: { columns: { tax_id: 'hidden' as const, email: 'masked' as const }, rows: 'region = :region' },
      },
    },
  },
  users: {},
  limits: {},
}
const caller = { userId: '1', username: 'fuzz', role: 'user', attributes: { region: 'north' } }

/** What runs until it is stopped has its own tests; here it would only use up the time. */
const withoutHangs = (attacks: Record<string, string[]>) =>
  Object.entries(attacks).flatMap(([kind, list]) => (kind === 'hangs' ? [] : list))

const dialects = {
  sqlite: {
    open: () => openSqliteShop(),
    corpus: [...corpus.sqlite.honest, ...probes.sqlite, ...withoutHangs(corpus.sqlite.attacks)],
  },
  postgres: {
    open: () => openPostgresShop('gate_fuzz'),
    corpus: [...corpus.postgres.honest, ...probes.postgres, ...withoutHangs(corpus.postgres.attacks)],
  },
}

interface Tally {
  statements: number
  executed: number
  treePassed: number
  enginePassed: number
  leaks: string[]
  crashes: string[]
}

async function fuzz(name: keyof typeof dialects): Promise<boolean> {
  const { open, corpus: statementsToChange } = dialects[name]
  const shop = await open()
  const tally: Tally = { statements: 0, executed: 0, treePassed: 0, enginePassed: 0, leaks: [], crashes: [] }
  const untouched = await shop.fingerprint()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      run(shop, statementsToChange, Number(values.seed) * 1000 + lane, Math.ceil(statements / lanes), tally),
    ),
  )
  const changed = (await shop.fingerprint()) !== untouched
  await shop.close()
  const seconds = Math.round((performance.now() - began) / 1000)
  const { leaks, crashes, ...counts } = tally
  process.stdout.write(
    `${JSON.stringify({ dialect: name, ...counts, leaks: leaks.length, crashes: crashes.length, changed, seconds })}\n`,
  )
  for (const fault of [...leaks, ...crashes].slice(0, 20)) process.stdout.write(`${JSON.stringify(fault)}\n`)
  return !changed && leaks.length === 0 && crashes.length === 0
}

async function run(shop: Shop, statementsToChange: string[], seed: number, count: number, tally: Tally): Promise<void> {
  const chance = createChance(seed)
  const access = accessFor(policy, caller, shop.snapshot)
  const visible = visibleTo(access, shop.snapshot)
  const { executor } = shop
  const near = executor.dialect === 'sqlite' ? openConnection(shop.url.replace('sqlite:', ''), access) : undefined
  const began = performance.now()

  async function attempt(sql: string, work: () => unknown): Promise<boolean> {
    try {
      const answer = JSON.stringify((await work()) ?? null)
      if (answer.includes(canary) && !sql.includes(canary)) tally.leaks.push(sql)
      return true
    } catch (error) {
      if (!(error instanceof AppError)) tally.crashes.push(`${String(error)}: ${sql}`)
      else if (error.message.includes(canary) && !sql.includes(canary)) tally.leaks.push(sql)
      else if (error.message.includes('ended')) tally.crashes.push(`${error.message}: ${sql}`)
      return false
    }
  }

  /** What may run for ever goes to a process that can be stopped; the rest is tried in this one, which is much faster. */
  function runAs(sql: string, parameters: readonly Parameter[]): unknown {
    if (near === undefined || /recursive/i.test(sql)) return executor.run({ sql, parameters, access, limits })
    try {
      return near.run(sql, parameters, limits)
    } catch (error) {
      if (error instanceof Refused || error instanceof SqliteDatabase.SqliteError || isBindingFault(error))
        throw new AppError('unprocessable', String(error))
      throw error
    }
  }

  for (let done = 0; done < count && performance.now() - began < mostMs; done++) {
    if (done % 1000 === 0) await new Promise(setImmediate)
    if (done % 10_000 === 0) process.stderr.write(`${executor.dialect} ${tally.statements}\n`)
    const sql = chance.happens(0.2) ? generateQuery(chance) : mutate(chance, statementsToChange)
    tally.statements++
    // Half of the mutated recursions never end, and each costs a process: most are left to the tree.
    const executed = !/recursive/i.test(sql) || chance.happens(0.02)
    const passed = await attempt(sql, () => {
      executor.inspectTree(sql, visible)
    })
    if (passed) tally.treePassed++
    if (passed && executed) {
      await attempt(sql, () => {
        const bound = executor.applyPolicy(executor.inspectTree(sql, visible), [], access, shop.snapshot)
        return runAs(bound.sql, bound.parameters)
      })
    }
    if (!executed) continue
    tally.executed++
    const through = near === undefined ? await reachesEngine(shop, sql) : await attempt(sql, () => runAs(sql, []))
    if (through) tally.enginePassed++
  }
  near?.close()
}

/** The library says so when a mutated statement has placeholders that nothing is bound to. */
function isBindingFault(error: unknown): boolean {
  return error instanceof RangeError || error instanceof TypeError
}

/** In PostgreSQL policies are in the statement, so the engine alone is tried as someone who may see all. */
async function reachesEngine({ executor, visible }: Shop, sql: string): Promise<boolean> {
  const access = { key: 'all', hidden: [], sealed: [], narrowed: [], attributes: {}, policies: [] }
  try {
    await executor.run({ sql, parameters: [], access, limits, similar: visible.similar })
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

const chosen =
  values.dialect === 'both'
    ? (['sqlite', 'postgres'] as const)
    : [values.dialect === 'postgres' ? ('postgres' as const) : ('sqlite' as const)]
let sound = true
for (const name of chosen) sound = (await fuzz(name)) && sound
process.exit(sound ? 0 : 1)
