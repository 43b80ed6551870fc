import { expect } from 'chai'
import { z } from 'zod'
import { readEvents } from '../../src/contract/events.ts'
import { readAs } from '../support/json.ts'
import { enter } from '../support/people.ts'
import type { TestSystem } from '../support/system.ts'
import { forEachTopology } from '../support/topologies.ts'

const withId = z.object({ id: z.string() })
const json = { 'content-type': 'application/json' }

forEachTopology(
  'contract http',
  (topology) => {
    let system: TestSystem
    let url: string
    let authorization: string
    before(async () => {
      system = await topology.open()
      url = system.url ?? ''
      authorization = `Bearer ${(await enter(system, 'ada')).token}`
    })
    after(() => system?.stop())

    const ask = (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${url}/agent/query`, {
        method: 'POST',
        headers: { ...json, authorization, ...headers },
        body: JSON.stringify(body),
      })

    const malformed: [
      name: string,
      method: string,
      path: string,
      body: string | undefined,
      headers?: Record<string, string>,
    ][] = [
      ['register without a body', 'POST', '/auth/register', undefined],
      ['register with an empty body', 'POST', '/auth/register', ''],
      ['register with half an object', 'POST', '/auth/register', '{"username":'],
      ['register with a list', 'POST', '/auth/register', '[]'],
      ['register with null', 'POST', '/auth/register', 'null'],
      ['register with a number for a name', 'POST', '/auth/register', '{"username":7,"password":"long enough"}'],
      ['register with a short name', 'POST', '/auth/register', '{"username":"ab","password":"long enough"}'],
      [
        'register with a long name',
        'POST',
        '/auth/register',
        JSON.stringify({ username: 'a'.repeat(51), password: 'long enough' }),
      ],
      ['register with a short password', 'POST', '/auth/register', '{"username":"abc","password":"short"}'],
      [
        'register with a long password',
        'POST',
        '/auth/register',
        JSON.stringify({ username: 'abc', password: 'a'.repeat(129) }),
      ],
      ['login without a password', 'POST', '/auth/login', '{"username":"ada"}'],
      [
        'login as a form',
        'POST',
        '/auth/login',
        'username=ada',
        { 'content-type': 'application/x-www-form-urlencoded' },
      ],
      ['login as XML', 'POST', '/auth/login', '<login/>', { 'content-type': 'application/xml' }],
      ['login with another method', 'PUT', '/auth/login', '{}'],
      ['validate with no token', 'POST', '/auth/validate', '{}', { authorization: '' }],
      ['validate with rubbish', 'POST', '/auth/validate', '{"token":"rubbish"}', { authorization: '' }],
      ['refresh with rubbish', 'POST', '/auth/refresh', '{"refresh_token":"rubbish"}'],
      ['me with a broken bearer', 'GET', '/auth/me', undefined, { authorization: 'Bearer' }],
      ['me with basic credentials', 'GET', '/auth/me', undefined, { authorization: 'Basic YTpi' }],
      ['a session that is none', 'DELETE', '/auth/sessions/none', undefined],
      ['a question of nothing', 'POST', '/agent/query', '{"user_request":""}'],
      ['a question of blanks', 'POST', '/agent/query', '{"user_request":"   "}'],
      ['a question too long', 'POST', '/agent/query', JSON.stringify({ user_request: 'a'.repeat(2001) })],
      ['a question that is an object', 'POST', '/agent/query', '{"user_request":{}}'],
      ['an engine that is none', 'POST', '/agent/query', '{"user_request":"How many?","engine":"magic"}'],
      ['a database that is none', 'POST', '/agent/query', '{"user_request":"How many customers?","database":"none"}'],
      ['rows below none', 'POST', '/agent/query', '{"user_request":"How many customers?","max_rows":-1}'],
      ['an answer that is none', 'GET', '/agent/query/none', undefined],
      ['SQL that is none', 'POST', '/agent/sql', '{"sql":"SELEKT 1"}'],
      ['SQL with a NUL', 'POST', '/agent/sql', JSON.stringify({ sql: 'SELECT 1\0; DROP TABLE orders' })],
      ['retrieve without a query', 'POST', '/rag/retrieve', '{}'],
      ['retrieve of too much', 'POST', '/rag/retrieve', '{"query":"a","top_k":101}'],
      ['retrieve with a filter that is none', 'POST', '/rag/retrieve', '{"query":"a","filter":{"$bad":1}}'],
      ['a mode that is none', 'POST', '/rag/retrieve', '{"query":"a","mode":"psychic"}'],
      ['lookup of nothing', 'POST', '/rag/lookup', '{}'],
      ['ingest of nothing', 'POST', '/rag/ingest', '{}'],
      ['ingest of forged files', 'POST', '/rag/ingest', '{"files":[{"filename":"passwd","path":"/etc/passwd"}]}'],
      [
        'ingest of broken multipart',
        'POST',
        '/rag/ingest',
        '--x\r\n',
        { 'content-type': 'multipart/form-data; boundary=x' },
      ],
      ['a document that is none', 'GET', '/rag/documents/none', undefined],
      ['a page of documents that is none', 'GET', '/rag/documents?cursor=none', undefined],
      ['a job that is none', 'GET', '/rag/jobs/none', undefined],
      ['a path that is none', 'GET', '/none', undefined],
    ]

    for (const [name, method, path, body, headers] of malformed)
      it(`answers ${name} with a problem document`, async () => {
        const sent = { ...json, authorization, ...headers }
        const response = await fetch(url + path, {
          method,
          headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== '')),
          ...(body === undefined ? {} : { body }),
        })
        const text = await response.text()
        expect(response.status, text).to.be.within(400, 499)
        expect(response.headers.get('content-type')).to.include('application/problem+json')
        const problem: unknown = JSON.parse(text)
        expect(problem).to.include.keys(
          'type',
          'title',
          'status',
          'detail',
          'instance',
          'code',
          'request_id',
          'message',
          'error',
        )
        expect(problem).to.deep.include({ status: response.status, instance: path.split('?')[0] })
        expect(text).not.to.match(/node_modules|\.ts:|\/src\/|sqlite_/)
      })

    it('stays up through all of it', async () => {
      const health = await fetch(`${url}/health`)
      expect(health.status).to.equal(200)
      expect(await health.json()).to.deep.include({ status: 'healthy', service: 'gateway' })
    })

    it('names every fault of an input', async () => {
      const response = await fetch(`${url}/auth/register`, {
        method: 'POST',
        headers: json,
        body: '{"username":"a","password":"b"}',
      })
      const { errors } = await readAs(z.object({ errors: z.array(z.object({ path: z.string() })) }), response)
      expect(errors.map((fault) => fault.path)).to.have.members(['username', 'password'])
    })

    it('keeps a sane request id and replaces another', async () => {
      const kept = await fetch(`${url}/health`, { headers: { 'x-request-id': 'my-request-1' } })
      expect(kept.headers.get('x-request-id')).to.equal('my-request-1')
      const replaced = await fetch(`${url}/health`, { headers: { 'x-request-id': 'not sane <script>' } })
      expect(replaced.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/)
    })

    it('answers 401 with a challenge, and 405 with what is allowed', async () => {
      const anonymous = await fetch(`${url}/agent/status`)
      expect(anonymous.status).to.equal(401)
      expect(anonymous.headers.get('www-authenticate')).to.match(/^Bearer/)
      const wrong = await fetch(`${url}/agent/query`, { method: 'PATCH', headers: { authorization } })
      expect(wrong.status).to.equal(405)
      expect(wrong.headers.get('allow')).to.include('POST')
    })

    it('streams the stages, the SQL, the rows and the answer as events', async () => {
      const response = await ask({ user_request: 'How many customers are there?', stream: true })
      expect(response.headers.get('content-type')).to.match(/^text\/event-stream/)
      expect(response.headers.get('x-accel-buffering')).to.equal('no')
      const events: { event: string; data: string; id?: string }[] = []
      if (!response.body) throw new Error('no stream')
      for await (const event of readEvents(response.body)) events.push(event)
      expect(events.map(({ event }) => event)).to.include.members(['status', 'sql', 'rows', 'answer', 'done'])
      expect(events.at(-1)).to.deep.include({ event: 'done', data: '{"outcome":"answered"}' })
      expect(events.every(({ id }) => id !== undefined)).to.equal(true)
    })

    it('answers a repetition under the same Idempotency-Key with what was answered first', async () => {
      const key = { 'idempotency-key': 'once' }
      const first = await readAs(withId, await ask({ user_request: 'How many products are there?' }, key))
      const again = await readAs(withId, await ask({ user_request: 'How many products are there?' }, key))
      expect(again.id).to.equal(first.id)
      expect((await ask({ user_request: 'How many orders are there?' }, key)).status).to.equal(422)
    })

    it('serves the paths of the first version', async () => {
      const validated = await fetch(`${url}/api/auth/validate`, { method: 'POST', headers: { authorization } })
      expect(await validated.json()).to.deep.include({ valid: true, username: 'ada' })
      const answered = await fetch(`${url}/api/agent/query`, {
        method: 'POST',
        headers: { ...json, authorization },
        body: '{"user_request":"How many customers are there?"}',
      })
      expect(await answered.json()).to.deep.include({ outcome: 'answered' })
      for (const path of ['/api/agent/status', '/api/rag/status', '/api/services', '/api/health', '/api/config'])
        expect((await fetch(url + path, { headers: { authorization } })).status, path).to.equal(200)
    })

    it('describes itself in OpenAPI 3.1, with every operation', async () => {
      const document = await readAs(
        z.object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
        await fetch(`${url}/openapi.json`),
      )
      expect(document.openapi).to.match(/^3\.1/)
      expect(Object.keys(document.paths)).to.include.members(['/auth/login', '/agent/query', '/rag/ingest', '/health'])
    })

    it('shows the metrics to those who may read the system, and nobody else', async () => {
      expect((await fetch(`${url}/metrics`)).status).to.equal(401)
      const metrics = await fetch(`${url}/metrics`, { headers: { authorization } })
      expect(await metrics.text()).to.include('ai_agent_http_requests_total')
    })

    it('takes no word of identity from outside', async () => {
      const forged = await fetch(`${url}/agent/status`, { headers: { 'x-peer-token': 'forged', 'x-user-id': 'admin' } })
      expect(forged.status).to.equal(401)
    })
  },
  true,
)
