import { clientsOf, type Clients } from '../../src/app/clients.ts'
import { allSettings } from '../../src/app/modules.ts'
import { start } from '../../src/app/start.ts'
import { permissions, type Call } from '../../src/contract/operation.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { newId } from '../../src/platform/ids.ts'
import { silentLog } from '../../src/platform/log.ts'
import { continueTrace } from '../../src/platform/tracing.ts'

/** The rag module in this process, as the command line has it. */
export const openRag = async (
  environment: Record<string, string>,
): Promise<{ rag: Clients['rag']; call: () => Call; stop: () => Promise<void> }> => {
  const config = loadConfig(allSettings, {
    flags: {},
    environment: { JWT_SECRET_KEY: 'a secret for measurements that is long enough', ...environment },
    file: {},
  })
  const system = await start({ modules: ['rag'], config, serve: false, log: silentLog })
  const principal = { userId: 'bench', username: 'bench', role: 'admin', permissions, sessionId: null, attributes: {} }
  return {
    rag: clientsOf(system.modules).rag,
    call: () => ({
      requestId: newId(),
      trace: continueTrace(),
      principal,
      token: null,
      client: { ip: '127.0.0.1', device: 'bench' },
      signal: new AbortController().signal,
    }),
    stop: system.stop,
  }
}

/** So many at a time. */
export function* groups<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}
