import { expect } from 'chai'
import { callOf, person, startAgent } from '../../../../test/support/agent.ts'

describe('suggestions that were tried', () => {
  it('are those that the engine is sure of, also for whoever was not understood', async () => {
    const agent = await startAgent()
    const ada = callOf(person('ada'))
    agent.engine.reads('How many regions are there?', { sql: 'SELECT COUNT(*) FROM regions' })
    const { suggested_questions: sure } = await agent.service.schema({ name: 'shop' }, ada)
    expect(sure).to.deep.equal(['How many regions are there?'])
    const lost: unknown = await agent.service
      .query({ user_request: 'colourless green ideas', engine: 'auto', dry_run: false }, ada)
      .catch((error: unknown) => error)
    expect(lost)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.includes('You could ask "How many regions are there?"')
    await agent.close()
  })

  it('are what the schema suggests when the engine is sure of none', async () => {
    const agent = await startAgent()
    const { suggested_questions: all } = await agent.service.schema({ name: 'shop' }, callOf(person('ada')))
    expect(all.length).to.be.greaterThan(2)
    await agent.close()
  })
})
