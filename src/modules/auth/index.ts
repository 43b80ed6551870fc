import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { defineModule } from '../../contract/module.ts'
import { AppError } from '../../platform/errors.ts'
import { ensureAdmin } from './accounts/first-admin.ts'
import { authSettings } from './config.ts'
import { authContract } from './contract.ts'
import { createApiKeys } from './credentials/api-keys.ts'
import { createLockout } from './credentials/lockout.ts'
import { createPasswords } from './credentials/passwords.ts'
import { createSessions } from './credentials/sessions.ts'
import { authMigrations } from './migrations/index.ts'
import type { Parts } from './parts.ts'
import { createService } from './service.ts'
import { createTables } from './tables.ts'
import { createKeyring, privateKey, secretKey, type SigningKey } from './tokens/keys.ts'

const readKeyFile = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new AppError('invalid', 'JWT_PRIVATE_KEY_FILE: cannot be read', { reason: 'configuration', cause })
  }
}

const baseKey = (file: string | undefined, secret: string | undefined, derived: () => Buffer): SigningKey =>
  file === undefined ? secretKey(secret === undefined ? derived() : Buffer.from(secret)) : privateKey(readKeyFile(file))

/** Users, sessions, tokens and keys: who somebody is, and what they may do. */
export default defineModule({
  contract: authContract,
  settings: authSettings,
  migrations: authMigrations,
  needs: {},
  create: async ({ config, settings, db, kv, audit, clock, log, deriveKey, deriveLastingKey }) => {
    const tables = createTables(db)
    // Made once and kept beside the hashes it goes into, not derived: another JWT_SECRET_KEY must not void every password.
    const { value: passwordKey } = await tables.fact('password key', randomBytes(32).toString('base64'))
    const passwords = createPasswords({ key: Buffer.from(passwordKey, 'base64'), cost: config.passwordCost })
    const times = { idle: config.sessionIdleTtl, max: config.sessionMaxTtl, refresh: config.refreshTokenTtl }
    const parts: Parts = {
      config,
      host: settings.host,
      tables,
      passwords,
      lockout: createLockout({ failures: tables.failures, key: deriveKey('auth login failures'), clock }),
      sessions: createSessions({ table: tables.sessions, key: deriveKey('auth refresh tokens'), clock, times }),
      apiKeys: createApiKeys({ table: tables.apiKeys, clock }),
      keyring: await createKeyring({
        table: tables.keys,
        base: baseKey(config.jwtPrivateKeyFile, settings.jwtSecret, () => deriveKey('auth access tokens')),
        sealingKey: deriveLastingKey('auth signing keys'),
        clock,
        log,
      }),
      audit,
      clock,
      log,
    }
    try {
      await ensureAdmin(parts)
    } catch (error) {
      await passwords.close()
      throw error
    }
    const clear = () => Promise.all([parts.sessions.clear(), parts.lockout.clear()])
    await clear()
    const clearing = setInterval(() => {
      clear().catch((error: unknown) => log.warn('could not clear away old sessions', { error }))
    }, 6 * 3_600_000).unref()
    return {
      service: createService(parts, kv),
      close: async () => {
        clearInterval(clearing)
        await passwords.close()
      },
    }
  },
})
