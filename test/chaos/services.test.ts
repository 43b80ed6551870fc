import { expect } from 'chai'
import { z } from 'zod'
import { readAs } from '../support/json.ts'
import { enter, signIn } from '../support/people.ts'
import { serve } from '../support/processes.ts'
import { openProcesses } from '../support/topologies.ts'
import { until } from '../support/until.ts'

describe('chaos, four processes', function () {
  this.timeout(120_000)
  let system: Awaited<ReturnType<typeof openProcesses>>
  let authorization: string
  const json = { 'content-type': 'application/json' }

  before(async () => {
    system = await openProcesses()
    authorization = `Bearer ${(await enter(system, 'ada')).token}`
  })
  after(() => system?.stop())

  const status = async (path: string) => (await fetch(system.url + path, { headers: { authorization } })).status

  it('answers 502 or 503 with a problem document while a service is down, serves the others, and recovers', async () => {
    const { rag } = system.processes
    if (!rag) throw new Error('no rag')
    await rag.kill('SIGKILL')
    const response = await fetch(`${system.url}/rag/status`, { headers: { authorization } })
    expect(response.status).to.be.within(502, 503)
    expect(response.headers.get('content-type')).to.include('application/problem+json')
    expect(await status('/agent/status')).to.equal(200)
    const health = await fetch(`${system.url}/health`)
    expect(await health.json()).to.deep.include({ status: 'degraded' })
    system.processes['rag'] = await serve('rag', rag.environment, rag.url)
    await until(async () => (await status('/rag/status')) === 200, 30_000)
  })

  it('keeps sessions, answers and the audit trail over a kill of every service', async () => {
    const asked = await fetch(`${system.url}/agent/query`, {
      method: 'POST',
      headers: { ...json, authorization },
      body: '{"user_request":"How many customers are there?"}',
    })
    const { id } = await readAs(z.object({ id: z.string() }), asked)
    for (const name of ['auth', 'agent'] as const) {
      const old = system.processes[name]
      if (!old) throw new Error(`no ${name}`)
      await old.kill('SIGKILL')
      system.processes[name] = await serve(name, old.environment, old.url)
    }
    await until(async () => (await status(`/agent/query/${id}`)) === 200, 30_000)
    const ada = await signIn(system, 'ada')
    for (const name of ['auth', 'agent', 'rag', 'gateway'] as const)
      expect((await ada.clients[name].verifyAudit({}, ada.call())).valid, name).to.equal(true)
  })

  it('lets a request under way end when it is told to stop, and exits with 0', async () => {
    const { agent } = system.processes
    if (!agent) throw new Error('no agent')
    // Long enough to be under way when the signal arrives: it counts a few million rows.
    const slow = fetch(`${system.url}/agent/sql`, {
      method: 'POST',
      headers: { ...json, authorization },
      body: JSON.stringify({
        sql: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT COUNT(*) FROM n',
      }),
    })
    // The request that asks for the metric runs too.
    await until(async () => (await requestsRunning(agent.url)) >= 2)
    const stopped = agent.stop()
    expect((await slow).status).to.equal(200)
    expect(await stopped).to.equal(0)
    system.processes['agent'] = await serve('agent', agent.environment, agent.url)
  })
})

const requestsRunning = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^ai_agent_http_requests_running\{.*\} (\d+)$/m.exec(text)?.[1] ?? 0)
}
