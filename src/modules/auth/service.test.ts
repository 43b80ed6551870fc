import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { authSuite } from './auth-suite.test.ts'
import { callOf, errorOf, folderStore, openAuth, signedIn } from './open-auth.test.ts'

const password = 'correct horse battery'

authSuite('auth', openAuth)

describe('auth settings', () => {
  it('signs with a private key when there is one, and publishes the public halves', async () => {
    const { storage, remove } = folderStore()
    const directory = storage.dialect === 'sqlite' ? storage.directory : ''
    const file = join(directory, 'key.pem')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const auth = await openAuth({ JWT_PRIVATE_KEY_FILE: file }, { storage, remove })
    await auth.client.register({ username: 'ada', password }, callOf())
    const { token } = await auth.client.login({ username: 'ada', password }, callOf())
    const call = await signedIn(auth, token)
    await auth.client.rotateKeys({}, call)
    const { keys } = await auth.client.jwks({}, callOf())
    expect(keys.map(({ kty, alg, use }) => ({ kty, alg, use }))).to.deep.equal(
      [1, 2].map(() => ({ kty: 'EC', alg: 'ES256', use: 'sig' })),
    )
    for (const key of keys) expect(key).to.not.have.any.keys('d', 'k')
    const { kid } = z.object({ kid: z.string() }).parse(jwt.decode(token, { complete: true })?.header)
    const jwk = keys.find((key) => key['kid'] === kid)
    expect(
      jwt.verify(token, createPublicKey({ key: { ...jwk }, format: 'jwk' }), { ignoreExpiration: true }),
    ).to.include({
      aud: 'ai-agent',
    })
    await auth.close()
  })

  it('does nothing that cannot be put on record', async () => {
    const auth = await openAuth()
    await auth.client.register({ username: 'ada', password }, callOf())
    const call = await signedIn(auth, (await auth.client.login({ username: 'ada', password }, callOf())).token)
    await auth.db.knex.schema.renameTable('audit_records', 'elsewhere')
    for (const deed of [
      () => auth.client.register({ username: 'eve', password }, callOf()),
      () => auth.client.createApiKey({ name: 'key' }, call),
      () => auth.client.login({ username: 'ada', password }, callOf()),
    ])
      expect(await errorOf(deed())).to.include({ code: 'unavailable' })
    expect((await auth.client.listUsers({}, call)).items).to.have.length(1)
    expect((await auth.client.listApiKeys({}, call)).items).to.have.length(0)
    expect((await auth.client.listSessions({}, call)).items).to.have.length(1)
    await auth.close()
  })

  it('closes registration', async () => {
    const auth = await openAuth({ REGISTRATION: 'closed', ADMIN_USERNAME: 'root', ADMIN_PASSWORD: password })
    expect(await errorOf(auth.client.register({ username: 'eve', password }, callOf()))).to.include({
      code: 'forbidden',
    })
    const { user_info } = await auth.client.login({ username: 'root', password }, callOf())
    expect(user_info.role).to.equal('admin')
    await auth.close()
  })

  it('takes an account of the admin’s name away from who had it', async () => {
    const auth = await openAuth()
    const away = callOf({ client: { ip: '192.0.2.7', device: '' } })
    await auth.client.register({ username: 'root', password: 'the stranger’s' }, away)
    const { token } = await auth.client.login({ username: 'root', password: 'the stranger’s' }, away)
    const again = await auth.reopen({ ADMIN_USERNAME: 'root', ADMIN_PASSWORD: password })
    await errorOf(again.client.validate({ token }, callOf()))
    await errorOf(again.client.login({ username: 'root', password: 'the stranger’s' }, callOf()))
    expect((await again.client.login({ username: 'root', password }, callOf())).user_info.role).to.equal('admin')
    await again.close()
    await auth.close()
  })

  it('names ADMIN_PASSWORD when it is missing', async () => {
    const refused = await errorOf(openAuth({ ADMIN_USERNAME: 'root' }))
    expect(refused.message).to.match(/^ADMIN_PASSWORD/)
  })
})
