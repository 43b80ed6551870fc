import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { local } from '../../contract/local.ts'
import type { Call, Client, Principal } from '../../contract/operation.ts'
import { createAudit } from '../../platform/audit/index.ts'
import { auditMigrations } from '../../platform/audit/migrations.ts'
import type { Clock } from '../../platform/clock.ts'
import { loadConfig } from '../../platform/config.ts'
import { openDatabase, type Database } from '../../platform/db/connect.ts'
import type { Storage } from '../../platform/db/dialect.ts'
import { AppError } from '../../platform/errors.ts'
import { createMemoryKeyValue } from '../../platform/kv/memory.ts'
import { silentLog } from '../../platform/log.ts'
import { createMetrics } from '../../platform/prometheus.ts'
import { platformSettings } from '../../platform/settings.ts'
import { continueTrace } from '../../platform/tracing.ts'
import { authSettings } from './config.ts'
import type { authContract } from './contract.ts'
import auth from './index.ts'

/** A clock that tests set. */
export interface TestClock extends Clock {
  forward(milliseconds: number): void
}

const testClock = (): TestClock => {
  let now = Date.parse('2026-03-01T12:00:00.000Z')
  return {
    now: () => now,
    forward: (milliseconds) => {
      now += milliseconds
    },
  }
}

/** Auth on a database of its own, in this process. */
export interface TestAuth {
  client: Client<typeof authContract>
  clock: TestClock
  db: Database
  /** The same database under another process, with other settings. */
  reopen(environment?: Record<string, string>): Promise<TestAuth>
  close(): Promise<void>
}

/** A call by nobody, or by whom a token belongs to. */
export const callOf = (given: Partial<Call> = {}): Call => ({
  requestId: 'test',
  trace: continueTrace(),
  principal: null,
  token: null,
  client: { ip: '127.0.0.1', device: 'mocha' },
  signal: new AbortController().signal,
  ...given,
})

/** A call with a token, as the HTTP door makes it: by asking auth whom it belongs to. */
export const signedIn = async ({ client }: TestAuth, token: string, ip = '127.0.0.1'): Promise<Call> => {
  const plain = callOf({ token, client: { ip, device: 'mocha' } })
  const { user_id, username, role, permissions, session_id, attributes } = await client.validate({ token }, plain)
  const principal: Principal = { userId: user_id, username, role, permissions, sessionId: session_id, attributes }
  return { ...plain, principal }
}

const openIn = async (
  storage: Storage,
  environment: Record<string, string>,
  clock: TestClock,
): Promise<Omit<TestAuth, 'reopen'>> => {
  const { values, entries } = loadConfig(
    { platform: platformSettings, auth: authSettings },
    {
      flags: {},
      environment: { PASSWORD_HASH_COST: '4', JWT_SECRET_KEY: 'a test secret of more than 32 bytes', ...environment },
      file: {},
    },
  )
  const db = await openDatabase(storage, 'auth', [...auth.migrations, ...auditMigrations])
  const kv = createMemoryKeyValue({ clock })
  const deriveKey = (purpose: string) => Buffer.from(purpose.padEnd(32, '.').slice(0, 32))
  const key = deriveKey('audit')
  const audit = createAudit({ knex: db.knex, dialect: db.dialect, key, clock, service: 'auth' })
  const metrics = createMetrics({ withProcess: false })
  const keys = { deriveKey, deriveLastingKey: deriveKey }
  const common = { entries, databases: {}, db, kv, audit, log: silentLog, metrics, clock, version: 'test', ...keys }
  const upstreams = { auth: null, agent: null, rag: null }
  const running = await auth
    .create({ ...common, config: values.auth, settings: values.platform, upstreams }, {})
    .catch(async (error: unknown) => {
      await db.close()
      throw error
    })
  const refused = async () => {
    await audit.record({ action: 'access.refused', outcome: 'refused', userId: null, username: null })
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the module hands its contract on without its exact type
  const client = local(auth.contract, running.service, { log: silentLog, metrics, refused }) as Client<
    typeof authContract
  >
  return {
    client,
    clock,
    db,
    close: async () => {
      await running.close?.()
      await kv.close()
      await db.close()
    },
  }
}

/** A store for one test, and how to be rid of it. */
export interface TestStore {
  storage: Storage
  remove: () => void
}

/** A folder of its own. */
export const folderStore = (): TestStore => {
  const directory = mkdtempSync(join(tmpdir(), 'auth-'))
  return { storage: { dialect: 'sqlite', directory }, remove: () => rmSync(directory, { recursive: true }) }
}

/** Opens auth on a new store, with settings by their variables. */
export const openAuth = async (
  environment: Record<string, string> = {},
  store: TestStore = folderStore(),
): Promise<TestAuth> => {
  const wrap = (opened: Omit<TestAuth, 'reopen'>, remove: () => void): TestAuth => ({
    ...opened,
    reopen: async (other = environment) => wrap(await openIn(store.storage, other, opened.clock), () => undefined),
    close: async () => {
      await opened.close()
      remove()
    },
  })
  return wrap(await openIn(store.storage, environment, testClock()), store.remove)
}

/** The error that a promise ends with. */
export const errorOf = async (promise: Promise<unknown>): Promise<AppError> => {
  try {
    await promise
  } catch (error) {
    return AppError.from(error)
  }
  throw new Error('it should have been refused')
}
