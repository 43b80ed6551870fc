import { expect } from 'chai'
import { silentLog } from '../../../platform/log.ts'
import { createLogin } from './login.ts'
import type { Passwords } from './passwords.ts'
import { callOf, errorOf, folderStore } from '../open-auth.test.ts'
import { loadConfig } from '../../../platform/config.ts'
import { openDatabase, type Database } from '../../../platform/db/connect.ts'
import { systemClock } from '../../../platform/clock.ts'
import { createAudit } from '../../../platform/audit/index.ts'
import { auditMigrations } from '../../../platform/audit/migrations.ts'
import { newUser } from '../accounts/accounts.ts'
import { authSettings } from '../config.ts'
import { authMigrations } from '../migrations/index.ts'
import type { Parts } from '../parts.ts'
import { createTables } from '../tables.ts'
import { createKeyring, secretKey } from '../tokens/keys.ts'
import { createApiKeys } from './api-keys.ts'
import { createLockout } from './lockout.ts'
import { createSessions } from './sessions.ts'

const key = Buffer.alloc(32, 9)

/** Passwords that are their own hashes, and count what is asked of them. */
const countingPasswords = (): Passwords & { count: () => number } => {
  let count = 0
  return {
    count: () => count,
    hash: (password) => {
      count += 1
      return Promise.resolve({ hash: password, scheme: 'test' })
    },
    matches: (password, kept) => {
      count += 1
      return Promise.resolve(kept?.hash === password)
    },
    outdated: () => false,
    close: () => Promise.resolve(),
  }
}

describe('login', () => {
  const store = folderStore()
  let db: Database
  let parts: Parts
  const passwords = countingPasswords()
  before(async () => {
    db = await openDatabase(store.storage, 'auth', [...authMigrations, ...auditMigrations])
    const tables = createTables(db)
    const clock = systemClock
    const { values } = loadConfig({ auth: authSettings }, { flags: {}, environment: {}, file: {} })
    parts = {
      config: values.auth,
      host: '127.0.0.1',
      tables,
      passwords,
      lockout: createLockout({ failures: tables.failures, key, clock }),
      sessions: createSessions({ table: tables.sessions, key, clock, times: { idle: 1e9, max: 1e9, refresh: 1e9 } }),
      apiKeys: createApiKeys({ table: tables.apiKeys, clock }),
      keyring: await createKeyring({
        table: tables.keys,
        base: secretKey(key),
        sealingKey: key,
        clock,
        log: silentLog,
      }),
      audit: createAudit({ knex: db.knex, dialect: db.dialect, key, clock, service: 'auth' }),
      clock,
      log: silentLog,
    }
    const password = { hash: 'the password', scheme: 'test' }
    await tables.users.insert(newUser({ username: 'ada', role: 'user', password }, clock))
    const gone = newUser({ username: 'gone', role: 'user', password }, clock)
    await tables.users.insert({ ...gone, disabledAt: gone.createdAt })
  })
  after(async () => {
    await db.close()
    store.remove()
  })

  const cases = [
    ['the right password', 'ada', 'the password'],
    ['a wrong password', 'ada', 'another'],
    ['a name that nobody has', 'nobody', 'the password'],
    ['a disabled account', 'gone', 'the password'],
    ['a disabled account and a wrong password', 'gone', 'another'],
  ] as const
  for (const [what, username, password] of cases) {
    it(`costs exactly one hash with ${what}`, async () => {
      const before = passwords.count()
      await createLogin(parts)
        .login({ username, password }, callOf())
        .catch(() => undefined)
      expect(passwords.count() - before).to.equal(1)
    })
  }

  it('answers alike whatever was wrong', async () => {
    const answers = await Promise.all(
      cases.slice(1).map(async ([, username, password]) => {
        const { code, message, details } = await errorOf(createLogin(parts).login({ username, password }, callOf()))
        return { code, message, details }
      }),
    )
    for (const answer of answers) expect(answer).to.deep.equal(answers[0])
  })
})
