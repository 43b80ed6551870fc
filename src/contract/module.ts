import type { Middleware } from 'koa'
import type { Audit } from '../platform/audit/audit.ts'
import type { Clock } from '../platform/clock.ts'
import type { ConfigEntry, Settings, Values } from '../platform/config.ts'
import type { Database } from '../platform/db/connect.ts'
import type { Migrations } from '../platform/db/migrate.ts'
import type { Upstream } from '../platform/http/upstream.ts'
import type { KeyValue } from '../platform/kv/kv.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { platformSettings } from '../platform/settings.ts'
import type { Client, Contract, Service } from './operation.ts'

/** What every module stands on, and nothing of the business. All of it is the module's own: its tables, its keys, its trail. */
export interface Platform<S extends Settings> {
  config: Values<S>
  /** What the whole process is set to. */
  settings: Values<typeof platformSettings>
  /** Every setting with its value and origin, for whoever may look at the configuration. */
  entries: ConfigEntry[]
  /** The databases that questions are about, by name. */
  databases: Record<string, string>
  /** Where the modules are that live elsewhere; null for those in this process. Only the gateway's proxies look at it. */
  upstreams: Record<'auth' | 'agent' | 'rag', Upstream | null>
  db: Database
  kv: KeyValue
  audit: Audit
  log: Log
  metrics: Metrics
  clock: Clock
  version: string
  /** A key for a purpose, derived from the process's secret: the same in every replica. */
  deriveKey: (purpose: string) => Buffer
  /** The same for what is kept, and must still be read when the process's secret was changed. */
  deriveLastingKey: (purpose: string) => Buffer
}

/** The other modules that a module calls, by name. */
export type Needs = Record<string, Contract>

/** The clients of those. */
export type Peers<N extends Needs> = { [K in keyof N]: Client<N[K]> }

/** A module at work. */
export interface Running<C extends Contract> {
  service: Service<C>
  /** Throws what keeps it from serving; besides its database and key-value store, which are asked anyway. */
  ready?: () => Promise<void>
  /** HTTP that is no operation: proxies, pages. Stands before the operations' routes. */
  middleware?: Middleware[]
  close?: () => Promise<void>
}

/** A part of the system: what it offers, what it is set by, whom it needs, and how it is made. Knows no role. */
export interface Module<C extends Contract = Contract, S extends Settings = Settings, N extends Needs = Needs> {
  contract: C
  settings: S
  migrations: Migrations
  needs: N
  create: (platform: Platform<S>, peers: Peers<N>) => Promise<Running<C>>
}

/** Declares a module with its exact types, and hands it on without them, so that a list of modules can be kept. */
export const defineModule = <C extends Contract, S extends Settings, N extends Needs>(
  declared: Module<C, S, N>,
): Module =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the app gives each module the values of its own settings and the clients of its own needs
  declared as unknown as Module
