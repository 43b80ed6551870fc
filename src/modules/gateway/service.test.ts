import { expect } from 'chai'
import { createBench } from '../../../test/support/proxied-service.ts'
import type { Call } from '../../contract/operation.ts'
import { contract } from '../../contract/operation.ts'
import type { Audit } from '../../platform/audit/audit.ts'
import { systemClock } from '../../platform/clock.ts'
import type { ConfigEntry } from '../../platform/config.ts'
import { createUpstream, type Upstream } from '../../platform/http/upstream.ts'
import { silentLog } from '../../platform/log.ts'
import { continueTrace } from '../../platform/tracing.ts'
import { authContract } from '../auth/contract.ts'
import { createGatewayService, type GatewayOptions } from './service.ts'

const call: Call = {
  requestId: 'r',
  trace: continueTrace(),
  principal: null,
  token: null,
  client: { ip: '::1', device: 'test' },
  signal: new AbortController().signal,
}

const unused = () => Promise.reject(new Error('not asked for here'))
const trail = { listAudit: unused, verifyAudit: unused }
const audit: Audit = { record: unused, list: unused, verify: unused, checkpoint: unused, export: unused, close: unused }

describe("gateway's own operations", () => {
  let bench: ReturnType<typeof createBench>
  let upstreams: Upstream[]
  beforeEach(() => {
    bench = createBench()
    upstreams = []
  })
  afterEach(() => {
    for (const upstream of upstreams) upstream.close()
    return bench.close()
  })

  const upstreamTo = (...urls: string[]): Upstream => {
    const upstream = createUpstream(urls, { clock: systemClock, log: silentLog, probeEvery: 3_600_000 })
    upstreams.push(upstream)
    return upstream
  }
  const serviceWith = (options: Partial<GatewayOptions>) =>
    createGatewayService({
      upstreams: { auth: null, agent: null, rag: null },
      contracts: { auth: authContract, agent: contract('agent', {}), rag: contract('rag', {}) },
      trails: { auth: trail, agent: trail, rag: trail },
      audit,
      entries: [],
      databases: {},
      clock: { now: () => 0 },
      version: '1.2.3',
      ...options,
    })

  it('tell that all is well when all is here', async () => {
    expect(await serviceWith({}).health({}, call)).to.deep.equal({
      status: 'healthy',
      service: 'gateway',
      timestamp: '1970-01-01T00:00:00.000Z',
      version: '1.2.3',
      services: {
        auth: { status: 'healthy', url: '/auth', latency_ms: 0 },
        agent: { status: 'healthy', url: '/agent', latency_ms: 0 },
        rag: { status: 'healthy', url: '/rag', latency_ms: 0 },
      },
    })
  })

  it('tell which service is ill; one instance that is well is enough', async () => {
    const well = await bench.service((_, response) => response.end())
    const ill = await bench.service((_, response) => response.writeHead(503).end())
    const gone = await bench.gone()
    const health = await serviceWith({
      upstreams: { auth: upstreamTo(gone, well), agent: upstreamTo(ill), rag: upstreamTo(gone) },
    }).health({}, call)
    expect(health.status).to.equal('degraded')
    expect(health.services.auth).to.include({ status: 'healthy', url: well })
    expect(health.services.agent).to.include({ status: 'unhealthy', url: ill })
    expect(health.services.rag).to.deep.equal({ status: 'unhealthy', url: gone, latency_ms: null })
  })

  it('tell what each service offers, under its path here', async () => {
    const { services } = await serviceWith({}).services({}, call)
    expect(services.map(({ name }) => name)).to.deep.equal(['auth', 'agent', 'rag'])
    expect(services[0]?.operations).to.deep.include({
      name: 'login',
      route: 'POST /auth/login',
      access: 'public',
      summary: authContract.operations.login.summary,
    })
  })

  it('show settings, but no secret and no address of a database', async () => {
    const entry = (variable: string, value: unknown, secret = false): ConfigEntry => ({
      section: 'platform',
      variable,
      value,
      origin: 'environment',
      secret,
      description: '',
    })
    const entries = [
      entry('JWT_SECRET_KEY', 'very secret', true),
      entry('REDIS_URL', undefined, true),
      entry('AUTH_SERVICE_URL', ['http://a', 'http://b']),
      entry('DATA_DIR', undefined),
    ]
    const databases = { sales: 'postgres://user:very%20secret@host/sales' }
    const shown = await serviceWith({ entries, databases }).config({}, call)
    expect(shown.settings.map(({ value }) => value)).to.deep.equal(['[redacted]', null, ['http://a', 'http://b'], null])
    expect(shown.databases).to.deep.equal(['sales'])
    expect(JSON.stringify(shown)).not.to.include('very')
  })
})
