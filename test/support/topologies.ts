import { join } from 'node:path'
import { allSettings } from '../../src/app/modules.ts'
import { moduleNames } from '../../src/app/role.ts'
import { start } from '../../src/app/start.ts'
import { prepareDemo } from '../../src/demo/prepare-demo.ts'
import { loadConfig } from '../../src/platform/config.ts'
import { silentLog } from '../../src/platform/log.ts'
import { freePort } from './free-port.ts'
import { freshDatabase } from './fresh-database.ts'
import { temporaryFolder } from './folder.ts'
import { serve, type Process } from './processes.ts'
import { redisUrl } from './services.ts'
import { localSystem, remoteSystem, type TestSystem } from './system.ts'

/** Settings of a test's own, by environment variable. */
export type Environment = Record<string, string>

/** A way to put the system together. */
export interface Topology {
  name: string
  open: (environment?: Environment) => Promise<TestSystem>
}

/** The day that the demo data of tests is made for. */
const demoDay = '2026-06-30'

const secret = 'a-secret-for-tests-that-is-long-enough-for-anyone'

const base = (folder: string): Environment => {
  const demo = prepareDemo({ folder: join(folder, 'demo'), today: demoDay })
  return {
    DATA_DIR: folder,
    JWT_SECRET_KEY: secret,
    RATE_LIMITS: 'off',
    PASSWORD_HASH_COST: '4',
    LOG_LEVEL: 'error',
    LOG_FORMAT: 'json',
    DATABASE_URL: `sqlite:${demo.databasePath}`,
    HOST: '127.0.0.1',
  }
}

const inThisProcess = async (extra: Environment, serveHttp: boolean): Promise<TestSystem> => {
  const folder = await temporaryFolder()
  const environment = { ...base(folder.path), GATEWAY_PORT: '0', ...extra }
  const config = loadConfig(allSettings, { flags: {}, environment, file: {} })
  const system = await start({ modules: [...moduleNames], config, serve: serveHttp, log: silentLog })
  const stop = async () => {
    await system.stop()
    await folder.remove()
  }
  const url = system.urls.gateway
  return url === undefined ? localSystem({ ...system, stop }) : remoteSystem(url, stop)
}

/** Four processes with Redis and PostgreSQL, and each of them for tests that kill. */
export const openProcesses = async (
  extra: Environment = {},
): Promise<TestSystem & { processes: Record<string, Process> }> => {
  const folder = await temporaryFolder()
  const database = await freshDatabase()
  const ports = await Promise.all(moduleNames.map(() => freePort()))
  const at = Object.fromEntries(moduleNames.map((name, index) => [name, `http://127.0.0.1:${ports[index]}`]))
  const variables = Object.fromEntries(
    moduleNames.flatMap((name, index) => {
      if (name === 'gateway') return [['GATEWAY_PORT', String(ports[index])]]
      const upper = name.toUpperCase()
      return [
        [`${upper}_SERVICE_PORT`, String(ports[index])],
        [`${upper}_SERVICE_URL`, at[name] ?? ''],
      ]
    }),
  )
  const shared = {
    ...base(folder.path),
    STORAGE_URL: database.url,
    REDIS_URL: `${redisUrl()}/0`,
    ...variables,
    ...extra,
  }
  const processes: Record<string, Process> = {}
  await Promise.all(
    moduleNames.map(async (name) => {
      processes[name] = await serve(name, { ...shared, DATA_DIR: join(folder.path, name) }, at[name] ?? '')
    }),
  )
  const stop = async () => {
    const running = Object.values(processes).filter(({ child }) => child.exitCode === null && child.signalCode === null)
    await Promise.all(running.map((one) => one.stop()))
    await database.drop()
    await folder.remove()
  }
  return { ...remoteSystem(at['gateway'] ?? '', stop), processes }
}

/** Every way to put the system together; the same promises hold in each. */
export const topologies: Topology[] = [
  { name: 'in-process', open: (extra = {}) => inThisProcess(extra, false) },
  { name: 'one port', open: (extra = {}) => inThisProcess(extra, true) },
  { name: 'loopback', open: (extra = {}) => inThisProcess({ INTERNAL_HTTP: 'on', ...extra }, true) },
  { name: 'processes', open: openProcesses },
]

/** Describes the same promises for every topology; TOPOLOGY in the environment chooses one by name. */
export const forEachTopology = (title: string, promises: (topology: Topology) => void, overHttp = false): void => {
  const chosen = process.env['TOPOLOGY']
  for (const topology of topologies) {
    if (overHttp && topology.name === 'in-process') continue
    if (chosen !== undefined && chosen !== topology.name) continue
    describe(`${title}, ${topology.name}`, function () {
      this.timeout(120_000)
      promises(topology)
    })
  }
}
