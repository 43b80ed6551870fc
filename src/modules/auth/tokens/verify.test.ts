import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect } from 'chai'
import jwt from 'jsonwebtoken'
import type { SigningKey } from './keys.ts'
import { privateKey, secretKey } from './keys.ts'
import { signToken } from './sign.ts'
import { verifyToken } from './verify.ts'

const parties = { issuer: 'ai-agent', audience: 'ai-agent' }
const now = Date.parse('2026-03-01T00:00:00.000Z')
const clock = { now: () => now }
const seconds = now / 1000
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

const keys: SigningKey[] = [
  secretKey(Buffer.alloc(48, 1)),
  privateKey(pemOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey)),
  privateKey(pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)),
]

for (const key of keys)
  describe(`tokens signed with ${key.algorithm}`, () => {
    const keyring = { find: (kid: string) => Promise.resolve(kid === key.kid ? key : undefined) }
    const verify = (token: string) => verifyToken(token, { keyring, parties, clock })
    const claims = { userId: 'user', sessionId: 'session', issuedAt: now, expiresAt: now + 60_000 }
    const payload = {
      sub: 'user',
      sid: 'session',
      jti: 'x',
      iat: seconds,
      exp: seconds + 60,
      iss: 'ai-agent',
      aud: 'ai-agent',
    }
    const header = { alg: key.algorithm, kid: key.kid, typ: 'at+jwt' }
    /** Signed rightly, whatever is in it. */
    const craft = (changes: object, headerChanges: object = {}): string =>
      jwt.sign(JSON.stringify({ ...payload, ...changes }), key.signs, {
        algorithm: key.algorithm,
        header: { ...header, ...headerChanges },
      })
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

    it('are good', async () => {
      expect(await verify(signToken(key, parties, claims))).to.deep.equal({
        userId: 'user',
        sessionId: 'session',
        expiresAt: now + 60_000,
      })
      expect(await verify(craft({}))).to.not.have.property('fault')
    })

    const bad: [string, () => string, string][] = [
      ['expired', () => craft({ exp: seconds - 1, iat: seconds - 60 }), 'expired'],
      ['without an expiry', () => craft({ exp: undefined }), 'claims'],
      ['with an expiry that is no whole number', () => craft({ exp: 1e308 }), 'claims'],
      ['issued in the future', () => craft({ iat: seconds + 3600, exp: seconds + 7200 }), 'claims'],
      ['without an issue time', () => craft({ iat: undefined }), 'claims'],
      ['of another issuer', () => craft({ iss: 'other' }), 'claims'],
      ['for another audience', () => craft({ aud: 'other' }), 'claims'],
      ['without a session', () => craft({ sid: undefined }), 'claims'],
      ['of another type', () => craft({}, { typ: 'JWT' }), 'malformed'],
      ['with critical extensions', () => craft({}, { crit: ['exp'] }), 'malformed'],
      ['with a key of their own', () => craft({}, { jwk: { kty: 'oct', k: 'AA' } }), 'malformed'],
      ['that name no key', () => craft({}, { kid: undefined }), 'malformed'],
      ['that name another key', () => craft({}, { kid: 'other' }), 'key_unknown'],
      ['whose payload is a list', () => jwt.sign('[1]', key.signs, { algorithm: key.algorithm, header }), 'claims'],
      ['without a signature', () => `${encode({ ...header, alg: 'none' })}.${encode(payload)}.`, 'signature'],
      [
        'signed with the public key as a secret',
        () => {
          const text = key.verifies.type === 'public' ? key.verifies.export({ type: 'spki', format: 'pem' }) : 'x'
          return jwt.sign(payload, text, {
            algorithm: 'HS256',
            header: { ...header, alg: 'HS256' },
            allowInsecureKeySizes: true,
          })
        },
        'signature',
      ],
      ['tampered with', () => craft({}).replace(/\.[^.]+\./, `.${encode({ ...payload, sub: 'admin' })}.`), 'signature'],
      ['longer than 8 KiB', () => craft({ filler: 'x'.repeat(9_000) }), 'malformed'],
      ['of two parts', () => craft({}).split('.').slice(0, 2).join('.'), 'malformed'],
      ['that are none', () => 'nonsense', 'malformed'],
    ]
    for (const [what, make, fault] of bad)
      it(`are refused ${what}`, async () => {
        expect(await verify(make())).to.deep.equal({ fault })
      })
  })

describe('a private key file', () => {
  it('is refused when the key is weak or of another kind', () => {
    const weak = [
      pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
      pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey),
      pemOf(generateKeyPairSync('ed25519').privateKey),
      'no key at all',
    ]
    for (const pem of weak) expect(() => privateKey(pem)).to.throw(/^JWT_PRIVATE_KEY_FILE/)
  })
})
