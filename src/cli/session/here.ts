import { userInfo } from 'node:os'
import { join } from 'node:path'
import { clientsOf } from '../../app/clients.ts'
import { readConfig } from '../../app/config.ts'
import { ingestDemoDocuments } from '../../app/demo.ts'
import type { ModuleName } from '../../app/role.ts'
import { start } from '../../app/start.ts'
import { permissions, type Principal } from '../../contract/operation.ts'
import { createLog } from '../../platform/log.ts'
import { callMaker, interruption } from './call.ts'
import type { Session } from './session.ts'

/** Whoever may read this machine's files owns what is in them; so the command line acts as the administrator. */
const owner = (): Principal => ({
  userId: 'local',
  username: userInfo().username,
  role: 'admin',
  permissions,
  sessionId: null,
  attributes: {},
})

/** Opens modules in this process, on this machine's own files. */
export const openHere = async (modules: readonly ModuleName[], config: string | undefined): Promise<Session> => {
  const system = await start({
    modules: [...modules],
    config: readConfig({ CONFIG_FILE: config }),
    serve: false,
    log: createLog({ level: 'error', format: process.stderr.isTTY ? 'pretty' : 'json' }),
  })
  return {
    clients: clientsOf(system.modules),
    call: callMaker(owner(), null, interruption()),
    records: () => Promise.resolve(join(system.config.values.platform.dataDir, 'ingested')),
    offerDemoDocuments: () => ingestDemoDocuments(system),
    close: system.stop,
  }
}
