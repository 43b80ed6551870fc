import { expect } from 'chai'
import { withLock } from '../../src/platform/kv/lock.ts'
import type { KeyValue } from '../../src/platform/kv/kv.ts'
import { until } from './until.ts'

/** What every store of the family promises, tried on a fresh one. */
export const describeKeyValue = (name: string, open: () => Promise<KeyValue>): void => {
  describe(`key-value store, ${name}`, () => {
    let kv: KeyValue
    beforeEach(async () => {
      kv = await open()
    })
    afterEach(() => kv.close())

    it('gives back what was set, and null for what was not', async () => {
      await kv.set('a', '{"x":1}')
      expect(await kv.get('a')).to.equal('{"x":1}')
      expect(await kv.get('b')).to.equal(null)
      await kv.delete('a')
      expect(await kv.get('a')).to.equal(null)
    })

    it('forgets a value when its time is over', async () => {
      await kv.set('short', 'x', { ttl: 40 })
      await until(async () => (await kv.get('short')) === null)
      await kv.set('long', 'x', { ttl: 60_000 })
      expect(await kv.get('long')).to.equal('x')
    })

    it('sets only what is absent, and lets one of many win', async () => {
      const won = await Promise.all(
        Array.from({ length: 50 }, (_, index) => kv.setIfAbsent('one', String(index), { ttl: 60_000 })),
      )
      expect(won.filter(Boolean)).to.have.length(1)
      expect(await kv.get('one')).to.equal(String(won.indexOf(true)))
    })

    it('deletes and extends a value only while it is the same', async () => {
      await kv.set('held', 'mine', { ttl: 60_000 })
      expect(await kv.deleteIf('held', 'yours')).to.equal(false)
      expect(await kv.extendIf('held', 'yours', { ttl: 1 })).to.equal(false)
      expect(await kv.get('held')).to.equal('mine')
      expect(await kv.extendIf('held', 'mine', { ttl: 20 })).to.equal(true)
      await until(async () => (await kv.get('held')) === null)
      expect(await kv.deleteIf('held', 'mine')).to.equal(false)
    })

    it('hands out exactly as many tokens as there are, to however many ask at once', async () => {
      const taken = await Promise.all(
        Array.from({ length: 500 }, () => kv.take('burst', { count: 100, period: 3_600_000 })),
      )
      expect(taken.filter(({ allowed }) => allowed)).to.have.length(100)
      const remaining = taken.filter(({ allowed }) => allowed).map((one) => one.remaining)
      expect([Math.max(...remaining), Math.min(...remaining)]).to.deep.equal([99, 0])
      const refused = taken.find(({ allowed }) => !allowed)
      expect(refused?.retryAfter).to.be.within(1, 36_000)
      expect(refused?.reset).to.be.within(3_500_000, 3_600_000)
      expect((await kv.take('other', { count: 100, period: 3_600_000 })).allowed).to.equal(true)
    })

    it('gives tokens back as time passes', async () => {
      const limit = { count: 2, period: 200 }
      await kv.take('refill', limit)
      await kv.take('refill', limit)
      const { allowed, retryAfter } = await kv.take('refill', limit)
      expect(allowed).to.equal(false)
      expect(retryAfter).to.be.within(0.001, 100)
      await until(async () => (await kv.take('refill', limit)).allowed)
    })

    it('lets one holder at a time do what a lock guards', async () => {
      let inside = 0
      let most = 0
      const act = async () => {
        inside += 1
        most = Math.max(most, inside)
        await kv.get('anything')
        inside -= 1
      }
      await Promise.all(Array.from({ length: 5 }, () => withLock(kv, 'job', { wait: 5_000 }, act)))
      expect(most).to.equal(1)
    })

    it('refuses a lock that is held, and frees it when its holder fails', async () => {
      const failed = await withLock(kv, 'job', {}, async () => {
        const refused: unknown = await withLock(kv, 'job', {}, () => Promise.resolve()).catch((error: unknown) => error)
        expect(refused).to.include({ code: 'conflict' })
        throw new Error('broken')
      }).catch((error: unknown) => error)
      expect(failed).to.be.instanceOf(Error).with.property('message', 'broken')
      expect(await withLock(kv, 'job', {}, () => Promise.resolve('mine'))).to.equal('mine')
    })

    it('holds a lock for longer than its time to live while the work goes on', async () => {
      await withLock(kv, 'renewed', { ttl: 600 }, async (signal) => {
        const ends = performance.now() + 1_500
        await until(() => performance.now() > ends)
        expect(signal.aborted).to.equal(false)
        expect(await kv.get('lock:renewed')).to.be.a('string')
      })
      expect(await kv.get('lock:renewed')).to.equal(null)
    })

    it('tells the holder when somebody else has taken the lock over', async () => {
      await withLock(kv, 'stolen', { ttl: 60 }, async (signal) => {
        await kv.set('lock:stolen', 'thief', { ttl: 60_000 })
        await until(() => signal.aborted)
      })
      expect(await kv.get('lock:stolen')).to.equal('thief')
    })

    it('refuses with "unavailable" after it was closed', async () => {
      await kv.close()
      expect(await kv.get('a').catch((error: unknown) => error)).to.include({ code: 'unavailable' })
      expect(await kv.ping().catch((error: unknown) => error)).to.include({ code: 'unavailable' })
    })
  })
}
