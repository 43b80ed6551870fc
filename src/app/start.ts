import { fileURLToPath } from 'node:url'
import { systemClock, type Clock } from '../platform/clock.ts'
import { loadConfig, sourcesOf, type Config, type Sources } from '../platform/config.ts'
import { listen, type HttpServer } from '../platform/http/server.ts'
import { createLifecycle } from '../platform/lifecycle.ts'
import { createLog, type Log } from '../platform/log.ts'
import { createMetrics } from '../platform/metrics.ts'
import { build, type BuiltModule, type Ground } from './build.ts'
import { createAuthenticate } from './authenticate.ts'
import { databasesOf } from './demo.ts'
import { createEntrance, handlerOf, type Entrance } from './listen.ts'
import { allSettings } from './modules.ts'
import { moduleNames, type ModuleName } from './role.ts'
import { auditPurpose, keyDeriver, lastingSecret, processSecret } from './secrets.ts'

/** The whole configuration, read and checked. */
export type AppConfig = Config<typeof allSettings>

/** A system at work: the modules of this process, and where they listen. */
export interface System {
  modules: Map<ModuleName, BuiltModule>
  /** By module; empty when nothing listens. */
  urls: Partial<Record<ModuleName, string>>
  config: AppConfig
  log: Log
  /** Refuses new work, lets work under way end, closes everything in reverse. */
  stop: () => Promise<void>
}

const defaultFile = fileURLToPath(new URL('../../config/default.yaml', import.meta.url))

/** Reads the configuration: flags over environment over the file over defaults. Throws one `invalid` that names every fault. */
export const readConfig = (flags: Sources['flags'] = {}): AppConfig =>
  loadConfig(allSettings, sourcesOf(flags, defaultFile))

const addressOf = (name: ModuleName, { values: { platform } }: AppConfig): { host: string; port: number } => {
  if (platform.internalHttp && name !== 'gateway') return { host: '127.0.0.1', port: 0 }
  const ports = {
    auth: platform.authPort,
    rag: platform.ragPort,
    agent: platform.agentPort,
    gateway: platform.gatewayPort,
  }
  return { host: platform.host, port: ports[name] }
}

const secretsOf = ({ jwtSecret, dataSecret, dataDir }: AppConfig['values']['platform']) => ({
  given: jwtSecret,
  lasting: dataSecret,
  dataDir,
})

/** The key of each service's audit trail, for checking an export without the service. */
export const auditKeys = ({ values: { platform } }: AppConfig): ((service: string) => Buffer) => {
  const deriveKey = keyDeriver(lastingSecret({ ...secretsOf(platform), whole: true }))
  return (service) => deriveKey(auditPurpose(service))
}

/** Starts modules. With `serve` they listen: all four behind the gateway's port, fewer each on its own. */
export const start = async (options: {
  modules: ModuleName[]
  config: AppConfig
  serve: boolean
  clock?: Clock
  log?: Log
}): Promise<System> => {
  const { modules: here, config, serve, clock = systemClock } = options
  const settings = config.values.platform
  const format = settings.logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json')
  const log = options.log ?? createLog({ level: settings.logLevel, format })
  const lifecycle = createLifecycle(log)
  const whole = here.length === moduleNames.length
  const servers: HttpServer[] = []
  try {
    const secrets = { ...secretsOf(settings), whole }
    const deriveKey = keyDeriver(processSecret(secrets))
    const deriveLastingKey = keyDeriver(lastingSecret(secrets))
    const listening = !serve ? [] : settings.internalHttp || !whole ? here : (['gateway'] as const)
    const entrances = new Map<ModuleName, Entrance>()
    const urls: System['urls'] = {}
    for (const name of listening) {
      const entrance = createEntrance()
      const server = await listen(entrance.listener, addressOf(name, config))
      servers.push(server)
      entrances.set(name, entrance)
      urls[name] = server.url
    }
    const metrics = createMetrics({ withProcess: serve })
    const loopback = serve && settings.internalHttp ? urls : {}
    const databases = here.includes('agent') ? await databasesOf(config) : {}
    const ground: Ground = {
      config,
      settings,
      databases,
      deriveKey,
      deriveLastingKey,
      log,
      metrics,
      clock,
      lifecycle,
      loopback,
    }
    const { modules, clientOf } = await build(here, ground)
    for (const [name, entrance] of entrances) {
      const root = modules.get(name)
      if (!root) continue
      const fronted =
        name === 'gateway' && !settings.internalHttp ? [...modules.values()].filter((module) => module !== root) : []
      const auth = modules.get('auth')
      entrance.open(
        handlerOf(root, fronted, ground, createAuthenticate(root === auth ? auth.client : clientOf('auth'))),
      )
    }
    // Remembered last, so closed first: requests under way still find everything they need.
    lifecycle.defer('servers', async () => {
      await Promise.all(servers.map((server) => server.close(settings.drainTimeout)))
    })
    return { modules, urls, config, log, stop: () => lifecycle.close() }
  } catch (error) {
    await Promise.all(servers.map((server) => server.close(0)))
    await lifecycle.close()
    throw error
  }
}
