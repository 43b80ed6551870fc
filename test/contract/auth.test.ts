import { expect } from 'chai'
import { enter, password, signIn } from '../support/people.ts'
import { refusal } from '../support/refusal.ts'
import type { TestSystem } from '../support/system.ts'
import { forEachTopology } from '../support/topologies.ts'

forEachTopology('contract auth', (topology) => {
  let system: TestSystem
  before(async () => {
    system = await topology.open()
  })
  after(() => system?.stop())

  it('makes the first account of a loopback-bound install the administrator, and later ones users', async () => {
    const first = await enter(system, 'ada')
    const second = await enter(system, 'ben')
    expect((await first.clients.auth.me({}, first.call())).role).to.equal('admin')
    expect((await second.clients.auth.me({}, second.call())).role).to.equal('user')
  })

  it('answers a login as its clients have always read it', async () => {
    const nobody = await system.visit(null)
    const answer = await nobody.clients.auth.login({ username: 'ben', password }, nobody.call())
    expect(answer.token_type).to.equal('Bearer')
    expect(answer.expires_in).to.equal(3600)
    expect(answer.user_info).to.deep.include({ username: 'ben', role: 'user' })
    expect(answer.user_info.permissions).to.have.members(['read:agent', 'write:agent', 'read:rag', 'write:rag'])
    expect(answer.refresh_token).to.be.a('string')
    expect(answer.session_id).to.be.a('string')
  })

  it('refuses a name that is taken, whatever its case', async () => {
    const nobody = await system.visit(null)
    const error = await refusal(nobody.clients.auth.register({ username: 'ADA', password }, nobody.call()))
    expect(error.code).to.equal('conflict')
  })

  it('answers a wrong password and an unknown name alike', async () => {
    const nobody = await system.visit(null)
    const wrong = await refusal(nobody.clients.auth.login({ username: 'ben', password: 'not the one' }, nobody.call()))
    const unknown = await refusal(
      nobody.clients.auth.login({ username: 'nobody', password: 'not the one' }, nobody.call()),
    )
    expect([wrong.code, wrong.message]).to.deep.equal([unknown.code, unknown.message])
    expect(wrong.code).to.equal('unauthenticated')
  })

  it('vouches for a token, and not for one that was tampered with', async () => {
    const ben = await signIn(system, 'ben')
    const token = ben.token ?? ''
    const nobody = await system.visit(null)
    const vouched = await nobody.clients.auth.validate({ token }, nobody.call())
    expect(vouched).to.deep.include({ valid: true, username: 'ben', role: 'user' })
    const [head, body, signature = ''] = token.split('.')
    const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    expect((await refusal(nobody.clients.auth.validate({ token: forged }, nobody.call()))).code).to.equal(
      'unauthenticated',
    )
  })

  it('gives a new pair for a refresh token, and ends the session when a used one comes again', async () => {
    const nobody = await system.visit(null)
    const first = await nobody.clients.auth.login({ username: 'ben', password }, nobody.call())
    const second = await nobody.clients.auth.refresh({ refresh_token: first.refresh_token }, nobody.call())
    expect(second.refresh_token).not.to.equal(first.refresh_token)
    expect((await nobody.clients.auth.validate({ token: second.token }, nobody.call())).valid).to.equal(true)
    const reused = await refusal(nobody.clients.auth.refresh({ refresh_token: first.refresh_token }, nobody.call()))
    expect(reused.code).to.equal('unauthenticated')
    expect((await refusal(nobody.clients.auth.validate({ token: second.token }, nobody.call()))).code).to.equal(
      'unauthenticated',
    )
  })

  it('refuses the tokens of a session everywhere from its logout on', async () => {
    const ben = await signIn(system, 'ben')
    await ben.clients.agent.status({}, ben.call())
    await ben.clients.auth.logout({}, ben.call())
    const nobody = await system.visit(null)
    expect((await refusal(nobody.clients.auth.validate({ token: ben.token ?? '' }, nobody.call()))).code).to.equal(
      'unauthenticated',
    )
    if (system.url === null) return
    expect((await refusal(ben.clients.agent.status({}, ben.call()))).code).to.equal('unauthenticated')
    expect((await refusal(ben.clients.rag.status({}, ben.call()))).code).to.equal('unauthenticated')
  })

  it('lists sessions and ends all of them, the caller’s too', async () => {
    await signIn(system, 'ben')
    const ben = await signIn(system, 'ben')
    const { items } = await ben.clients.auth.listSessions({}, ben.call())
    expect(items.length).to.be.at.least(2)
    await ben.clients.auth.endSessions({}, ben.call())
    const nobody = await system.visit(null)
    expect((await refusal(nobody.clients.auth.validate({ token: ben.token ?? '' }, nobody.call()))).code).to.equal(
      'unauthenticated',
    )
  })

  it('lets an API key do no more than it is scoped to', async () => {
    const ada = await signIn(system, 'ada')
    const { secret } = await ada.clients.auth.createApiKey({ name: 'reader', permissions: ['read:agent'] }, ada.call())
    const reader = await system.visit(secret)
    expect((await reader.clients.agent.status({}, reader.call())).service).to.equal('agent')
    expect(
      (await refusal(reader.clients.agent.query({ user_request: 'How many customers?' }, reader.call()))).code,
    ).to.equal('forbidden')
  })

  it('shuts a disabled user out at once', async () => {
    const cleo = await enter(system, 'cleo')
    const ada = await signIn(system, 'ada')
    await ada.clients.auth.updateUser({ id: cleo.userId, disabled: true }, ada.call())
    const nobody = await system.visit(null)
    expect((await refusal(nobody.clients.auth.validate({ token: cleo.token ?? '' }, nobody.call()))).code).to.equal(
      'unauthenticated',
    )
    expect((await refusal(nobody.clients.auth.login({ username: 'cleo', password }, nobody.call()))).code).to.equal(
      'unauthenticated',
    )
  })

  it('keeps users from what only administrators may do, and puts the refusal on record', async () => {
    const ben = await signIn(system, 'ben')
    const ada = await signIn(system, 'ada')
    expect((await refusal(ben.clients.auth.listUsers({}, ben.call()))).code).to.equal('forbidden')
    const { items } = await ada.clients.auth.listAudit({ action: 'access.refused' }, ada.call())
    expect(items[0]).to.deep.include({ username: 'ben', outcome: 'refused', target: 'auth.listUsers' })
    expect(await ada.clients.auth.verifyAudit({}, ada.call())).to.deep.include({ valid: true })
  })
})
