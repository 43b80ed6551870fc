import type { Client } from '../contract/operation.ts'
import { agentContract } from '../modules/agent/contract.ts'
import { authContract } from '../modules/auth/contract.ts'
import { gatewayContract } from '../modules/gateway/contract.ts'
import { ragContract } from '../modules/rag/contract.ts'
import type { BuiltModule } from './build.ts'
import type { ModuleName } from './role.ts'

/** What each module offers, wherever it lives. */
export const contracts = {
  auth: authContract,
  rag: ragContract,
  agent: agentContract,
  gateway: gatewayContract,
} as const

/** The four clients, each of its own type. */
export type Clients = { [K in ModuleName]: Client<(typeof contracts)[K]> }

/** The clients of modules that all live in this process. */
export const clientsOf = (modules: Map<ModuleName, BuiltModule>): Clients => {
  const clients = Object.fromEntries([...modules].map(([name, module]) => [name, module.client]))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each client was made from the contract of its own name
  return clients as unknown as Clients
}
