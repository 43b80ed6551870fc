import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import jwt from 'jsonwebtoken'
import { AppError } from '../platform/errors.ts'
import { signPeer, verifyPeer, type PeerClaims } from './peer-token.ts'

const claims: PeerClaims = {
  kind: 'gateway',
  audience: 'rag',
  requestId: 'request-1',
  ip: '192.0.2.1',
  principal: {
    userId: 'u1',
    username: 'ada',
    role: 'user',
    permissions: ['read:rag', 'write:rag'],
    sessionId: 's1',
    attributes: { region: 'North' },
  },
}

describe('peer token', () => {
  const key = randomBytes(32)
  let now: number
  const clock = { now: () => now }
  beforeEach(() => {
    now = 1_700_000_000_000
  })
  const refused = (token: string, audience = 'rag', withKey = key) =>
    expect(() => verifyPeer(withKey, token, audience, clock))
      .to.throw(AppError)
      .with.property('code', 'unauthenticated')

  it('carries who asks from one service to another', () => {
    expect(verifyPeer(key, signPeer(key, claims, clock), 'rag', clock)).to.deep.equal(claims)
    const anonymous = { ...claims, kind: 'service' as const, principal: null }
    expect(verifyPeer(key, signPeer(key, anonymous, clock), 'rag', clock)).to.deep.equal(anonymous)
  })

  it('is good for one service, one minute, and one key', () => {
    const token = signPeer(key, claims, clock)
    refused(token, 'auth')
    refused(token, 'rag', randomBytes(32))
    now += 59_000
    expect(verifyPeer(key, token, 'rag', clock)).to.deep.equal(claims)
    now += 7_000
    refused(token)
    now -= 3_600_000
    refused(jwt.sign({ kind: 'gateway' }, key, { audience: 'rag', issuer: 'ai-agent' }))
  })

  it('refuses whatever a caller could make up', () => {
    const [header = '', payload = ''] = signPeer(key, claims, clock).split('.')
    const body = { kind: 'gateway', principal: claims.principal, request_id: 'r', ip: '::1', iat: now / 1_000 }
    const options = { audience: 'rag', issuer: 'ai-agent', expiresIn: 60 } as const
    refused('')
    refused('nonsense')
    refused(`${header}.${payload}.`)
    refused(jwt.sign(body, '', { ...options, algorithm: 'none' }))
    refused(jwt.sign(body, key, { ...options, algorithm: 'HS512' }))
    refused(jwt.sign(body, key, { ...options, issuer: 'someone' }))
    refused(jwt.sign({ ...body, principal: { userId: 'u1', permissions: ['everything'] } }, key, options))
    // Good for longer than a minute is no word of ours.
    refused(jwt.sign({ ...body, iat: now / 1_000 - 120 }, key, { ...options, expiresIn: '1h' }))
    expect(verifyPeer(key, jwt.sign(body, key, options), 'rag', clock).principal).to.deep.equal(claims.principal)
  })
})
