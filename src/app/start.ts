import { systemClock, type Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { createLifecycle } from '../platform/lifecycle.ts'
import { createLog, type Log } from '../platform/log.ts'
import { noMetrics } from '../platform/metrics.ts'
import { build, type BuiltModule, type Ground } from './build.ts'
import type { AppConfig } from './config.ts'
import { checkDataFolder } from './data-folder.ts'
import { databasesOf } from './demo.ts'
import type { Front } from './front.ts'
import { moduleNames, type ModuleName } from './role.ts'
import { keyDeriver, lastingSecret, processSecret, secretsOf } from './secrets.ts'

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
  // Modules that nobody reaches share no secret with others elsewhere.
  const whole = !serve || here.length === moduleNames.length
  let front: Front | undefined
  try {
    const secrets = { ...secretsOf(config), whole }
    const deriveKey = keyDeriver(processSecret(secrets))
    const deriveLastingKey = keyDeriver(lastingSecret(secrets))
    // Loaded where something listens: most commands need none of it.
    if (serve) front = await (await import('./front.ts')).openFront(here, config)
    const databases = here.includes('agent') ? await databasesOf(config) : {}
    const ground: Ground = {
      config,
      settings,
      databases,
      deriveKey,
      deriveLastingKey,
      log,
      metrics: front?.metrics ?? noMetrics,
      clock,
      lifecycle,
      loopback: settings.internalHttp ? (front?.urls ?? {}) : {},
    }
    const built = await build(here, ground)
    front?.open(built, ground)
    // Remembered last, so closed first: requests under way still find everything they need.
    lifecycle.defer('servers', () => front?.close(settings.drainTimeout))
    return { modules: built.modules, urls: front?.urls ?? {}, config, log, stop: () => lifecycle.close() }
  } catch (error) {
    await front?.close(0)
    await lifecycle.close()
    // What SQLite and the file system say of a folder that cannot be written helps nobody.
    if (!(error instanceof AppError)) checkDataFolder(settings.dataDir)
    throw error
  }
}
