import { z } from 'zod'
import { auditService } from '../../contract/audit.ts'
import { routeOf, type Contract, type Service } from '../../contract/operation.ts'
import type { Audit } from '../../platform/audit/audit.ts'
import { timestamp, type Clock } from '../../platform/clock.ts'
import type { ConfigEntry } from '../../platform/config.ts'
import type { Upstream } from '../../platform/http/upstream.ts'
import type { gatewayContract } from './contract.ts'
import { listTrails, verifyTrails, type Trail } from './trails.ts'

/** The services behind the gateway. */
export const serviceNames = ['auth', 'agent', 'rag'] as const

/** One of them. */
export type ServiceName = (typeof serviceNames)[number]

/** How a service is. */
export interface ServiceState {
  status: 'healthy' | 'unhealthy'
  url: string
  latency_ms: number | null
}

/** What the gateway's own operations stand on. */
export interface GatewayOptions {
  upstreams: Record<ServiceName, Upstream | null>
  contracts: Record<ServiceName, Contract>
  trails: Record<ServiceName, Trail>
  audit: Audit
  entries: ConfigEntry[]
  databases: Record<string, string>
  clock: Clock
  version: string
}

/** One instance that is well is enough; the fastest is shown. */
const stateOf = async (name: ServiceName, upstream: Upstream | null): Promise<ServiceState> => {
  if (!upstream) return { status: 'healthy', url: `/${name}`, latency_ms: 0 }
  const instances = await upstream.probe()
  const well = instances.filter(({ healthy }) => healthy)
  const [best] = well.toSorted((one, other) => (one.latencyMs ?? 0) - (other.latencyMs ?? 0))
  if (best) return { status: 'healthy', url: best.url, latency_ms: best.latencyMs }
  return { status: 'unhealthy', url: instances[0]?.url ?? '', latency_ms: null }
}

/** Asks the services behind the gateway how they are, all at once. */
export const statesOf = async (upstreams: GatewayOptions['upstreams']): Promise<Record<ServiceName, ServiceState>> => {
  const [auth, agent, rag] = await Promise.all([
    stateOf('auth', upstreams.auth),
    stateOf('agent', upstreams.agent),
    stateOf('rag', upstreams.rag),
  ])
  return { auth, agent, rag }
}

const operationsOf = (contract: Contract, prefix: string) =>
  Object.entries(contract.operations).map(([name, declared]) => {
    const { method, path } = routeOf(declared)
    return { name, route: `${method} ${prefix}${path}`, access: declared.access, summary: declared.summary }
  })

/** A setting's value as JSON; a secret's is never shown, only whether there is one. */
const shown = ({ value, secret }: ConfigEntry): z.output<ReturnType<typeof z.json>> => {
  if (value === undefined) return null
  return secret ? '[redacted]' : z.json().parse(value)
}

/** The code behind the gateway's own operations. */
export const createGatewayService = (options: GatewayOptions): Service<typeof gatewayContract> => {
  const { upstreams, contracts, audit, entries, databases, clock, version } = options
  const own = auditService(audit)
  const trails = {
    ...options.trails,
    gateway: {
      listAudit: ({ limit = 50, ...filter }: Parameters<Trail['listAudit']>[0]) => own.listAudit({ ...filter, limit }),
      verifyAudit: () => own.verifyAudit(),
    },
  }
  return {
    health: async () => {
      const services = await statesOf(upstreams)
      const well = Object.values(services).every(({ status }) => status === 'healthy')
      const status = well ? 'healthy' : 'degraded'
      return { status, service: 'gateway', timestamp: timestamp(clock.now()), version, services }
    },
    services: async () => {
      const states = await statesOf(upstreams)
      const services = serviceNames.map((name) => {
        const prefix = `/${name}`
        return { name, prefix, ...states[name], operations: operationsOf(contracts[name], prefix) }
      })
      return { services, timestamp: timestamp(clock.now()) }
    },
    config: () => {
      const settings = entries.map((entry) => {
        const { section, variable, origin, description, secret } = entry
        return { section, variable, value: shown(entry), origin, description, secret }
      })
      return Promise.resolve({ settings, databases: Object.keys(databases) })
    },
    mergedAudit: (input, call) => listTrails(trails, input, call),
    mergedAuditVerify: (_, call) => verifyTrails(trails, call),
    ...own,
  }
}
