import type { Audit } from '../../platform/audit/audit.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Values } from '../../platform/config.ts'
import type { Log } from '../../platform/log.ts'
import type { authSettings } from './config.ts'
import type { ApiKeys } from './credentials/api-keys.ts'
import type { Lockout } from './credentials/lockout.ts'
import type { Passwords } from './credentials/passwords.ts'
import type { Sessions } from './credentials/sessions.ts'
import type { Tables } from './tables.ts'
import type { Keyring } from './tokens/keys.ts'

/** What auth's operations are made of. */
export interface Parts {
  config: Values<typeof authSettings>
  /** The address that the service is bound to. */
  host: string
  tables: Tables
  passwords: Passwords
  lockout: Lockout
  sessions: Sessions
  apiKeys: ApiKeys
  keyring: Keyring
  audit: Audit
  clock: Clock
  log: Log
}
