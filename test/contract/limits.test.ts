import { expect } from 'chai'
import { enter } from '../support/people.ts'
import type { TestSystem } from '../support/system.ts'
import { forEachTopology } from '../support/topologies.ts'

forEachTopology(
  'contract limits',
  (topology) => {
    let system: TestSystem
    before(async () => {
      system = await topology.open({ RATE_LIMITS: '{"agent.status": "3/1h"}' })
    })
    after(() => system?.stop())

    it('lets so many calls through, says how many are left, and when to come back', async () => {
      const ada = await enter(system, 'ada')
      const status = () => fetch(`${system.url}/agent/status`, { headers: { authorization: `Bearer ${ada.token}` } })
      const answers = [await status(), await status(), await status(), await status()]
      expect(answers.map((answer) => answer.status)).to.deep.equal([200, 200, 200, 429])
      expect(answers[0]?.headers.get('ratelimit-policy')).to.equal('"agent.status";q=3;w=3600')
      expect(answers[2]?.headers.get('ratelimit')).to.match(/^"agent.status";r=0;t=\d+$/)
      expect(Number(answers[3]?.headers.get('retry-after'))).to.be.within(1, 1200)
    })

    it('counts each caller alone', async () => {
      const ben = await enter(system, 'ben')
      const response = await fetch(`${system.url}/agent/status`, { headers: { authorization: `Bearer ${ben.token}` } })
      expect(response.status).to.equal(200)
    })
  },
  true,
)
