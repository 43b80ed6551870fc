import { expect } from 'chai'
import { parse, type DefaultTreeAdapterMap } from 'parse5'
import { openapi } from '../../../contract/openapi.ts'
import { createHttpApp } from '../../../platform/http/app.ts'
import { listen, type HttpServer } from '../../../platform/http/server.ts'
import { silentLog } from '../../../platform/log.ts'
import { createMetrics } from '../../../platform/prometheus.ts'
import { authContract } from '../../auth/contract.ts'
import { ragContract } from '../../rag/contract.ts'
import { cors } from '../edge/cors.ts'
import { legacyPaths } from '../edge/legacy-paths.ts'
import type { ServiceName, ServiceState } from '../service.ts'
import { html } from './html.ts'
import { site } from './pages.ts'

type Node = DefaultTreeAdapterMap['node']

const elementsOf = (node: Node): DefaultTreeAdapterMap['element'][] => [
  ...('tagName' in node ? [node] : []),
  ...('childNodes' in node ? node.childNodes.flatMap(elementsOf) : []),
]

const openServer = async (origins: string[], services: Record<ServiceName, ServiceState>): Promise<HttpServer> => {
  const mounted = [
    { contract: authContract, prefix: '/auth' },
    { contract: ragContract, prefix: '/rag' },
  ]
  const app = createHttpApp({
    service: 'gateway',
    log: silentLog,
    metrics: createMetrics({ withProcess: false }),
    trustProxy: 0,
    middleware: [
      cors(origins),
      legacyPaths(),
      site({
        version: '1.2.3',
        services: () => Promise.resolve(services),
        openapi: () => openapi(mounted, { title: 'ai-agent', version: '1.2.3' }),
      }),
      (ctx) => {
        ctx.body = ctx.url
      },
    ],
  })
  const handler = app.callback()
  return listen((request, response) => void handler(request, response), { host: '127.0.0.1', port: 0 })
}

describe('gateway pages', () => {
  let server: HttpServer
  const services: Record<ServiceName, ServiceState> = {
    auth: { status: 'healthy', url: '/auth', latency_ms: 0 },
    agent: { status: 'healthy', url: 'http://agent', latency_ms: 1.5 },
    rag: { status: 'unhealthy', url: 'http://rag', latency_ms: null },
  }
  before(async () => {
    server = await openServer(['https://app.example.org'], services)
  })
  after(() => server.close(0))
  const get = (path: string, init: RequestInit = {}) => fetch(server.url + path, init)

  it('tell what runs, and in which state', async () => {
    const page = await (await get('/')).text()
    expect(page)
      .to.include('1.2.3')
      .and.to.match(/unhealthy<\/td>\s*<td>no answer/)
    expect(page).to.include(`${server.url}/auth/login`)
  })

  it('list every operation with its path, and are whole without any script or anything from elsewhere', async () => {
    const reference = await (await get('/docs')).text()
    for (const path of ['/auth/login', '/auth/users/{id}', '/rag/retrieve', '/rag/documents/{id}'])
      expect(reference).to.include(`>${path}</span`)
    expect(reference).to.include('password: string  // 8–128 characters').and.to.include('manage:users')
    for (const page of [reference, await (await get('/')).text()]) {
      const elements = elementsOf(parse(page))
      expect(elements.filter(({ tagName }) => ['script', 'iframe', 'style'].includes(tagName))).to.have.length(0)
      const links = elements.flatMap(({ attrs }) => attrs).filter(({ name }) => name === 'src' || name === 'href')
      for (const { value } of links) expect(value).to.match(/^([/#]|data:,)/)
      expect(elements.flatMap(({ attrs }) => attrs).filter(({ name }) => /^(on|style$)/.test(name))).to.have.length(0)
    }
  })

  it('carry a strict policy, and their own style', async () => {
    const response = await get('/')
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).to.include("default-src 'none'")
    expect((await get('/site.css')).headers.get('content-type')).to.equal('text/css; charset=utf-8')
  })

  it('give the merged OpenAPI document', async () => {
    const response = await get('/openapi.json')
    expect(response.headers.get('content-type')).to.include('application/json')
    expect(await response.json())
      .to.have.property('paths')
      .that.includes.keys('/auth/login', '/rag/query')
  })

  it('escape whatever is put into them', () => {
    const hostile = '<script>alert("x")</script>'
    expect(html`<p title="${hostile}">${[hostile, html`<b>${1}</b>`, null]}</p>`.text).to.equal(
      '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;">' +
        '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;<b>1</b></p>',
    )
  })

  it('leave the rest to others, under the paths of v0.1 too', async () => {
    expect(await (await get('/elsewhere')).text()).to.equal('/elsewhere')
    expect(await (await get('/api/rag/query?x=1')).text()).to.equal('/rag/query?x=1')
    expect(await (await get('/api/auth/validate', { method: 'POST' })).text()).to.equal('/auth/validate')
    expect(await (await get('/api/health')).text()).to.equal('/health')
    expect(await (await get('/', { method: 'POST' })).text()).to.equal('/')
  })

  describe('from other origins', () => {
    const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }
    const from = (origin: string, init: { method?: string; headers?: Record<string, string> } = {}) =>
      get('/elsewhere', { ...init, headers: { ...init.headers, origin } })

    it('may be used when the origin is named', async () => {
      const allowed = await from('https://app.example.org', preflight)
      expect(allowed.status).to.equal(204)
      expect(allowed.headers.get('access-control-allow-origin')).to.equal('https://app.example.org')
      expect(allowed.headers.get('access-control-allow-headers')).to.include('Authorization')
      expect(allowed.headers.get('vary')).to.equal('Origin')
      const answer = await from('https://app.example.org')
      expect(answer.headers.get('access-control-expose-headers')).to.include('X-Request-Id')
      expect(answer.headers.has('access-control-allow-credentials')).to.equal(false)
    })

    it('may not be used otherwise', async () => {
      for (const origin of ['https://evil.example.org', 'https://app.example.org.evil', 'null']) {
        const refused = await from(origin, preflight)
        expect(refused.headers.has('access-control-allow-origin'), origin).to.equal(false)
      }
      const closed = await openServer([], services)
      const response = await fetch(closed.url, { headers: { origin: 'https://app.example.org' } })
      expect(response.headers.has('access-control-allow-origin')).to.equal(false)
      await closed.close(0)
    })
  })
})
