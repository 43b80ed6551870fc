import { expect } from 'chai'
import { isTransient, withRetries } from './transient.ts'

const fault = (code: string): Error => Object.assign(new Error(code), { code })
const forever = new AbortController().signal

describe('faults that may pass', () => {
  it('are those of a database that is away, busy or full', () => {
    for (const code of ['SQLITE_BUSY', 'SQLITE_FULL', '40P01', '40001', '57P01', '08006', '53300', 'ECONNREFUSED'])
      expect(isTransient(fault(code)), code).to.equal(true)
    for (const code of ['SQLITE_CONSTRAINT_UNIQUE', '23505', '57014', '42601', 'ENOENT'])
      expect(isTransient(fault(code)), code).to.equal(false)
  })

  it('are tried again, others not', async () => {
    let calls = 0
    const passing = await withRetries(() => {
      calls += 1
      return calls < 3 ? Promise.reject(fault('SQLITE_BUSY')) : Promise.resolve('done')
    }, forever)
    expect([passing, calls]).to.deep.equal(['done', 3])
    calls = 0
    const lasting = withRetries(() => {
      calls += 1
      return Promise.reject(fault('23505'))
    }, forever)
    expect(await lasting.catch((error: Error) => error.message)).to.equal('23505')
    expect(calls).to.equal(1)
  })
})
