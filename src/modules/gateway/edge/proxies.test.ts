import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { z } from 'zod'
import { until } from '../../../../test/support/until.ts'
import { contract, operation, type Principal } from '../../../contract/operation.ts'
import { verifyPeer } from '../../../contract/peer-token.ts'
import { systemClock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import { createHttpApp } from '../../../platform/http/app.ts'
import { listen, type HttpServer } from '../../../platform/http/server.ts'
import { createUpstream } from '../../../platform/http/upstream.ts'
import { silentLog } from '../../../platform/log.ts'
import { createMetrics } from '../../../platform/metrics.ts'
import { createIdentify } from './identify.ts'
import { pathHygiene } from './path-hygiene.ts'
import { createProxies } from './proxies.ts'

const empty = { summary: '', input: z.object({}), output: z.object({}) }
const echoContract = contract('rag', {
  ping: operation({ ...empty, route: 'GET /ping', access: 'public' }),
  document: operation({ ...empty, route: 'GET /documents/{id}', access: 'read:rag' }),
})

const principalOf = (username: string, ...permissions: Principal['permissions']): Principal => ({
  userId: `id of ${username}`,
  username,
  role: 'user',
  permissions,
  sessionId: null,
  attributes: {},
})

const people: Record<string, Principal> = {
  alice: principalOf('alice', 'read:rag'),
  bob: principalOf('bob', 'read:rag'),
  carol: principalOf('carol', 'read:rag', 'read:system'),
}

const auth: Parameters<typeof createIdentify>[0] = {
  validate: ({ token = '' }) => {
    const person = people[token]
    if (!person) return Promise.reject(new AppError('unauthenticated', 'No such token.'))
    const { userId, sessionId, role: _, ...rest } = person
    const answer = {
      ...rest,
      user_id: userId,
      session_id: sessionId,
      role: 'user',
      valid: true,
      expires_at: '',
    } as const
    return Promise.resolve({ ...answer, permissions: [...rest.permissions] })
  },
}

interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

const ask = (
  url: string,
  options: http.RequestOptions & { body?: string | Buffer } = {},
): Promise<Answer & { request: http.ClientRequest }> =>
  new Promise((resolve, reject) => {
    const { body, ...rest } = options
    const request = http.request(url, { agent: false, ...rest }, (response) => {
      text(response).then(
        (content) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: content, request }),
        reject,
      )
    })
    request.on('error', reject)
    request.end(body)
  })

describe('gateway proxies', () => {
  const peerKey = randomBytes(32)
  const closers: (() => Promise<void> | void)[] = []
  afterEach(async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  })

  const service = async (handler: RequestListener): Promise<string> => {
    const server = http.createServer(handler)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => {
      server.closeAllConnections()
      server.close()
    })
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  const gatewayTo = async (urls: string[], timeout = 2_000): Promise<HttpServer> => {
    const upstream = createUpstream(urls, { clock: systemClock, log: silentLog, probeEvery: 3_600_000 })
    const proxies = createProxies({
      services: [{ contract: echoContract, upstream }],
      identify: createIdentify(auth),
      peerKey,
      clock: systemClock,
      log: silentLog,
      timeout,
    })
    const app = createHttpApp({
      service: 'gateway',
      log: silentLog,
      metrics: createMetrics({ withProcess: false }),
      trustProxy: 0,
      middleware: [pathHygiene(), proxies.middleware],
    })
    const handler = app.callback()
    const server = await listen((request, response) => void handler(request, response), { host: '127.0.0.1', port: 0 })
    closers.push(() => {
      upstream.close()
      proxies.close()
      return server.close(0)
    })
    return server
  }

  /** A gateway before a service that answers with what it was asked. */
  const gatewayToEcho = async (): Promise<HttpServer> => {
    const echo = async (request: IncomingMessage, response: ServerResponse) => {
      const body = await text(request)
      const { method, url, headers } = request
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify({ method, url, headers, body }))
    }
    return gatewayTo([await service((request, response) => void echo(request, response))])
  }

  const seenBy = (answer: Answer): { method: string; url: string; body: string; headers: Record<string, string> } =>
    JSON.parse(answer.body)

  const callerOf = (answer: Answer) =>
    verifyPeer(peerKey, seenBy(answer).headers['x-peer-token'] ?? '', 'rag', systemClock).principal?.username

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
    const target = await service((request, response) => {
      seen.push(request)
      response.setHeader('Connection', 'keep-alive, x-internal')
      response.setHeader('X-Internal', 'secret')
      response.setHeader('Proxy-Authenticate', 'Basic')
      response.setHeader('X-Kept', 'yes')
      response.end('done')
    })
    const { url } = await gatewayTo([target])
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

  it('passes events on as they come', async () => {
    const streams: ServerResponse[] = []
    const target = await service((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('event: first\n\n')
      streams.push(response)
    })
    const { url } = await gatewayTo([target])
    const response = await fetch(`${url}/rag/ping`)
    const reader = response.body?.getReader()
    const next = async () => new TextDecoder().decode((await reader?.read())?.value)
    expect(await next()).to.equal('event: first\n\n')
    streams[0]?.write('event: second\n\n')
    expect(await next()).to.equal('event: second\n\n')
    streams[0]?.end()
    expect((await reader?.read())?.done).to.equal(true)
  })

  it('tells the service when the caller leaves, before the answer and within it', async () => {
    let [begun, left] = [0, 0]
    const target = await service((request, response) => {
      begun += 1
      response.once('close', () => (left += response.writableFinished ? 0 : 1))
      if (request.url === '/stream') response.write('event: first\n\n')
    })
    const { url } = await gatewayTo([target])
    for (const path of ['/rag/slow', '/rag/stream']) {
      const before = begun
      const leaving = new AbortController()
      const asked = fetch(url + path, { signal: leaving.signal }).then((response) => response.text())
      await until(() => begun === before + 1)
      leaving.abort()
      expect(await asked.catch((error: unknown) => error)).to.be.instanceOf(Error)
    }
    await until(() => left === 2)
  })

  it('answers 502 when the service breaks the connection, without asking it again', async () => {
    let asked = 0
    const target = await service((request) => {
      asked += 1
      request.socket.destroy()
    })
    const { url } = await gatewayTo([target])
    const answer = await ask(`${url}/rag/ping`, { method: 'POST', body: 'x' })
    expect(answer.status).to.equal(502)
    expect(JSON.parse(answer.body)).to.include({ code: 'bad_gateway', status: 502, instance: '/rag/ping' })
    expect(asked).to.equal(1)
  })

  it('breaks off when the service dies within its answer', async () => {
    const target = await service((request, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half')
      setImmediate(() => request.socket.destroy())
    })
    const { url } = await gatewayTo([target])
    const failure: unknown = await ask(`${url}/rag/ping`).catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(Error)
  })

  it('answers 504 when the service is silent for too long', async () => {
    const { url } = await gatewayTo([await service(() => undefined)], 100)
    const answer = await ask(`${url}/rag/ping`)
    expect(answer.status).to.equal(504)
    expect(JSON.parse(answer.body)).to.include({ code: 'timeout' })
  })

  it('answers 503 with Retry-After when nobody is there, and does not even try after a while', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    await new Promise((resolve) => server.close(resolve))
    const gateway = await gatewayTo([url])
    const reasons = new Set<string>()
    for (let time = 0; time < 4; time++) {
      const answer = await ask(`${gateway.url}/rag/ping`)
      expect(answer.status).to.equal(503)
      expect(answer.headers['retry-after']).to.equal('1')
      reasons.add(JSON.parse(answer.body).reason)
    }
    expect([...reasons]).to.deep.equal(['unreachable', 'circuit_open'])
  })

  it('goes to another instance when one cannot be reached, with the body', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const gone = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    await new Promise((resolve) => server.close(resolve))
    const bodies: string[] = []
    const target = await service((request, response) => {
      void text(request).then((body) => {
        bodies.push(body)
        response.end('done')
      })
    })
    const { url } = await gatewayTo([gone, target])
    for (let time = 0; time < 6; time++)
      expect((await ask(`${url}/rag/x`, { method: 'POST', body: `body ${time}` })).status).to.equal(200)
    expect(bodies).to.deep.equal([0, 1, 2, 3, 4, 5].map((time) => `body ${time}`))
  })

  it('asks once more when a kept connection has died, if that does no harm', async () => {
    // Answers the first request of a connection and breaks it at the second, as a server does that has just given it up.
    const seen: string[] = []
    const sockets = new Set<Socket>()
    const flaky = createServer((socket) => {
      sockets.add(socket)
      let requests = 0
      socket
        .on('error', () => undefined)
        .on('data', (bytes) => {
          seen.push(bytes.toString().split(' ')[0] ?? '')
          requests += 1
          if (requests > 1) socket.resetAndDestroy()
          else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
        })
    })
    await new Promise<void>((resolve) => flaky.listen(0, '127.0.0.1', resolve))
    closers.push(() => {
      for (const socket of sockets) socket.destroy()
      flaky.close()
    })
    const address = flaky.address()
    const { url } = await gatewayTo([`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`])
    expect((await ask(`${url}/rag/ping`)).status).to.equal(200)
    expect((await ask(`${url}/rag/ping`)).status).to.equal(200)
    expect(seen).to.deep.equal(['GET', 'GET', 'GET'])
    expect((await ask(`${url}/rag/ping`, { method: 'POST', body: 'x' })).status).to.equal(502)
    expect(seen).to.deep.equal(['GET', 'GET', 'GET', 'POST'])
  })

  it('streams long uploads, of known and of unknown length', async () => {
    const lengths: number[] = []
    let first: (() => void) | undefined
    const target = await service((request, response) => {
      request.once('data', () => first?.())
      void buffer(request).then((body) => {
        lengths.push(body.length)
        response.end('done')
      })
    })
    const { url } = await gatewayTo([target])
    const known = await ask(`${url}/rag/ingest`, { method: 'POST', body: randomBytes(1_000_000) })
    expect(known.status).to.equal(200)
    const arrived = new Promise<void>((resolve) => {
      first = resolve
    })
    const request = http.request(`${url}/rag/ingest`, { method: 'POST', agent: false })
    const answered = new Promise<number>((resolve, reject) => {
      request.on('error', reject).on('response', (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
    })
    request.write('first part, ')
    // It is at the service while the caller has not ended it.
    await arrived
    request.end('second part')
    expect(await answered).to.equal(200)
    expect(lengths).to.deep.equal([1_000_000, 23])
  })

  it('gives the answer of a service that does not wait for the end of the upload', async () => {
    const target = await service((_, response) => {
      response.writeHead(413).end('too large')
    })
    const { url } = await gatewayTo([target])
    const answer = await ask(`${url}/rag/ingest`, { method: 'POST', body: Buffer.alloc(5_000_000) })
    expect(answer).to.include({ status: 413, body: 'too large' })
  })
})
