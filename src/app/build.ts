import { remote } from '../contract/remote.ts'
import type { Module, Platform, Running } from '../contract/module.ts'
import { local } from '../contract/local.ts'
import type { Call, Client, Contract } from '../contract/operation.ts'
import { createAudit } from '../platform/audit/index.ts'
import { auditMigrations } from '../platform/audit/migrations.ts'
import type { Clock } from '../platform/clock.ts'
import type { Config, Values } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'
import { openDatabase } from '../platform/db/connect.ts'
import { parseStorageUrl } from '../platform/db/dialect.ts'
import { signPeer } from '../contract/peer-token.ts'
import { createUpstream, type Upstream } from '../platform/http/upstream.ts'
import { openKeyValue } from '../platform/kv/index.ts'
import type { KeyValue } from '../platform/kv/kv.ts'
import type { Lifecycle } from '../platform/lifecycle.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { platformSettings } from '../platform/settings.ts'
import { traceparentOf } from '../platform/tracing.ts'
import { contracts } from './clients.ts'
import { loadModule, type allSettings } from './modules.ts'
import { moduleNames, type ModuleName } from './role.ts'
import { auditPurpose } from './secrets.ts'
import { version } from './version.ts'

/** A module that lives in this process. */
export interface BuiltModule {
  name: ModuleName
  contract: Contract
  client: Client<Contract>
  running: Running<Contract>
  kv: KeyValue
  log: Log
  /** Throws what keeps it from serving: its database, its key-value store, the modules it needs, or itself. */
  ready: () => Promise<void>
}

/** What the process stands on when modules are built. */
export interface Ground {
  config: Config<typeof allSettings>
  settings: Values<typeof platformSettings>
  /** The databases that questions are about, by name. */
  databases: Record<string, string>
  deriveKey: (purpose: string) => Buffer
  deriveLastingKey: (purpose: string) => Buffer
  log: Log
  metrics: Metrics
  clock: Clock
  lifecycle: Lifecycle
  /** Where the modules of this process listen, when calls between them go over HTTP. */
  loopback: Partial<Record<ModuleName, string>>
}

type Upstreams = Record<ModuleName, Upstream | null>

const upstreamsOf = (here: ModuleName[], ground: Ground): Upstreams => {
  const { settings, loopback, clock, log, lifecycle } = ground
  const configured = { auth: settings.authUrls, agent: settings.agentUrls, rag: settings.ragUrls, gateway: [] }
  const found: Upstreams = { auth: null, rag: null, agent: null, gateway: null }
  for (const name of moduleNames) {
    const inside = loopback[name]
    const urls = inside === undefined ? configured[name] : [inside]
    if (urls.length === 0 || (here.includes(name) && inside === undefined)) continue
    const upstream = createUpstream(urls, { clock, log: log.with({ upstream: name }) })
    lifecycle.defer(`upstream ${name}`, () => upstream.close())
    found[name] = upstream
  }
  return found
}

/** A call to a module that lives elsewhere: signed for that module alone, with the caller it is made for. */
const dial = (contract: Contract, upstream: Upstream, ground: Ground): Client<Contract> => {
  const key = ground.deriveKey('peer')
  return remote(contract, {
    url: () => upstream.pick(),
    timeout: ground.settings.upstreamTimeout,
    report: (url, healthy) => upstream.report(url, healthy),
    headers: (call: Call) => ({
      'x-request-id': call.requestId,
      traceparent: traceparentOf(call.trace),
      'user-agent': call.client.device,
      'x-peer-token': signPeer(
        key,
        {
          kind: 'service',
          audience: contract.name,
          principal: call.principal,
          requestId: call.requestId,
          ip: call.client.ip,
        },
        ground.clock,
      ),
    }),
  })
}

const reach = async (name: string, upstream: Upstream): Promise<void> => {
  const instances = await upstream.probe()
  if (!instances.some(({ healthy }) => healthy)) throw new AppError('unavailable', `${name} does not answer`)
}

const buildOne = async (
  name: ModuleName,
  module: Module,
  ground: Ground,
  upstreams: Upstreams,
  clientOf: (name: ModuleName) => Client<Contract>,
): Promise<BuiltModule> => {
  const { config, settings, deriveKey, deriveLastingKey, metrics, clock, lifecycle } = ground
  const log = ground.log.with({ service: name })
  const db = await openDatabase(parseStorageUrl(settings.storageUrl ?? `sqlite:${settings.dataDir}`), name, [
    ...module.migrations,
    ...auditMigrations,
  ])
  lifecycle.defer(`${name} database`, () => db.close())
  const kv = await openKeyValue(settings, { prefix: name, log, clock })
  lifecycle.defer(`${name} key-value store`, () => kv.close())
  const audit = createAudit({
    knex: db.knex,
    dialect: db.dialect,
    key: deriveLastingKey(auditPurpose(name)),
    clock,
    service: name,
  })
  lifecycle.defer(`${name} audit`, () => audit.close())
  const needed = moduleNames.filter((peer) => peer in module.needs)
  const peers = Object.fromEntries(needed.map((peer) => [peer, clientOf(peer)]))
  const platform: Platform<Module['settings']> = {
    config: config.values[name],
    settings,
    databases: ground.databases,
    entries: config.entries,
    upstreams: { auth: upstreams.auth, agent: upstreams.agent, rag: upstreams.rag },
    db,
    kv,
    audit,
    log,
    metrics,
    clock,
    version,
    deriveKey,
    deriveLastingKey,
  }
  const running = await module.create(platform, peers)
  lifecycle.defer(name, async () => running.close?.())
  const client = local(module.contract, running.service, {
    log,
    metrics,
    refused: async ({ operation, access, call }) => {
      await audit.record({
        action: 'access.refused',
        outcome: 'refused',
        userId: call.principal?.userId ?? null,
        username: call.principal?.username ?? null,
        target: operation,
        requestId: call.requestId,
        ip: call.client.ip,
        details: { access },
      })
    },
  })
  const ready = async () => {
    await Promise.all([db.ping(), kv.ping(), running.ready?.()])
    for (const peer of needed) {
      const upstream = upstreams[peer]
      if (upstream) await reach(peer, upstream)
    }
  }
  return { name, contract: module.contract, client, running, kv, log, ready }
}

/** The modules of this process, and how each of all four is reached from it. */
export interface Built {
  modules: Map<ModuleName, BuiltModule>
  clientOf: (name: ModuleName) => Client<Contract>
}

/** Builds the modules that live here, in order of need; a module elsewhere is dialled when somebody here needs it. */
export const build = async (here: ModuleName[], ground: Ground): Promise<Built> => {
  const upstreams = upstreamsOf(here, ground)
  const modules = new Map<ModuleName, BuiltModule>()
  const clientOf = (name: ModuleName): Client<Contract> => {
    const upstream = upstreams[name]
    const client = upstream ? dial(contracts[name], upstream, ground) : modules.get(name)?.client
    if (!client) throw new Error(`${name} is neither here nor elsewhere`)
    return client
  }
  for (const name of here)
    modules.set(name, await buildOne(name, await loadModule[name](), ground, upstreams, clientOf))
  return { modules, clientOf }
}
