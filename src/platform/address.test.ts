import { expect } from 'chai'
import { networkOf, plainAddress } from './address.ts'

describe('addresses', () => {
  it('writes an IPv4 address within IPv6 as what it is', () => {
    expect(plainAddress('::ffff:192.0.2.1')).to.equal('192.0.2.1')
    expect(plainAddress('::ffff:c000:201')).to.equal('192.0.2.1')
    expect(plainAddress('192.0.2.1')).to.equal('192.0.2.1')
    expect(plainAddress('::1')).to.equal('::1')
    expect(plainAddress('fe80::1%eth0')).to.equal('fe80::1')
  })

  it('counts a whole /64 as one caller, and each IPv4 address as its own', () => {
    expect(networkOf('2001:db8:1:2::1')).to.equal(networkOf('2001:0db8:1:2:ffff:ffff:ffff:fffe'))
    expect(networkOf('2001:db8:1:2::1')).not.to.equal(networkOf('2001:db8:1:3::1'))
    expect(networkOf('::ffff:192.0.2.1')).to.equal('192.0.2.1')
    expect(networkOf('::1')).to.equal('0:0:0:0::/64')
    expect(networkOf('not an address')).to.equal('not an address')
  })
})
