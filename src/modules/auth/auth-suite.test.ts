import { expect } from 'chai'
import { callOf, errorOf, signedIn, type TestAuth } from './open-auth.test.ts'

const password = 'correct horse battery'

/** What auth promises, on whatever it keeps its tables. */
export const authSuite = (name: string, open: () => Promise<TestAuth>): void => {
  describe(name, () => {
    let auth: TestAuth
    beforeEach(async () => {
      auth = await open()
    })
    afterEach(() => auth.close())

    const register = (username: string) => auth.client.register({ username, password }, callOf())
    const login = (username: string, given = password) => auth.client.login({ username, password: given }, callOf())
    const join = async (username: string) => {
      await register(username)
      const tokens = await login(username)
      return { tokens, call: await signedIn(auth, tokens.token) }
    }
    const validate = (token: string) => auth.client.validate({ token }, callOf())

    it('registers, signs in and vouches for the token', async () => {
      const { user } = await register('Ada')
      const answer = await login('ada')
      expect(answer).to.include({ message: 'Login successful', token_type: 'Bearer', expires_in: 3600 })
      expect(answer.user_info).to.deep.include({ user_id: user.user_id, username: 'Ada', role: 'admin' })
      const identity = await validate(answer.token)
      expect(identity).to.deep.include({ valid: true, username: 'Ada', session_id: answer.session_id, attributes: {} })
      expect(identity.permissions).to.include('write:system')
      expect(identity.expires_at).to.equal(new Date(auth.clock.now() + 3_600_000).toISOString())
    })

    it('makes the first account on this machine an admin, and no other', async () => {
      const made = await Promise.all(['one', 'two', 'three'].map(register))
      expect(made.filter(({ user }) => user.role === 'admin')).to.have.length(1)
      expect((await register('four')).user.role).to.equal('user')
    })

    it('makes no admin of who comes from elsewhere', async () => {
      const from = callOf({ client: { ip: '192.0.2.7', device: '' } })
      expect((await auth.client.register({ username: 'stranger', password }, from)).user.role).to.equal('user')
    })

    it('takes a name once, whatever its case', async () => {
      await register('grace')
      expect(await errorOf(register('GRACE'))).to.include({ code: 'conflict' })
    })

    it('answers a wrong password and an unknown name alike', async () => {
      await register('ada')
      const wrong = await errorOf(login('ada', 'not the password'))
      const unknown = await errorOf(login('nobody', 'not the password'))
      expect(wrong.code).to.equal('unauthenticated')
      expect({ ...unknown.details, message: unknown.message }).to.deep.equal({
        ...wrong.details,
        message: wrong.message,
      })
    })

    it('refuses the token of a session from the moment it is logged out', async () => {
      const { tokens, call } = await join('ada')
      await auth.client.logout({}, call)
      const refused = await errorOf(validate(tokens.token))
      expect(refused).to.include({ code: 'unauthenticated' })
      expect(refused.details.extensions).to.deep.equal({ valid: false })
      expect(await errorOf(auth.client.refresh({ refresh_token: tokens.refresh_token }, callOf()))).to.include({
        code: 'unauthenticated',
      })
    })

    it('gives a new pair for a refresh token, and ends the session when one is used again', async () => {
      const { tokens } = await join('ada')
      const second = await auth.client.refresh({ refresh_token: tokens.refresh_token }, callOf())
      expect(second.session_id).to.equal(tokens.session_id)
      await validate(second.token)
      expect(
        (await errorOf(auth.client.refresh({ refresh_token: tokens.refresh_token }, callOf()))).details.reason,
      ).to.equal('session_ended')
      await errorOf(validate(second.token))
      await errorOf(auth.client.refresh({ refresh_token: second.refresh_token }, callOf()))
    })

    it('lets one of two refreshes at the same moment win, and ends the session', async () => {
      const { tokens } = await join('ada')
      const twice = await Promise.allSettled(
        [1, 2].map(() => auth.client.refresh({ refresh_token: tokens.refresh_token }, callOf())),
      )
      expect(twice.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
      await errorOf(validate(tokens.token))
    })

    it('refuses a token when it has expired, and a session that was idle too long', async () => {
      const { tokens } = await join('ada')
      auth.clock.forward(3_600_000)
      expect((await errorOf(validate(tokens.token))).details.reason).to.equal('expired')
      auth.clock.forward(14 * 86_400_000)
      const later = await signedIn(auth, (await login('ada')).token)
      expect((await auth.client.listSessions({}, later)).items).to.have.length(1)
      const refused = await errorOf(auth.client.refresh({ refresh_token: tokens.refresh_token }, callOf()))
      expect(refused.details.reason).to.equal('session_expired')
    })

    it('ends the other sessions when the password changes', async () => {
      const { tokens: other } = await join('ada')
      const mine = await login('ada')
      const call = await signedIn(auth, mine.token)
      const changed = await auth.client.changePassword(
        { current_password: password, new_password: 'another password' },
        call,
      )
      expect(changed.sessions_ended).to.equal(1)
      await errorOf(validate(other.token))
      await validate(mine.token)
      await errorOf(login('ada'))
      await login('ada', 'another password')
    })

    it('lists sessions and ends one, or all', async () => {
      const { tokens: first, call } = await join('ada')
      const second = await login('ada')
      const { items } = await auth.client.listSessions({}, call)
      expect(items.map(({ id, current }) => ({ id, current }))).to.deep.equal([
        { id: second.session_id, current: false },
        { id: first.session_id, current: true },
      ])
      await auth.client.endSession({ id: second.session_id }, call)
      await errorOf(validate(second.token))
      expect(await errorOf(auth.client.endSession({ id: second.session_id }, call))).to.include({ code: 'not_found' })
      expect((await auth.client.endSessions({}, call)).sessions_ended).to.equal(1)
      await errorOf(validate(first.token))
    })

    it('ends nobody else’s session', async () => {
      const { tokens } = await join('ada')
      const { call } = await join('eve')
      expect(await errorOf(auth.client.endSession({ id: tokens.session_id }, call))).to.include({ code: 'not_found' })
      await validate(tokens.token)
    })

    it('disables a user at once, and keeps the last admin', async () => {
      const { call: admin } = await join('ada')
      const { tokens, call } = await join('eve')
      await auth.client.updateUser({ id: call.principal?.userId ?? '', disabled: true }, admin)
      await errorOf(validate(tokens.token))
      await errorOf(login('eve'))
      const own = admin.principal?.userId ?? ''
      for (const change of [{ role: 'user' as const }, { disabled: true }])
        expect((await errorOf(auth.client.updateUser({ id: own, ...change }, admin))).details.reason).to.equal(
          'last_admin',
        )
      expect((await errorOf(auth.client.deleteUser({ id: own }, admin))).details.reason).to.equal('last_admin')
    })

    it('hands a role and attributes on at the next look', async () => {
      const { call: admin } = await join('ada')
      const { tokens, call } = await join('eve')
      const id = call.principal?.userId ?? ''
      await auth.client.updateUser({ id, role: 'guest', attributes: { region: 'North' } }, admin)
      expect(await validate(tokens.token)).to.deep.include({
        role: 'guest',
        permissions: ['read:agent'],
        attributes: { region: 'North' },
      })
    })

    it('makes API keys that may no more than asked for, and no more than their owner', async () => {
      const { call: admin } = await join('ada')
      const { call } = await join('eve')
      const { secret, id } = await auth.client.createApiKey(
        { name: 'report', permissions: ['read:agent', 'read:rag'], expires_in: '1h' },
        call,
      )
      expect(await validate(secret)).to.deep.include({ session_id: null, permissions: ['read:agent', 'read:rag'] })
      await auth.client.updateUser({ id: call.principal?.userId ?? '', role: 'guest' }, admin)
      expect((await validate(secret)).permissions).to.deep.equal(['read:agent'])
      const greedy = auth.client.createApiKey({ name: 'more', permissions: ['manage:users'] }, call)
      expect(await errorOf(greedy)).to.include({ code: 'forbidden' })
      expect(JSON.stringify(await auth.db.knex('api_keys'))).not.to.include(secret)
      await auth.client.deleteApiKey({ id }, call)
      await errorOf(validate(secret))
    })

    it('refuses an API key when it has expired, and lets none make another', async () => {
      const { call } = await join('ada')
      const { secret } = await auth.client.createApiKey({ name: 'short', expires_in: '1h' }, call)
      const byKey = await signedIn(auth, secret)
      expect(await errorOf(auth.client.createApiKey({ name: 'child' }, byKey))).to.include({ code: 'forbidden' })
      auth.clock.forward(3_600_000)
      expect((await errorOf(validate(secret))).details.reason).to.equal('key_expired')
    })

    it('lets nobody with a narrow key make an admin', async () => {
      const { call } = await join('ada')
      const { secret } = await auth.client.createApiKey({ name: 'users', permissions: ['manage:users'] }, call)
      const byKey = await signedIn(auth, secret)
      const wanted = { username: 'mallory', password, role: 'admin' as const }
      expect(await errorOf(auth.client.createUser(wanted, byKey))).to.include({ code: 'forbidden' })
    })

    it('locks an account for an address that guesses, for a while', async () => {
      const { tokens } = await join('ada')
      for (let count = 0; count < 5; count += 1) await errorOf(login('ada', 'wrong password'))
      const locked = await errorOf(login('ada'))
      expect(locked).to.include({ code: 'too_many' })
      expect(locked.details.retryAfter).to.be.greaterThan(0)
      const elsewhere = callOf({ client: { ip: '192.0.2.9', device: '' } })
      await auth.client.login({ username: 'ada', password }, elsewhere)
      await validate(tokens.token)
      auth.clock.forward((locked.details.retryAfter ?? 0) * 1000)
      await login('ada')
    })

    it('signs with a new key after a rotation, and refuses a retired one', async () => {
      const { tokens: old, call } = await join('ada')
      const [before] = (await auth.client.listKeys({}, call)).items
      await auth.client.rotateKeys({}, call)
      const fresh = await login('ada')
      await validate(old.token)
      expect(await errorOf(auth.client.retireKey({ kid: 'nothing' }, call))).to.include({ code: 'not_found' })
      await auth.client.retireKey({ kid: before?.kid ?? '' }, call)
      await errorOf(validate(old.token))
      await validate(fresh.token)
    })

    it('keeps sessions, keys and passwords when it starts again', async () => {
      const { tokens, call } = await join('ada')
      await auth.client.rotateKeys({}, call)
      const fresh = await login('ada')
      const again = await auth.reopen()
      await again.client.validate({ token: tokens.token }, callOf())
      await again.client.validate({ token: fresh.token }, callOf())
      await again.close()
      const other = await auth.reopen({ JWT_SECRET_KEY: 'another secret, also of more than 32 bytes' })
      await errorOf(other.client.validate({ token: tokens.token }, callOf()))
      await other.client.login({ username: 'ada', password }, callOf())
      await other.close()
    })

    it('pages through users', async () => {
      const { call } = await join('ada')
      for (const name of ['bob', 'cleo', 'dan']) await register(name)
      const first = await auth.client.listUsers({ limit: 3 }, call)
      const second = await auth.client.listUsers({ limit: 3, cursor: first.next_cursor ?? '' }, call)
      expect([...first.items, ...second.items].map(({ username }) => username)).to.deep.equal([
        'ada',
        'bob',
        'cleo',
        'dan',
      ])
      expect(second.next_cursor).to.equal(null)
    })

    it('puts on record who did what, and what was refused', async () => {
      const { call } = await join('ada')
      await errorOf(login('ada', 'wrong password'))
      await errorOf(validate('not a token'))
      await auth.client.logout({}, call)
      const { items } = await auth.client.listAudit({}, call)
      expect(items.map(({ action, outcome }) => `${action} ${outcome}`)).to.deep.equal([
        'session.ended success',
        'token.refused refused',
        'login.refused refused',
        'session.started success',
        'user.created success',
      ])
      expect(JSON.stringify(items)).not.to.include(password)
      expect(await auth.client.verifyAudit({}, call)).to.deep.equal({ valid: true, records: 5 })
    })
  })
}
