import http, { type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { until } from '../../../test/support/until.ts'
import { AppError } from '../errors.ts'
import { listen, type HttpServer } from './server.ts'

/** Longer than a test may take: whoever waits for it fails. */
const longDrain = 60_000

describe('HTTP server', () => {
  const held: ServerResponse[] = []
  const agents: http.Agent[] = []
  const open = (): Promise<HttpServer> =>
    listen((_, response) => void held.push(response), { host: '127.0.0.1', port: 0 })
  const ask = (url: string, body?: string): Promise<{ connection: string | undefined; body: string }> =>
    new Promise((resolve, reject) => {
      const agent = new http.Agent({ keepAlive: true })
      agents.push(agent)
      const request = http.request(url, { agent, method: body ? 'POST' : 'GET' }, (response) => {
        text(response).then((content) => resolve({ connection: response.headers.connection, body: content }), reject)
      })
      request.on('error', reject)
      request.end(body)
    })
  afterEach(() => {
    held.length = 0
    for (const agent of agents.splice(0)) agent.destroy()
  })

  it('lets what is under way end before it closes, and then does not wait', async () => {
    const server = await open()
    const [silent, begun] = [ask(server.url), ask(server.url)]
    await until(() => held.length === 2)
    held[1]?.write('begun, ')
    const closed = server.close(longDrain)
    const refused: unknown = await ask(server.url).catch((error: unknown) => error)
    expect(refused).to.include({ code: 'ECONNREFUSED' })
    for (const response of held) response.end('done')
    expect(await silent).to.deep.equal({ connection: 'close', body: 'done' })
    expect((await begun).body).to.equal('begun, done')
    await closed
  })

  it('closes although a body is still coming whose answer is out', async () => {
    const server = await open()
    const answered = ask(server.url, 'x'.repeat(5_000_000))
    await until(() => held.length === 1)
    held[0]?.end('enough')
    expect((await answered).body).to.equal('enough')
    await server.close(longDrain)
  })

  it('cuts what does not end in time', async () => {
    const server = await open()
    const asked = ask(server.url).catch((error: unknown) => error)
    await until(() => held.length === 1)
    await server.close(20)
    expect(await asked).to.be.instanceOf(Error)
  })

  it('says in one sentence why it cannot listen', async () => {
    const server = await open()
    const failed: unknown = await listen(() => undefined, { host: '127.0.0.1', port: server.port }).catch(
      (error: unknown) => error,
    )
    expect(failed).to.be.instanceOf(AppError).with.property('message').that.includes(`${server.port} is in use already`)
    await server.close(0)
  })
})
