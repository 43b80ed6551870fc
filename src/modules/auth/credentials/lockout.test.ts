import { expect } from 'chai'
import { openDatabase, type Database } from '../../../platform/db/connect.ts'
import { errorOf, folderStore } from '../open-auth.test.ts'
import { authMigrations } from '../migrations/index.ts'
import { createTables } from '../tables.ts'
import { createLockout, type Lockout } from './lockout.ts'

describe('lockout', () => {
  const store = folderStore()
  let db: Database
  let lockout: Lockout
  let now = Date.parse('2026-03-01T00:00:00.000Z')
  before(async () => {
    db = await openDatabase(store.storage, 'auth', authMigrations)
  })
  beforeEach(async () => {
    await db.knex('login_failures').delete()
    lockout = createLockout({
      failures: createTables(db).failures,
      key: Buffer.alloc(32, 1),
      clock: { now: () => now },
    })
  })
  after(async () => {
    await db.close()
    store.remove()
  })

  const fail = async (count: number, username: string, ip: (index: number) => string): Promise<number[]> => {
    const waits: number[] = []
    for (let index = 0; index < count; index += 1) waits.push(await lockout.failed(username, ip(index)))
    return waits
  }

  it('lets four failures pass, then waits longer and longer, and never more than a quarter of an hour', async () => {
    const waits = await fail(16, 'ada', () => '192.0.2.1')
    expect(waits.slice(0, 7)).to.deep.equal([0, 0, 0, 0, 5_000, 10_000, 20_000])
    expect(Math.max(...waits)).to.equal(900_000)
  })

  it('locks the account for that address alone', async () => {
    await fail(6, 'ada', () => '192.0.2.1')
    expect(await errorOf(lockout.admit('ADA', '192.0.2.1'))).to.include({ code: 'too_many' })
    await lockout.admit('ada', '192.0.2.2')
    await lockout.admit('grace', '192.0.2.1')
  })

  it('keeps an owner out for a minute at most, however many addresses guess', async () => {
    const waits = await fail(80, 'ada', (index) => `198.51.100.${index}`)
    expect(waits.at(-1)).to.equal(60_000)
    expect((await errorOf(lockout.admit('ada', '203.0.113.1'))).details.retryAfter).to.be.at.most(60)
    now += 60_000
    await lockout.admit('ada', '203.0.113.1')
  })

  it('takes a whole IPv6 network for one address', async () => {
    await fail(6, 'ada', (index) => `2001:db8:0:1::${index + 1}`)
    expect(await errorOf(lockout.admit('ada', '2001:db8:0:1::ffff'))).to.include({ code: 'too_many' })
  })

  it('counts every failure of many at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => lockout.failed('ada', '192.0.2.1')))
    const [pair] = await db.knex('login_failures').orderBy('failures', 'desc')
    expect(pair).to.deep.include({ failures: 20 })
  })

  it('forgets after a day, and when the owner gets in', async () => {
    await fail(6, 'ada', () => '192.0.2.1')
    await lockout.succeeded('ada', '192.0.2.1')
    await lockout.admit('ada', '192.0.2.1')
    await fail(4, 'ada', () => '192.0.2.1')
    now += 2 * 86_400_000
    expect(await fail(1, 'ada', () => '192.0.2.1')).to.deep.equal([0])
  })

  it('keeps no name that was typed', async () => {
    await fail(1, 'my secret typed by mistake', () => '192.0.2.1')
    expect(JSON.stringify(await db.knex('login_failures'))).not.to.include('mistake')
  })
})
