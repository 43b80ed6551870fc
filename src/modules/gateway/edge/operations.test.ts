import { expect } from 'chai'
import { authContract } from '../../auth/contract.ts'
import { accessIn } from './operations.ts'

describe('access of a path', () => {
  const accessOf = accessIn(authContract)

  it('is what the contract says', () => {
    expect(accessOf('POST', '/login')).to.equal('public')
    expect(accessOf('POST', '/register')).to.equal('public')
    expect(accessOf('POST', '/refresh')).to.equal('public')
    expect(accessOf('GET', '/.well-known/jwks.json')).to.equal('public')
    expect(accessOf('GET', '/me')).to.equal('user')
    expect(accessOf('HEAD', '/me')).to.equal('user')
    expect(accessOf('DELETE', '/users/0190')).to.equal('manage:users')
    expect(accessOf('PATCH', '/users/0190/')).to.equal('manage:users')
  })

  it('is known for what every service answers', () => {
    for (const path of ['/health', '/ready', '/openapi.json']) expect(accessOf('GET', path), path).to.equal('public')
    expect(accessOf('GET', '/metrics')).to.equal('read:system')
  })

  it('is open for nothing that merely looks like it', () => {
    for (const path of ['/login/x', '/xlogin', '/LOGIN', '/wellxknown/jwks.json', '/users/a/b', '/health/x'])
      expect(accessOf('POST', path), path).to.equal(undefined)
    expect(accessOf('GET', '/login')).to.equal(undefined)
    expect(accessOf('POST', '/health')).to.equal(undefined)
    expect(accessOf('GET', '/xwell-known/jwks.json')).to.equal(undefined)
  })
})
