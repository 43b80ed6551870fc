import { hashSync } from 'bcryptjs'
import { expect } from 'chai'
import { AppError } from '../../../platform/errors.ts'
import { createPasswords, type Passwords } from './passwords.ts'

describe('passwords', () => {
  let passwords: Passwords
  before(() => {
    passwords = createPasswords({ key: Buffer.alloc(32, 5), cost: 4 })
  })
  after(() => passwords.close())

  it('knows a password again, and no other', async () => {
    const kept = await passwords.hash('correct horse')
    expect(kept.hash).to.match(/^\$2b\$04\$/)
    expect(await passwords.matches('correct horse', kept)).to.equal(true)
    expect(await passwords.matches('correct horsf', kept)).to.equal(false)
  })

  it('looks at every character, beyond the 72 bytes that bcrypt reads and behind a NUL', async () => {
    const long = 'a'.repeat(100)
    expect(await passwords.matches(`${long}b`, await passwords.hash(`${long}c`))).to.equal(false)
    expect(await passwords.matches('same\0one', await passwords.hash('same\0two'))).to.equal(false)
  })

  it('takes the two spellings that Unicode has of a letter for one', async () => {
    expect(await passwords.matches('cafe\u0301 au lait', await passwords.hash('caf\u00e9 au lait'))).to.equal(true)
  })

  it('still knows a hash of the v0.2 system, and calls it outdated', async () => {
    const old = { hash: hashSync('made long ago', 4), scheme: 'bcrypt' }
    expect(await passwords.matches('made long ago', old)).to.equal(true)
    expect(passwords.outdated(old)).to.equal(true)
    expect(passwords.outdated(await passwords.hash('made today'))).to.equal(false)
  })

  it('calls a cheaper hash outdated', async () => {
    const dearer = createPasswords({ key: Buffer.alloc(32, 5), cost: 5 })
    expect(dearer.outdated(await passwords.hash('made cheaply'))).to.equal(true)
    await dearer.close()
  })

  it('matches nothing where there is no account, or no hash', async () => {
    expect(await passwords.matches('anything', null)).to.equal(false)
    expect(await passwords.matches('anything', { hash: 'no hash', scheme: 'bcrypt' })).to.equal(false)
  })

  it('refuses instead of letting too many wait', async () => {
    const narrow = createPasswords({ key: Buffer.alloc(32, 5), cost: 8, threads: 1 })
    const all = await Promise.allSettled(Array.from({ length: 80 }, () => narrow.hash('a password')))
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [AppError.from(one.reason)] : []))
    expect(refused.length).to.be.greaterThan(20)
    expect(all.length - refused.length).to.be.greaterThan(30)
    for (const error of refused) expect(error).to.deep.include({ code: 'unavailable' })
    expect(refused[0]?.details.retryAfter).to.be.greaterThan(0)
    await narrow.close()
  })
})
