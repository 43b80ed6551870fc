import type { FieldFault } from '../../../platform/errors.ts'
import { AppError } from '../../../platform/errors.ts'
import type { AskableDatabase } from '../text-to-sql/engine.ts'
import type { BudgetSettings } from './budget.ts'
import { createBudget } from './budget.ts'
import { closest } from './closest.ts'
import type { Connected, DatabaseStatus } from './connected.ts'
import { connectDatabase } from './connected.ts'
import type { Parameter, Snapshot, StatementLimits } from './executor.ts'
import { openExecutor } from './index.ts'
import type { Caller } from './policy/access-for.ts'
import { accessFor, attributesOf } from './policy/access-for.ts'
import { examinePolicy } from './policy/examine-policy.ts'
import type { DatabasePolicy, Policies } from './policy/policies.ts'
import { noPolicies } from './policy/policies.ts'
import type { Visible } from './policy/visible.ts'
import { visibleTo } from './policy/visible.ts'
import { endless } from './refusal.ts'
import { resultSha256 } from './result-hash.ts'
import type { ResultSet } from './result.ts'
import type { DatabaseSchema, Dialect } from './schema.ts'
import { createSqlitePool } from './sqlite/pool.ts'

export type { Caller } from './policy/access-for.ts'

/** A database that questions are about. */
export interface DatabaseSettings {
  name: string
  url: string
  limits?: Partial<StatementLimits>
}

/** One SELECT for the gate. */
export interface GateStatement {
  database: string
  sql: string
  parameters?: readonly Parameter[]
  caller: Caller
  maxRows?: number
  timeoutMs?: number
  signal?: AbortSignal
}

/** A result with what its receipt needs. */
export interface GateResult extends ResultSet {
  /** The statement as it went to the engine, policies applied. */
  executedSql: string
  /** The names of the policies that were applied. */
  policies: string[]
  /** What those took from the caller and bound: attributes by name. */
  attributes: Record<string, Parameter | Parameter[]>
  /** Whether a row policy left out rows, or may have. */
  narrowed: boolean
  milliseconds: number
  resultSha256: string
}

/** A database as one caller may see it. */
export interface DatabaseView {
  name: string
  dialect: Dialect
  /** The same for callers who see the same. */
  key: string
  schema: DatabaseSchema
  policies: string[]
  /** The tables of which the caller may not see all rows or values. */
  narrowed: string[]
}

/** How a database is doing, for status pages. */
export interface DatabaseReport {
  name: string
  dialect: Dialect
  status: DatabaseStatus
  tables?: number
}

/** What a look at one database found; no problems means that all is as it should be. */
export interface DatabaseFinding {
  name: string
  reachable: boolean
  problems: string[]
}

/** The one door to users' databases. */
export interface Gate {
  databases(): DatabaseReport[]
  /** Throws `not_found` for an unknown name, `unavailable` when the database cannot be reached. */
  view(database: string, caller: Caller): Promise<DatabaseView>
  /** The same as an engine wants it: bound to the caller. */
  askable(database: string, caller: Caller): Promise<AskableDatabase>
  /** Throws `unprocessable` (`sql_refused`, `sql_failed`, `too_expensive`), `forbidden` (`not_permitted`), `unavailable`, `cancelled`. */
  run(statement: GateStatement): Promise<GateResult>
  /** Adds a database while the gate is open; it is connected when it is first used. */
  attach(database: DatabaseSettings): void
  /** Lets go of a database. */
  detach(name: string): Promise<void>
  /** Takes new policies from now on; statements under way end under the old ones. */
  usePolicies(policies: Policies): void
  /** What is wrong with a policy for a database, with that in force unless another is given. Throws `not_found`, `unavailable`. */
  examinePolicy(database: string, policy?: DatabasePolicy): Promise<FieldFault[]>
  /** Policies for databases that there are not, each as a sentence by that name: most likely misspelt. */
  strayPolicies(): Promise<DatabaseFinding[]>
  /** For each database what an operator should know: it is down, its role may too much, its policy names what is not there. */
  examine(): Promise<DatabaseFinding[]>
  /** Looks at every database, so that the first question does not wait; those that fail stay unavailable. */
  warm(): Promise<void>
  close(): Promise<void>
}

/** What the gate is made from. */
export interface GateSettings {
  databases: readonly DatabaseSettings[]
  /** As they are, or where to ask for them before each statement. */
  policies?: Policies | (() => Promise<Policies>)
  limits?: Partial<StatementLimits>
  /** What one caller may use of all databases together. */
  budget?: Partial<BudgetSettings>
  /** The most child processes for SQLite. */
  sqliteProcesses?: number
  now?: () => number
}

const defaultLimits: StatementLimits = { maxRows: 1000, maxBytes: 10_000_000, timeoutMs: 30_000, maxPlanRows: 1e9 }

/** A third of the places that a database has, so that a caller who fills theirs leaves room for others. */
const defaultBudget: BudgetSettings = { inFlight: 4, waiting: 100, secondsPerMinute: 120 }

/** Builds the gate. Nothing is connected until it is needed; see `warm`. */
export function createGate(settings: GateSettings): Gate {
  const { databases, limits, sqliteProcesses = 12, now = Date.now } = settings
  const given = settings.policies ?? noPolicies
  let policies = typeof given === 'function' ? given : () => Promise.resolve(given)
  const sqlite = createSqlitePool({ size: sqliteProcesses })
  const budget = createBudget({ ...defaultBudget, ...settings.budget }, now)
  const connected = new Map<string, Connected>()
  const limitsOf = new Map<string, StatementLimits>()
  const visibleOf = new WeakMap<Snapshot, Map<string, Visible>>()
  databases.forEach(attach)

  function attach({ name, url, limits: own }: DatabaseSettings) {
    if (connected.has(name)) throw new AppError('conflict', `There is a database "${name}" already.`)
    connected.set(name, connectDatabase(name, openExecutor({ name, url, sqlite }), now))
    limitsOf.set(name, { ...defaultLimits, ...limits, ...own })
  }

  function find(name: string) {
    const database = connected.get(name)
    if (database === undefined)
      throw new AppError('not_found', `There is no database "${name}".`, { reason: 'database_unknown' })
    return database
  }

  async function limitsFor({ database, maxRows, timeoutMs }: GateStatement): Promise<StatementLimits> {
    const own = (await policies()).databases[database]?.limits ?? {}
    const most = withOwn(limitsOf.get(database) ?? defaultLimits, own)
    return {
      ...most,
      maxRows: Math.min(maxRows ?? most.maxRows, most.maxRows),
      timeoutMs: Math.min(timeoutMs ?? most.timeoutMs, most.timeoutMs),
    }
  }

  async function look(database: Connected, caller: Caller) {
    const snapshot = await database.snapshot()
    const access = accessFor((await policies()).databases[database.name], caller, snapshot)
    const known = visibleOf.get(snapshot) ?? new Map<string, Visible>()
    visibleOf.set(snapshot, known)
    const visible = known.get(access.key) ?? visibleTo(access, snapshot)
    known.set(access.key, visible)
    return { dialect: database.dialect, snapshot, access, visible }
  }

  /** The first lock, then the policy. A name that is not known may be new, so the database is looked at once more. */
  async function prepare(database: Connected, statement: GateStatement) {
    const { executor } = database
    let { snapshot, access, visible } = await look(database, statement.caller)
    let inspection
    try {
      inspection = executor.inspectTree(statement.sql, visible)
    } catch (error) {
      if (!isNotPermitted(error) || !(await database.lookAgain())) throw error
      ;({ snapshot, access, visible } = await look(database, statement.caller))
      inspection = executor.inspectTree(statement.sql, visible)
    }
    const bound = executor.applyPolicy(inspection, statement.parameters ?? [], access, snapshot)
    const named = new Set(inspection.references.map(({ table }) => table.name))
    const limits = access.narrowed.filter(({ name }) => named.has(name))
    return {
      ...bound,
      access,
      similar: visible.similar,
      narrowed: limits.some(({ rows }) => rows !== undefined),
      policies: limits.length > 0 ? [...access.policies] : [],
      attributes: attributesOf(limits, access),
    }
  }

  async function examineDatabase({ name, executor, ...database }: Connected): Promise<DatabaseFinding> {
    try {
      await database.snapshot()
      const faults = await gate.examinePolicy(name)
      const problems = [...(await executor.examine()), ...new Set(faults.map(({ message }) => message))]
      return { name, reachable: true, problems }
    } catch (error) {
      return { name, reachable: false, problems: [error instanceof Error ? error.message : String(error)] }
    }
  }

  const gate: Gate = {
    databases() {
      return [...connected.values()].map(({ name, dialect, status, tableCount }) => ({
        name,
        dialect,
        status,
        ...(tableCount !== undefined && { tables: tableCount }),
      }))
    },
    async view(name, caller) {
      const { dialect, access, visible } = await look(find(name), caller)
      return {
        name,
        dialect,
        key: `${name}:${access.key}`,
        schema: visible.schema,
        policies: [...access.policies],
        narrowed: access.narrowed.map((table) => table.name),
      }
    },
    async askable(name, caller) {
      const { key, schema } = await gate.view(name, caller)
      return { name, key, schema, run: (sql, options) => gate.run({ database: name, sql, caller, ...options }) }
    },
    async run(statement) {
      const began = performance.now()
      const database = find(statement.database)
      const leave = await budget.enter(statement.caller.userId, statement.signal)
      try {
        const { sql, parameters, narrowed, policies, attributes, ...ready } = await prepare(database, statement)
        const result = await database.executor.run({
          ...ready,
          sql,
          written: ready.access.key === 'all' ? undefined : statement.sql,
          parameters,
          limits: await limitsFor(statement),
          session: sessionOf(statement.caller),
          ...(statement.signal !== undefined && { signal: statement.signal }),
        })
        database.fared()
        const milliseconds = performance.now() - began
        const receipt = { executedSql: sql, policies, attributes, narrowed, milliseconds }
        return { ...result, ...receipt, resultSha256: resultSha256(result) }
      } catch (error) {
        database.fared(error)
        throw isTooExpensive(error) && /\brecursive\b/i.test(statement.sql) ? endless(error) : error
      } finally {
        leave()
      }
    },
    attach,
    usePolicies(next) {
      policies = () => Promise.resolve(next)
    },
    async examinePolicy(name, policy) {
      const database = find(name)
      const examined = policy ?? (await policies()).databases[name]
      if (examined === undefined) return []
      const limits = { ...defaultLimits, timeoutMs: 5000 }
      return examinePolicy(examined, await database.snapshot(), database.executor, limits)
    },
    async detach(name) {
      const database = connected.get(name)
      connected.delete(name)
      limitsOf.delete(name)
      await database?.executor.close()
    },
    async strayPolicies() {
      const names = [...connected.keys()]
      const strays = Object.keys((await policies()).databases).filter((name) => !connected.has(name))
      return strays.map((name) => {
        const similar = closest(name, names)
        const hint = similar === undefined ? '' : ` Did you mean ${similar}?`
        const problem = `There is a policy for the database "${name}", which is not there.${hint}`
        return { name, reachable: true, problems: [problem] }
      })
    },
    async examine() {
      const found = await Promise.all([...connected.values()].map(examineDatabase))
      return [...found, ...(await gate.strayPolicies())]
    },
    async warm() {
      await Promise.allSettled([...connected.values()].map((database) => database.snapshot()))
    },
    async close() {
      await Promise.allSettled([...connected.values()].map(({ executor }) => executor.close()))
      sqlite.close()
    },
  }
  return gate
}

/** What the policy of a database says of its limits comes before what holds for all. */
function withOwn(limits: StatementLimits, own: DatabasePolicy['limits']): StatementLimits {
  return {
    maxRows: own.max_rows ?? limits.maxRows,
    maxBytes: own.max_bytes ?? limits.maxBytes,
    timeoutMs: own.timeout_seconds === undefined ? limits.timeoutMs : own.timeout_seconds * 1000,
    maxPlanRows: own.max_plan_rows ?? limits.maxPlanRows,
  }
}

function isTooExpensive(error: unknown): error is AppError {
  return error instanceof AppError && error.details.reason === 'too_expensive'
}

function isNotPermitted(error: unknown): boolean {
  return error instanceof AppError && error.details.reason === 'not_permitted'
}

function sessionOf({ userId, username, role, attributes }: Caller): Record<string, string> {
  return {
    'ai_agent.user_id': userId,
    'ai_agent.username': username,
    'ai_agent.role': role,
    'ai_agent.attributes': JSON.stringify(attributes),
  }
}
