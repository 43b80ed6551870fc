import { randomBytes } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { expect } from 'chai'
import { createHttpApp } from '../../../platform/http/app.ts'
import { readJson } from '../../../platform/http/body.ts'
import { silentLog } from '../../../platform/log.ts'
import { createMetrics } from '../../../platform/prometheus.ts'
import { ask, createBench } from '../../../../test/support/proxied-service.ts'
import { until } from '../../../../test/support/until.ts'

describe('gateway proxies, when services stream or fail', () => {
  let bench: ReturnType<typeof createBench>
  beforeEach(() => {
    bench = createBench()
  })
  afterEach(() => bench.close())

  it('passes events on as they come', async () => {
    const streams: ServerResponse[] = []
    const target = await bench.service((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('event: first\n\n')
      streams.push(response)
    })
    const { url } = await bench.gatewayTo([target])
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
    const target = await bench.service((request, response) => {
      begun += 1
      response.once('close', () => (left += response.writableFinished ? 0 : 1))
      if (request.url === '/stream') response.write('event: first\n\n')
    })
    const { url } = await bench.gatewayTo([target])
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
    const target = await bench.service((request) => {
      asked += 1
      request.socket.destroy()
    })
    const { url } = await bench.gatewayTo([target])
    const answer = await ask(`${url}/rag/ping`, { method: 'POST', body: 'x' })
    expect(answer.status).to.equal(502)
    expect(JSON.parse(answer.body)).to.include({ code: 'bad_gateway', status: 502, instance: '/rag/ping' })
    expect(asked).to.equal(1)
  })

  it('breaks off when the service dies within its answer', async () => {
    const target = await bench.service((request, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('half')
      setImmediate(() => request.socket.destroy())
    })
    const { url } = await bench.gatewayTo([target])
    const failure: unknown = await ask(`${url}/rag/ping`).catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(Error)
  })

  it('answers 504 when the service is silent for too long', async () => {
    const { url } = await bench.gatewayTo([await bench.service(() => undefined)], 100)
    const answer = await ask(`${url}/rag/ping`)
    expect(answer.status).to.equal(504)
    expect(JSON.parse(answer.body)).to.include({ code: 'timeout' })
  })

  it('answers 503 with Retry-After when nobody is there, and does not even try after a while', async () => {
    const gateway = await bench.gatewayTo([await bench.gone()])
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
    const bodies: string[] = []
    const keep = async (request: IncomingMessage, response: ServerResponse) => {
      bodies.push(await text(request))
      response.end('done')
    }
    const target = await bench.service((request, response) => void keep(request, response))
    const { url } = await bench.gatewayTo([await bench.gone(), target])
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
    const target = await bench.raw(flaky, () => sockets.forEach((socket) => socket.destroy()))
    const { url } = await bench.gatewayTo([target])
    expect((await ask(`${url}/rag/ping`)).status).to.equal(200)
    expect((await ask(`${url}/rag/ping`)).status).to.equal(200)
    expect(seen).to.deep.equal(['GET', 'GET', 'GET'])
    expect((await ask(`${url}/rag/ping`, { method: 'POST', body: 'x' })).status).to.equal(502)
    expect(seen).to.deep.equal(['GET', 'GET', 'GET', 'POST'])
  })

  it('streams long uploads, of known and of unknown length', async () => {
    const lengths: number[] = []
    let first: (() => void) | undefined
    const measure = async (request: IncomingMessage, response: ServerResponse) => {
      request.once('data', () => first?.())
      lengths.push((await buffer(request)).length)
      response.end('done')
    }
    const target = await bench.service((request, response) => void measure(request, response))
    const { url } = await bench.gatewayTo([target])
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

  it('gives the answer of a service that does not wait for the end of the upload, and keeps nothing of it', async () => {
    const sockets = new Set<Socket>()
    const target = await bench.service((request, response) => {
      sockets.add(request.resume().socket)
      response.writeHead(413).end('too large')
    })
    const gateway = await bench.gatewayTo([target])
    const body = Buffer.alloc(5_000_000)
    const answer = await ask(`${gateway.url}/rag/ingest`, { method: 'POST', body })
    expect(answer).to.include({ status: 413, body: 'too large' })
    const response = await fetch(`${gateway.url}/rag/ingest`, { method: 'POST', body })
    expect(await response.text()).to.equal('too large')
    await until(() => [...sockets].every(({ destroyed }) => destroyed))
    // Nobody's connection is still busy with what is left of the upload.
    await gateway.close(60_000)
  })

  it('gives the 413 of a service of ours to who sends too much, length said or not', async () => {
    const app = createHttpApp({
      service: 'rag',
      log: silentLog,
      metrics: createMetrics({ withProcess: false }),
      trustProxy: 0,
      middleware: [
        async (ctx) => {
          ctx.body = JSON.stringify(await readJson(ctx, 1_000))
        },
      ],
    })
    const handler = app.callback()
    const target = await bench.service((request, response) => void handler(request, response))
    const { url } = await bench.gatewayTo([target])
    for (const size of [50_000, 5_000_000])
      for (const framing of [{}, { 'transfer-encoding': 'chunked' }]) {
        const headers = { 'content-type': 'application/json', ...framing }
        const answer = await ask(`${url}/rag/x`, { method: 'POST', headers, body: Buffer.alloc(size, 0x20) })
        expect(answer.status).to.equal(413)
      }
  })
})
