import { createServer, type Server } from 'node:http'
import { expect } from 'chai'
import { until } from '../../../test/support/until.ts'
import { AppError } from '../errors.ts'
import { silentLog } from '../log.ts'
import { createUpstream, type Upstream } from './upstream.ts'

const listenOn = (server: Server, port = 0): Promise<string> =>
  new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
    })
  })

describe('upstream', () => {
  let now: number
  let open: Upstream[]
  beforeEach(() => {
    now = 1_000_000
    open = []
  })
  afterEach(() => open.forEach((upstream) => upstream.close()))

  const upstreamOf = (urls: string[], probeEvery = 3_600_000): Upstream => {
    const upstream = createUpstream(urls, { clock: { now: () => now }, log: silentLog, probeEvery })
    open.push(upstream)
    return upstream
  }
  const fail = (upstream: Upstream, url: string, times = 3) => {
    for (let time = 0; time < times; time++) upstream.report(url, false)
  }

  it('takes turns among those that are well', () => {
    const upstream = upstreamOf(['a', 'b', 'c'])
    expect([1, 2, 3, 4].map(() => upstream.pick())).to.deep.equal(['a', 'b', 'c', 'a'])
    fail(upstream, 'b')
    expect([1, 2, 3, 4].map(() => upstream.pick())).to.deep.equal(['c', 'a', 'c', 'a'])
  })

  it('leaves out only who fails several times in a row', () => {
    const upstream = upstreamOf(['a'])
    fail(upstream, 'a', 2)
    upstream.report('a', true)
    fail(upstream, 'a', 2)
    expect(upstream.pick()).to.equal('a')
    fail(upstream, 'a', 1)
    expect(() => upstream.pick())
      .to.throw(AppError)
      .that.deep.includes({ code: 'unavailable', details: { reason: 'circuit_open', retryAfter: 1 } })
  })

  it('sends one trial after a pause, which grows when the trial fails', () => {
    const upstream = upstreamOf(['a'])
    fail(upstream, 'a')
    // Requests that were under way when it failed do not make the pause longer.
    fail(upstream, 'a', 50)
    now += 1_000
    expect(upstream.pick()).to.equal('a')
    expect(() => upstream.pick()).to.throw(AppError)
    upstream.report('a', false)
    now += 1_999
    expect(() => upstream.pick()).to.throw(AppError)
    now += 1
    expect(upstream.pick()).to.equal('a')
    upstream.report('a', true)
    expect([upstream.pick(), upstream.pick()]).to.deep.equal(['a', 'a'])
  })

  it('waits no longer than half a minute between trials', () => {
    const upstream = upstreamOf(['a'])
    fail(upstream, 'a')
    for (let trial = 0; trial < 10; trial++) {
      now += 30_000
      expect(upstream.pick()).to.equal('a')
      upstream.report('a', false)
    }
  })

  it('says how each instance is, and takes one back as soon as a probe finds it well', async () => {
    const server = createServer((request, response) => response.writeHead(request.url === '/health' ? 200 : 500).end())
    const url = await listenOn(server)
    const gone = createServer()
    const deaf = await listenOn(gone)
    await new Promise((resolve) => gone.close(resolve))
    const upstream = upstreamOf([url, deaf], 10)
    fail(upstream, url)
    const [first, second] = await upstream.probe()
    expect(first).to.deep.include({ url, healthy: true })
    expect(first?.latencyMs).to.be.a('number')
    expect(second).to.deep.equal({ url: deaf, healthy: false, latencyMs: null })
    // The deaf one is left out by probes alone, without any request to it.
    await until(() => upstream.pick() === url && upstream.pick() === url && upstream.pick() === url)
    server.closeAllConnections()
    server.close()
  })
})
