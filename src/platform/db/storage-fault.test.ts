import { expect } from 'chai'
import { AppError } from '../errors.ts'
import { storageFault } from './storage-fault.ts'

const withCode = (code: string) => Object.assign(new Error('why'), { code })

describe('faults of the own database', () => {
  it('are told as such, with when to try again', () => {
    const reasons = Object.entries({
      ECONNREFUSED: 'storage_away',
      '57P01': 'storage_away',
      '40P01': 'storage_away',
      SQLITE_BUSY_SNAPSHOT: 'storage_away',
      SQLITE_FULL: 'disk_full',
      '53100': 'disk_full',
      ENOSPC: 'disk_full',
      SQLITE_READONLY_DBMOVED: 'storage_read_only',
    })
    for (const [code, reason] of reasons) {
      const fault = storageFault(withCode(code))
      expect([fault?.code, fault?.details.reason], code).to.deep.equal(['unavailable', reason])
      expect(fault?.details.retryAfter).to.be.greaterThan(0)
    }
    expect(storageFault(new Error('Connection terminated unexpectedly'))?.code).to.equal('unavailable')
  })

  it('are not mistaken for faults of a statement, or of ours', () => {
    for (const code of ['23505', '42P01', '57014', 'SQLITE_CONSTRAINT', 'ENOENT', ''])
      expect(storageFault(withCode(code)), code).to.equal(undefined)
    expect(storageFault(new AppError('invalid', 'no'))).to.equal(undefined)
  })
})
