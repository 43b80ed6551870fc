import { createServer, type Server, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { expect } from 'chai'
import { z } from 'zod'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { continueTrace } from '../platform/tracing.ts'
import { operation, type Call } from './operation.ts'
import { remote } from './remote.ts'

const contract = {
  name: 'clock',
  title: 'Clock',
  operations: {
    read: operation({
      route: 'GET /time',
      access: 'public',
      summary: 'What time it is',
      input: z.object({}),
      output: z.object({ time: z.string() }),
    }),
  },
}

const call = (): Call => ({
  requestId: newId(),
  trace: continueTrace(),
  principal: null,
  token: null,
  client: { ip: '127.0.0.1', device: 'test' },
  signal: new AbortController().signal,
})

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('remote', () => {
  let server: Server | undefined
  const serve = async (answer: (response: ServerResponse) => void): Promise<string> => {
    server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  }
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })
  const client = (url: string, { timeout = 50, reports = [] }: { timeout?: number; reports?: boolean[] } = {}) =>
    remote(contract, {
      url: () => url,
      headers: () => ({}),
      timeout,
      report: (_, healthy) => reports.push(healthy),
    })

  it('gives up on a service that never answers, without calling it sick', async () => {
    const reports: boolean[] = []
    const url = await serve(() => undefined)
    const error = await failureOf(client(url, { reports }).read({}, call()))
    expect(error).to.be.instanceOf(AppError)
    expect(error).to.include({ code: 'timeout' })
    expect(reports).to.deep.equal([])
  })

  it('gives up on an answer that never ends', async () => {
    const url = await serve((response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"time":')
    })
    expect(await failureOf(client(url).read({}, call()))).to.include({ code: 'timeout' })
  })

  it('calls an instance sick that cannot be reached, after a second try of what may be repeated', async () => {
    const reports: boolean[] = []
    const url = await serve((response) => response.destroy())
    expect(await failureOf(client(url, { timeout: 60_000, reports }).read({}, call()))).to.include({
      code: 'unavailable',
    })
    expect(reports).to.deep.equal([false, false])
  })
})
