import { expect } from 'chai'
import { describeKeyValue } from '../../../test/support/key-value-suite.ts'
import { systemClock } from '../clock.ts'
import { createMemoryKeyValue } from './memory.ts'

describeKeyValue('memory', () => Promise.resolve(createMemoryKeyValue({ clock: systemClock })))

describe('memory key-value store', () => {
  it('holds no more than it may: the oldest goes, what has expired first', async () => {
    let now = 1_000
    const kv = createMemoryKeyValue({ clock: { now: () => now }, most: 2 })
    await kv.set('keeps', 'x')
    await kv.set('expires', 'x', { ttl: 10 })
    now += 11
    await kv.set('third', 'x')
    expect([await kv.get('keeps'), await kv.get('expires'), await kv.get('third')]).to.deep.equal(['x', null, 'x'])
    await kv.set('fourth', 'x')
    expect([await kv.get('keeps'), await kv.get('third'), await kv.get('fourth')]).to.deep.equal([null, 'x', 'x'])
    await kv.close()
  })

  it('never loses a value to a flood of callers', async () => {
    const kv = createMemoryKeyValue({ clock: systemClock, most: 2 })
    await kv.set('session', 'x')
    for (let caller = 0; caller < 10; caller++) await kv.take(`caller ${caller}`, { count: 1, period: 60_000 })
    expect(await kv.get('session')).to.equal('x')
    await kv.close()
  })

  it('gives one token back each period/count', async () => {
    let now = 1_000
    const kv = createMemoryKeyValue({ clock: { now: () => now } })
    const limit = { count: 3, period: 3_000 }
    const take = async () => kv.take('key', limit)
    expect(await take()).to.deep.equal({ allowed: true, remaining: 2, retryAfter: 0, reset: 1_000 })
    expect(await take()).to.include({ allowed: true, remaining: 1 })
    expect(await take()).to.include({ allowed: true, remaining: 0, reset: 3_000 })
    now += 400
    expect(await take()).to.deep.equal({ allowed: false, remaining: 0, retryAfter: 600, reset: 2_600 })
    now += 600
    expect(await take()).to.include({ allowed: true, remaining: 0 })
    now += 10_000
    expect(await take()).to.include({ allowed: true, remaining: 2 })
    await kv.close()
  })
})
