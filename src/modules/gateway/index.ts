import { defineModule } from '../../contract/module.ts'
import { openapi } from '../../contract/openapi.ts'
import { agentContract } from '../agent/contract.ts'
import { authContract } from '../auth/contract.ts'
import { ragContract } from '../rag/contract.ts'
import { gatewaySettings } from './config.ts'
import { gatewayContract } from './contract.ts'
import { cors } from './edge/cors.ts'
import { createIdentify } from './edge/identify.ts'
import { legacyPaths } from './edge/legacy-paths.ts'
import { pathHygiene } from './edge/path-hygiene.ts'
import { createProxies } from './edge/proxies.ts'
import { createGatewayService, serviceNames, statesOf } from './service.ts'
import { site } from './site/pages.ts'

const contracts = { auth: authContract, agent: agentContract, rag: ragContract }

const document = (version: string) =>
  openapi(
    [
      ...serviceNames.map((name) => ({ contract: contracts[name], prefix: `/${name}` })),
      { contract: gatewayContract, prefix: '' },
    ],
    { title: 'ai-agent', version },
  )

/** The one door from outside: hygiene and pages for everyone, proxies for the modules that live elsewhere. */
export default defineModule({
  contract: gatewayContract,
  settings: gatewaySettings,
  migrations: [],
  needs: contracts,
  create: (platform, peers) => {
    const { upstreams, audit, entries, databases, clock, version, log } = platform
    const elsewhere = serviceNames.flatMap((name) => {
      const upstream = upstreams[name]
      return upstream ? [{ contract: contracts[name], upstream }] : []
    })
    const proxies = createProxies({
      services: elsewhere,
      identify: createIdentify(peers.auth),
      peerKey: platform.deriveKey('peer'),
      clock,
      log,
      timeout: platform.settings.upstreamTimeout,
    })
    return Promise.resolve({
      service: createGatewayService({
        upstreams,
        contracts,
        trails: { auth: peers.auth, agent: peers.agent, rag: peers.rag },
        audit,
        entries,
        databases,
        clock,
        version,
      }),
      middleware: [
        cors(platform.config.corsOrigins),
        pathHygiene(),
        legacyPaths(),
        site({ version, services: () => statesOf(upstreams), openapi: () => document(version) }),
        proxies.middleware,
      ],
      close: () => Promise.resolve(proxies.close()),
    })
  },
})
