import type { Module } from '../contract/module.ts'
import type { Settings } from '../platform/config.ts'
import { platformSettings } from '../platform/settings.ts'
import { agentSettings } from '../modules/agent/config.ts'
import { authSettings } from '../modules/auth/config.ts'
import { gatewaySettings } from '../modules/gateway/config.ts'
import { ragSettings } from '../modules/rag/config.ts'
import type { ModuleName } from './role.ts'

/** How each module is loaded; only those of the role are. */
export const loadModule: Record<ModuleName, () => Promise<Module>> = {
  auth: async () => (await import('../modules/auth/index.ts')).default,
  rag: async () => (await import('../modules/rag/index.ts')).default,
  agent: async () => (await import('../modules/agent/index.ts')).default,
  gateway: async () => (await import('../modules/gateway/index.ts')).default,
}

/** Every setting there is, so that none is unknown to a role that does not read it. */
export const allSettings = {
  platform: platformSettings,
  auth: authSettings,
  rag: ragSettings,
  agent: agentSettings,
  gateway: gatewaySettings,
} as const satisfies Record<ModuleName | 'platform', Settings>
