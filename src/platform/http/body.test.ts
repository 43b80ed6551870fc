import http from 'node:http'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { silentLog } from '../log.ts'
import { createMetrics } from '../prometheus.ts'
import { createHttpApp } from './app.ts'
import { readJson } from './body.ts'
import { listen, type HttpServer } from './server.ts'

const limit = 1_000

describe('JSON body', () => {
  let server: HttpServer
  before(async () => {
    const app = createHttpApp({
      service: 'test',
      log: silentLog,
      metrics: createMetrics({ withProcess: false }),
      trustProxy: 0,
      middleware: [
        async (ctx) => {
          ctx.body = JSON.stringify({ got: (await readJson(ctx, limit)) ?? null })
        },
      ],
    })
    const handler = app.callback()
    server = await listen((request, response) => void handler(request, response), { host: '127.0.0.1', port: 0 })
  })
  after(() => server.close(0))

  const post = (parts: (string | Buffer)[], headers: http.OutgoingHttpHeaders = {}) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const options = { method: 'POST', agent: false, headers: { 'content-type': 'application/json', ...headers } }
      const request = http.request(server.url, options, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
      })
      request.on('error', reject)
      for (const part of parts) request.write(part)
      request.end()
    })

  it('is read, whole or in pieces, and may be absent', async () => {
    expect(await post(['{"a"', ':"ä"}'])).to.deep.equal({ status: 200, body: '{"got":{"a":"ä"}}' })
    expect(await post([], { 'content-length': 0 })).to.deep.equal({ status: 200, body: '{"got":null}' })
  })

  it('is refused when it is no JSON, no UTF-8, or of another kind', async () => {
    expect((await post(['{"a":'])).status).to.equal(400)
    expect((await post([Buffer.from([0x22, 0xff, 0x22])])).status).to.equal(400)
    expect((await post(['a=1'], { 'content-type': 'application/x-www-form-urlencoded' })).status).to.equal(415)
  })

  it('is refused with an answer that arrives when it is too large, its length said or not', async () => {
    const long = `"${'x'.repeat(3_000_000)}"`
    expect((await post([long])).status).to.equal(413)
    expect((await post([long], { 'content-length': long.length })).status).to.equal(413)
  })
})
