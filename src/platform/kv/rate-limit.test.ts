import { expect } from 'chai'
import { systemClock } from '../clock.ts'
import { AppError } from '../errors.ts'
import { silentLog, type Log } from '../log.ts'
import type { KeyValue } from './kv.ts'
import { createMemoryKeyValue } from './memory.ts'
import { createRateLimiter, parseLimit } from './rate-limit.ts'

const guest = { principal: { userId: 'g', role: 'guest' }, ip: '192.0.2.1' }
const user = { principal: { userId: 'u', role: 'user' }, ip: '192.0.2.1' }
const nobody = (ip: string) => ({ principal: null, ip })

describe('rate limits', () => {
  let kv: KeyValue
  let now: number
  const clock = { now: () => now }
  beforeEach(() => {
    now = 1_000_000
    kv = createMemoryKeyValue({ clock })
  })
  afterEach(() => kv.close())
  const limiter = (limits: 'off' | Record<string, string> = {}) =>
    createRateLimiter({ kv, limits, clock, log: silentLog })

  it('reads counts and durations, and refuses what is neither', () => {
    expect(parseLimit('100/1m')).to.deep.equal({ count: 100, period: 60_000 })
    expect(parseLimit(' 5 / 5m ')).to.deep.equal({ count: 5, period: 300_000 })
    expect(parseLimit('10/s')).to.deep.equal({ count: 10, period: 1_000 })
    for (const text of ['', '10', '0/1m', '-1/1m', '1.5/1m', '10/', '10/0s', '10/1y', 'many/1m'])
      expect(() => parseLimit(text), text).to.throw(AppError)
  })

  it('allows as many as the limit says, and tells in headers what is left', async () => {
    const limits = limiter()
    expect(await limits.take('agent.query', '2/1m', user)).to.deep.equal({
      allowed: true,
      retryAfter: 0,
      headers: { 'RateLimit-Policy': '"agent.query";q=2;w=60', RateLimit: '"agent.query";r=1;t=30' },
    })
    expect((await limits.take('agent.query', '2/1m', user)).allowed).to.equal(true)
    now += 500
    const refused = await limits.take('agent.query', '2/1m', user)
    expect(refused).to.deep.include({ allowed: false, retryAfter: 30 })
    expect(refused.headers['RateLimit']).to.equal('"agent.query";r=0;t=60')
    now += 30_000
    expect((await limits.take('agent.query', '2/1m', user)).allowed).to.equal(true)
  })

  it('counts each operation and each user apart, wherever they come from', async () => {
    const limits = limiter()
    expect((await limits.take('a.x', '1/1m', user)).allowed).to.equal(true)
    expect((await limits.take('a.x', '1/1m', { ...user, ip: '198.51.100.9' })).allowed).to.equal(false)
    expect((await limits.take('a.y', '1/1m', user)).allowed).to.equal(true)
    expect((await limits.take('a.x', '1/1m', guest)).allowed).to.equal(true)
  })

  it('counts who has not signed in by network', async () => {
    const limits = limiter()
    const allowed = async (ip: string) => (await limits.take('auth.login', '1/1m', nobody(ip))).allowed
    expect(await allowed('192.0.2.7')).to.equal(true)
    expect(await allowed('::ffff:192.0.2.7')).to.equal(false)
    expect(await allowed('2001:db8::1')).to.equal(true)
    expect(await allowed('2001:db8::2')).to.equal(false)
    expect(await allowed('2001:db8:0:1::1')).to.equal(true)
  })

  it('can be set by operation, by role, and off', async () => {
    const limits = limiter({ 'rag.retrieve': '3/1m', 'rag.retrieve@guest': '1/1m', 'rag.lookup': 'off' })
    const policy = async (operation: string, caller: typeof user) =>
      (await limits.take(operation, '20/1m', caller)).headers['RateLimit-Policy']
    expect(await policy('rag.retrieve', user)).to.equal('"rag.retrieve";q=3;w=60')
    expect(await policy('rag.retrieve', guest)).to.equal('"rag.retrieve";q=1;w=60')
    expect(await policy('rag.query', user)).to.equal('"rag.query";q=20;w=60')
    expect(await policy('rag.lookup', user)).to.equal(undefined)
    expect((await limits.take('rag.status', undefined, user)).headers).to.deep.equal({})
    const off = limiter('off')
    expect(await off.take('rag.query', '1/1m', user)).to.deep.equal({ allowed: true, retryAfter: 0, headers: {} })
  })

  it('refuses to start with a limit that cannot be read, and names it', () => {
    expect(() => limiter({ 'rag.query': 'lots' })).to.throw(/RATE_LIMITS: rag\.query: "lots"/)
  })

  it('goes on with limits of its own while the store is down, says so once, and comes back', async () => {
    let broken = true
    const flaky: KeyValue = {
      ...kv,
      take: (key, limit) =>
        broken ? Promise.reject(new AppError('unavailable', 'The store is down.')) : kv.take(key, limit),
    }
    const lines: string[] = []
    const log: Log = { ...silentLog, warn: (line) => lines.push(line), info: (line) => lines.push(line) }
    const limits = createRateLimiter({ kv: flaky, limits: {}, clock, log })
    const allowed = async () => (await limits.take('a.x', '2/1h', user)).allowed
    expect([await allowed(), await allowed(), await allowed()]).to.deep.equal([true, true, false])
    now += 2_000
    expect(await allowed()).to.equal(false)
    expect(lines).to.have.length(1)
    broken = false
    now += 2_000
    expect(await allowed()).to.equal(true)
    expect(lines).to.have.length(2)
    await limits.close()
  })

  it('lets nothing through twice when many ask at once', async () => {
    const limits = createRateLimiter({ kv, limits: {}, clock: systemClock, log: silentLog })
    const all = await Promise.all(Array.from({ length: 200 }, () => limits.take('a.x', '20/1h', user)))
    expect(all.filter(({ allowed }) => allowed)).to.have.length(20)
    await limits.close()
  })
})
