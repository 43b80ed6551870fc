import { expect } from 'chai'
import { authSuite } from './auth-suite.test.ts'
import { callOf, errorOf, openAuth } from './open-auth.test.ts'

const password = 'correct horse battery'

authSuite('auth', openAuth)

describe('auth settings', () => {
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
