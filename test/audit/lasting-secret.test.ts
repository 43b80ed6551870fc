import { expect } from 'chai'
import { temporaryFolder } from '../support/folder.ts'
import { continueTrace } from '../../src/platform/tracing.ts'
import { newId } from '../../src/platform/ids.ts'
import type { Principal } from '../../src/contract/operation.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { silentLog } from '../../src/platform/log.ts'
import { clientsOf } from '../../src/app/clients.ts'
import { allSettings } from '../../src/app/modules.ts'
import { start } from '../../src/app/start.ts'

const signing = (letter: string) => letter.repeat(40)

const visitor = (principal: Principal | null) => ({
  requestId: newId(),
  trace: continueTrace(),
  principal,
  token: null,
  client: { ip: '127.0.0.1', device: 'test' },
  signal: new AbortController().signal,
})
const auditor = visitor({
  userId: 'ada',
  username: 'ada',
  role: 'admin',
  permissions: ['read:system'],
  sessionId: null,
  attributes: {},
})

/** Starts auth in a folder with secrets, makes it record something, and says whether the whole trail verifies. */
const trailOf = async (folder: string, secrets: Record<string, string>) => {
  const environment = { DATA_DIR: folder, ...secrets }
  const config = loadConfig(allSettings, { flags: {}, environment, file: {} })
  const system = await start({ modules: ['auth'], config, serve: false, log: silentLog })
  try {
    const { auth } = clientsOf(system.modules)
    await auth.login({ username: 'nobody', password: 'wrong' }, visitor(null)).catch(() => undefined)
    return await auth.verifyAudit({}, auditor)
  } finally {
    await system.stop()
  }
}

describe('start', () => {
  it('keeps audit trails whole through a change of JWT_SECRET_KEY when they have a secret of their own', async () => {
    const folder = await temporaryFolder()
    try {
      const lasting = { DATA_SECRET_KEY: signing('d') }
      await trailOf(folder.path, { ...lasting, JWT_SECRET_KEY: signing('a') })
      const verdict = await trailOf(folder.path, { ...lasting, JWT_SECRET_KEY: signing('b') })
      expect(verdict).to.deep.include({ valid: true })
      const foreign = await trailOf(folder.path, { JWT_SECRET_KEY: signing('b') })
      expect(foreign).to.deep.include({ valid: false })
    } finally {
      await folder.remove()
    }
  })
})
