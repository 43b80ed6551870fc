import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { ask, createBench, type Answer } from '../../../../test/support/proxied-service.ts'
import { verifyPeer } from '../../../contract/peer-token.ts'
import { systemClock } from '../../../platform/clock.ts'
import type { HttpServer } from '../../../platform/http/server.ts'

describe('gateway proxies', () => {
  let bench: ReturnType<typeof createBench>
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  /** A gateway before a service that answers with what it was asked. */
  const gatewayToEcho = async (): Promise<HttpServer> => {
    const echo = async (request: IncomingMessage, response: ServerResponse) => {
      const body = await text(request)
      const { method, url, headers } = request
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify({ method, url, headers, body }))
    }
    return bench.gatewayTo([await bench.service((request, response) => void echo(request, response))])
  }

  const seenBy = (answer: Answer): { method: string; url: string; body: string; headers: Record<string, string> } =>
    JSON.parse(answer.body)

  const callerOf = (answer: Answer) =>
    verifyPeer(bench.peerKey, seenBy(answer).headers['x-peer-token'] ?? '', 'rag', systemClock).principal?.username

  it('hands on method, path without its prefix, query and body', async () => {
    const { url } = await gatewayToEcho()
    const answer = await ask(`${url}/rag/query?top_k=3&x=%2F`, { method: 'POST', body: '{"query":"hello"}' })
    expect(seenBy(answer)).to.include({ method: 'POST', url: '/query?top_k=3&x=%2F', body: '{"query":"hello"}' })
    expect(seenBy(await ask(`${url}/rag`)).url).to.equal('/')
    expect((await ask(`${url}/RAG/query`)).status).to.equal(404)
    expect((await ask(`${url}/ragged/query`)).status).to.equal(404)
  })

  it('tells the service who asks, each request its own', async () => {
    const { url } = await gatewayToEcho()
    const callers = ['alice', 'bob', 'carol', 'alice']
    const answers = await Promise.all(
      callers.map((name) => ask(`${url}/rag/documents/1`, { headers: { authorization: `Bearer ${name}` } })),
    )
    expect(answers.map(callerOf)).to.deep.equal(callers)
  })

  it('lets nobody say themselves who they are', async () => {
    const { url } = await gatewayToEcho()
    const forged = {
      'x-peer-token': 'forged',
      'x-forwarded-for': '10.0.0.1',
      'x-forwarded-user': 'admin',
      'x-user-id': 'admin',
      forwarded: 'for=10.0.0.1',
      cookie: 'session=1',
    }
    for (const expectation of [{}, { expect: '100-continue' }]) {
      const headers = { ...forged, ...expectation, authorization: 'Bearer bob' }
      const answer = await ask(`${url}/rag/documents/1`, { method: 'POST', headers, body: 'x' })
      expect(callerOf(answer)).to.equal('bob')
      const seen = seenBy(answer)
      expect(seen.body).to.equal('x')
      for (const name of Object.keys(forged))
        if (name !== 'x-peer-token') expect(seen.headers, name).not.to.have.property(name)
      expect(seen.headers).not.to.have.property('expect')
    }
    expect(callerOf(await ask(`${url}/rag/documents/1`, { headers: forged }))).to.equal(undefined)
  })

  it('removes hop-by-hop fields both ways, also those that Connection names', async () => {
    const seen: IncomingMessage[] = []
    const target = await bench.service((request, response) => {
      seen.push(request)
      response.setHeader('Connection', 'keep-alive, x-internal')
      response.setHeader('X-Internal', 'secret')
      response.setHeader('Proxy-Authenticate', 'Basic')
      response.setHeader('X-Kept', 'yes')
      response.end('done')
    })
    const { url } = await bench.gatewayTo([target])
    const answer = await ask(`${url}/rag/ping`, {
      method: 'POST',
      headers: {
        connection: 'close, content-length, accept',
        te: 'trailers',
        'proxy-authorization': 'x',
        accept: 'a/b',
      },
      body: 'body',
    })
    expect(seen[0]?.headers).to.include({ 'content-length': '4' })
    for (const name of ['te', 'proxy-authorization', 'accept']) expect(seen[0]?.headers).not.to.have.property(name)
    expect(answer.headers).to.include({ 'x-kept': 'yes' })
    expect(answer.headers).not.to.have.any.keys('x-internal', 'proxy-authenticate')
  })

  it('refuses a bad credential at the edge, but not where none is needed', async () => {
    const { url } = await gatewayToEcho()
    const headers = { authorization: 'Bearer mallory' }
    const refused = await ask(`${url}/rag/documents/1`, { headers })
    expect(refused.status).to.equal(401)
    expect(refused.headers['content-type']).to.include('application/problem+json')
    expect((await ask(`${url}/rag/unheard-of`, { headers })).status).to.equal(401)
    expect((await ask(`${url}/rag/documents/1`, { headers: { authorization: 'Basic eDp5' } })).status).to.equal(401)
    expect((await ask(`${url}/rag/ping`, { headers })).status).to.equal(200)
    expect((await ask(`${url}/rag/health`, { headers })).status).to.equal(200)
    const basic = await ask(`${url}/rag/ping`, { headers: { authorization: 'Basic eDp5' } })
    expect(seenBy(basic).headers).not.to.have.property('authorization')
    expect((await ask(`${url}/rag/documents/1`)).status).to.equal(200)
  })

  it('shows metrics only to who may read them', async () => {
    const { url } = await gatewayToEcho()
    const statusFor = async (path: string, name?: string) =>
      (await ask(url + path, { headers: name ? { authorization: `Bearer ${name}` } : {} })).status
    expect(await statusFor('/rag/metrics')).to.equal(401)
    expect(await statusFor('/rag/metrics', 'alice')).to.equal(403)
    expect(await statusFor('/rag/METRICS/', 'alice')).to.equal(403)
    expect(await statusFor('/rag/metrics', 'carol')).to.equal(200)
  })

  it('refuses paths that could mean two things', async () => {
    const { port } = await gatewayToEcho()
    const paths = [
      '/rag/../auth/users',
      '/rag/%2e%2e/auth',
      '/rag/.%2E/x',
      '/rag//x',
      '//rag/x',
      '/rag/a%2fb',
      '/rag/a%5Cb',
    ]
    const more = ['/rag/a\\b', '/rag/%zz', '/rag/%00', '/rag/a;b/./c', 'http://other/rag/x', '/rag/ä', '/rag/"x"', '*']
    for (const path of [...paths, ...more]) {
      const socket = connect(port, '127.0.0.1')
      socket.end(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 'latin1')
      expect(await text(socket), path).to.match(/^HTTP\/1.1 400 /)
    }
  })
})
