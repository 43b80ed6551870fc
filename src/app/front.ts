import { listen, type HttpServer } from '../platform/http/server.ts'
import type { Metrics } from '../platform/metrics.ts'
import { createMetrics } from '../platform/prometheus.ts'
import { createAuthenticate } from './authenticate.ts'
import type { Built, Ground } from './build.ts'
import type { AppConfig } from './config.ts'
import { createEntrance, handlerOf, type Entrance } from './listen.ts'
import { moduleNames, type ModuleName } from './role.ts'

/** Where a process can be reached: on its ports from the start, and answering 503 until what it serves is built. */
export interface Front {
  /** By module. */
  urls: Partial<Record<ModuleName, string>>
  metrics: Metrics
  /** Serves the modules from now on. */
  open: (built: Built, ground: Ground) => void
  /** Takes no new requests, and cuts those that have not ended within `drain` milliseconds. */
  close: (drain: number) => Promise<void>
}

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

/** Listens for modules: for all four on the gateway's port, for fewer on a port each. */
export const openFront = async (here: readonly ModuleName[], config: AppConfig): Promise<Front> => {
  const { internalHttp } = config.values.platform
  const onePort = here.length === moduleNames.length && !internalHttp
  const servers: HttpServer[] = []
  const entrances = new Map<ModuleName, Entrance>()
  const urls: Front['urls'] = {}
  const close = async (drain: number): Promise<void> => {
    await Promise.all(servers.map((server) => server.close(drain)))
  }
  try {
    for (const name of onePort ? (['gateway'] as const) : here) {
      const entrance = createEntrance()
      const server = await listen(entrance.listener, addressOf(name, config))
      servers.push(server)
      entrances.set(name, entrance)
      urls[name] = server.url
    }
  } catch (error) {
    await close(0)
    throw error
  }
  return {
    urls,
    metrics: createMetrics({ withProcess: true }),
    open: ({ modules, clientOf }, ground) => {
      for (const [name, entrance] of entrances) {
        const root = modules.get(name)
        if (!root) continue
        const fronted =
          name === 'gateway' && !internalHttp ? [...modules.values()].filter((module) => module !== root) : []
        const auth = modules.get('auth')
        const authenticate = createAuthenticate(root === auth ? auth.client : clientOf('auth'))
        entrance.open(handlerOf(root, fronted, ground, authenticate))
      }
    },
    close,
  }
}
