import type pg from 'pg'
import { escapeIdentifier, escapeLiteral, Pool } from 'pg'
import type { Executor, Statement } from '../executor.ts'
import type { Cell, ResultSet } from '../result.ts'
import { cancelled, databaseBusy, databaseDown, notPermitted, refused, tooExpensive } from '../refusal.ts'
import { createPlaces, Waited } from '../places.ts'
import { readCell, typeName } from './cells.ts'
import { CountedClient, extended, extendedText } from './client.ts'
import { engineError } from './engine-error.ts'
import { introspectPostgres } from './introspect.ts'
import type { ReadReach } from './reach.ts'
import { readReach, reachFor } from './reach.ts'
import { applyPolicy } from './rewrite.ts'
import { examineRole } from './role.ts'
import { inspectPostgresTree } from './tree.ts'
import type { Fault, PlanNode, Reach } from './verdict.ts'
import { examinePlan } from './verdict.ts'
import { examineWords } from './words.ts'

/** Statements at a time; one connection more is for looking at the database. */
const statementsAtOnce = 12
const batchRows = 500
const bytesCheckMs = 10
/** Some functions of the server do not notice a cancellation; then the connection is given up, and the caller answered. */
const cancellationMs = 150
const connectionMs = 5000

/** Executes on one PostgreSQL database, each statement in a READ ONLY transaction of its own. */
export function createPostgresExecutor(name: string, url: string): Executor {
  const config = { connectionString: url, connectionTimeoutMillis: connectionMs, application_name: 'ai-agent' }
  const pool = new Pool({
    ...config,
    Client: CountedClient,
    max: statementsAtOnce + 1,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  })
  const control = new Pool({ ...config, max: 1, idleTimeoutMillis: 10_000, allowExitOnIdle: true })
  for (const each of [pool, control]) each.on('error', () => undefined)
  const places = createPlaces(statementsAtOnce)
  let reach: Promise<ReadReach> | undefined

  async function ask<Row>(sql: string): Promise<Row[]> {
    const client = await connect()
    try {
      await client.query('BEGIN READ ONLY; SET LOCAL statement_timeout = 60000')
      const { rows } = await client.query<Row & pg.QueryResultRow>(extended(sql))
      return rows
    } finally {
      await client.query('ROLLBACK').catch(() => undefined)
      client.release()
    }
  }

  async function connect() {
    const client = await pool.connect().catch((error: unknown) => {
      throw databaseDown(name, error)
    })
    if (!(client instanceof CountedClient)) throw new Error('The pool made a client of another kind.')
    return client
  }

  return {
    dialect: 'postgres',
    inspectTree: inspectPostgresTree,
    applyPolicy: (inspection, parameters, access, { fullNameOf = {} }) =>
      applyPolicy(inspection, parameters, access, fullNameOf),
    async introspect() {
      reach = readReach(ask)
      await reach
      return introspectPostgres(ask)
    },
    async run(statement) {
      const { signal, limits } = statement
      const leave = await places.enter({ milliseconds: limits.timeoutMs, signal }).catch(waitedError)
      try {
        return await runAtPlace(statement)
      } finally {
        leave()
      }
    },
    examine: () => examineRole(ask),
    async close() {
      await Promise.all([pool.end(), control.end()])
    },
  }

  async function runAtPlace(statement: Statement): Promise<ResultSet> {
    const { signal, limits } = statement
    reach ??= readReach(ask)
    const reached = await reach.catch((error: unknown) => {
      reach = undefined
      throw error
    })
    const client = await connect()
    const guard = guardStatement(client, limits, signal, (pid) => control.query('SELECT pg_cancel_backend($1)', [pid]))
    try {
      return await runInTransaction(client, statement, reached)
    } catch (error) {
      if (guard.ended === 'cancelled') throw cancelled()
      if (guard.ended === 'bytes') throw tooExpensive('The result is far too large, and was cut off.')
      if (guard.ended === 'timeout')
        throw tooExpensive(`The statement did not end within ${limits.timeoutMs / 1000} s and was stopped.`)
      throw engineError(error, name, statement)
    } finally {
      guard.stop()
      endTransaction(client, guard.ended !== undefined)
    }
  }
}

function waitedError(error: unknown): never {
  if (!(error instanceof Waited)) throw error
  throw error.why === 'busy' ? databaseBusy() : cancelled()
}

/**
 * The caller need not wait for this. A connection that cannot roll back is not used again, nor one that was cancelled:
 * the cancellation may come late, and must not meet somebody else's statement.
 */
function endTransaction(client: CountedClient & pg.PoolClient, cancelledOnce: boolean): void {
  client.query('ROLLBACK').then(
    () => client.release(cancelledOnce),
    () => client.release(true),
  )
}

/** Ends the statement in the server when its time is up or the caller leaves, and the connection if too much comes. */
function guardStatement(
  client: CountedClient,
  { timeoutMs, maxBytes }: Statement['limits'],
  signal: AbortSignal | undefined,
  cancel: (pid: number) => Promise<unknown>,
) {
  const before = client.socket.bytesRead
  const state: { ended?: 'cancelled' | 'timeout' | 'bytes'; stop(): void } = { stop }
  const end = (why: 'cancelled' | 'timeout') => {
    state.ended ??= why
    if (client.processID === null) client.socket.destroy()
    else cancel(client.processID).catch(() => client.socket.destroy())
    giveUp = setTimeout(() => client.socket.destroy(), cancellationMs)
  }
  let giveUp: NodeJS.Timeout | undefined
  const leave = () => end('cancelled')
  const timer = setTimeout(() => end('timeout'), timeoutMs)
  const watch = setInterval(() => {
    if (client.socket.bytesRead - before < maxBytes * 4 + 1_000_000) return
    state.ended ??= 'bytes'
    client.socket.destroy()
  }, bytesCheckMs)
  signal?.addEventListener('abort', leave, { once: true })

  function stop() {
    clearTimeout(timer)
    clearTimeout(giveUp)
    clearInterval(watch)
    signal?.removeEventListener('abort', leave)
  }

  return state
}

async function runInTransaction(
  client: CountedClient,
  { sql, parameters, access, limits, session = {} }: Statement,
  reach: ReadReach,
): Promise<ResultSet> {
  const wordFault = examineWords(sql, reach)
  if (wordFault !== undefined) throw faultError(wordFault)
  await client.query(beginning(reach.firstSchema, limits.timeoutMs, session))
  const explained = await client.query<[string]>(extendedText(`EXPLAIN (VERBOSE, FORMAT JSON) ${sql}`, parameters))
  const fault = examinePlans(explained.rows[0]?.[0], reachFor(reach, access), limits.maxPlanRows)
  if (fault !== undefined) throw faultError(fault)
  await client.query(extended(`DECLARE answer NO SCROLL CURSOR FOR ${sql}`, parameters))
  return fetchRows(client, limits)
}

/** One message to the server, with nothing of the statement in it. */
function beginning(schema: string, timeoutMs: number, session: Readonly<Record<string, string>>): string {
  const settings = Object.entries(session).map(
    ([name, value]) => `SET LOCAL ${name} = ${escapeLiteral(value.replaceAll('\0', ''))};`,
  )
  return `BEGIN READ ONLY; SET LOCAL standard_conforming_strings = on; SET LOCAL backslash_quote = off;
    SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}; SET LOCAL lock_timeout = 2000;
    SET LOCAL idle_in_transaction_session_timeout = 60000; SET LOCAL row_security = on;
    SET LOCAL search_path = pg_catalog, ${escapeIdentifier(schema)}, pg_temp;
    SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL bytea_output = 'hex';
    SET LOCAL cursor_tuple_fraction = 1; SET LOCAL jit = off; ${settings.join(' ')}`
}

function examinePlans(json: string | undefined, reach: Reach, maxRows: number): Fault | undefined {
  const plans = JSON.parse(json ?? '[]') as { Plan?: PlanNode }[] // oxlint-disable-line typescript/no-unsafe-type-assertion -- the documented shape of EXPLAIN
  const plan = plans[0]?.Plan
  if (plans.length !== 1 || plan === undefined) return { kind: 'refused', why: 'only a SELECT can run here' }
  return examinePlan(plan, reach, maxRows)
}

function faultError({ kind, why }: Fault) {
  if (kind === 'hidden') return notPermitted(why)
  return kind === 'expensive' ? tooExpensive(why) : refused(why)
}

async function fetchRows(client: CountedClient, { maxRows, maxBytes }: Statement['limits']): Promise<ResultSet> {
  const before = client.socket.bytesRead
  const rows: Cell[][] = []
  let fields: pg.FieldDef[] = []
  let truncated = false
  for (let more = true; more && !truncated;) {
    const count = Math.min(batchRows, maxRows - rows.length + 1)
    const batch = await client.query<(string | null)[]>(extendedText(`FETCH ${count} FROM answer`))
    fields = batch.fields
    for (const row of batch.rows)
      rows.push(fields.map((field, index) => readCell(field.dataTypeID, row[index] ?? null)))
    more = batch.rows.length === count
    truncated = rows.length > maxRows || (more && client.socket.bytesRead - before > maxBytes)
  }
  return {
    columns: fields.map(({ name, dataTypeID }) => ({ name, type: typeName(dataTypeID) })),
    rows: rows.slice(0, maxRows),
    truncated,
  }
}
