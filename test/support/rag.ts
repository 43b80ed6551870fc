import { clientsOf, type Clients } from '../../src/app/clients.ts'
import { allSettings } from '../../src/app/modules.ts'
import { start } from '../../src/app/start.ts'
import { permissions, type Call, type Permission } from '../../src/contract/operation.ts'
import { auditMigrations } from '../../src/platform/audit/migrations.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { openDatabase, type Database } from '../../src/platform/db/connect.ts'
import { parseStorageUrl } from '../../src/platform/db/dialect.ts'
import { newId } from '../../src/platform/ids.ts'
import { silentLog } from '../../src/platform/log.ts'
import { continueTrace } from '../../src/platform/tracing.ts'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'

/** The rag module alone, without auth before it: whoever is named in a call is believed. */
export interface RagSystem {
  rag: Clients['rag']
  as: (userId: string, extra?: Partial<Call> & { role?: string; may?: readonly Permission[] }) => Call
  stop: () => Promise<void>
}

/** Where a test's rag keeps its data: variables such as DATA_DIR and STORAGE_URL. */
export type RagEnvironment = Record<string, string> & { DATA_DIR: string }

/** Starts the rag module in this process. */
export const openRag = async (environment: RagEnvironment): Promise<RagSystem> => {
  const config = loadConfig(allSettings, {
    flags: {},
    environment: { JWT_SECRET_KEY: 'a-secret-for-tests-that-is-long-enough-for-anyone', ...environment },
    file: {},
  })
  const system = await start({ modules: ['rag'], config, serve: false, log: silentLog })
  return {
    rag: clientsOf(system.modules).rag,
    as: (userId, { role = 'user', may = permissions, ...extra } = {}) => ({
      requestId: newId(),
      trace: continueTrace(),
      principal: { userId, username: userId, role, permissions: may, sessionId: null, attributes: {} },
      token: null,
      client: { ip: '127.0.0.1', device: 'test' },
      signal: new AbortController().signal,
      ...extra,
    }),
    stop: system.stop,
  }
}

/** The database of a rag module, for looking at what it holds. */
export const openRagDatabase = (environment: RagEnvironment): Promise<Database> => {
  const storage = parseStorageUrl(environment['STORAGE_URL'] ?? `sqlite:${environment.DATA_DIR}`)
  return openDatabase(storage, 'rag', [...ragMigrations, ...auditMigrations])
}
