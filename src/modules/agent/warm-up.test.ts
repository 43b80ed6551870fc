import { expect } from 'chai'
import { callOf, person, scriptedEngine, startAgent } from '../../../test/support/agent.ts'
import { silentLog } from '../../platform/log.ts'
import { createGate } from './sql/gate.ts'
import { beginWarmUp } from './warm-up.ts'

describe('the warm-up', () => {
  it('reads every database in the background, tells how far it is, and lets one that is down be', async () => {
    let finish: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    const warmed: string[] = []
    const engine = {
      ...scriptedEngine(),
      name: 'embedded' as const,
      forget: () => undefined,
      warm: async (database: { name: string }, report?: (progress: { done: number; total: number }) => void) => {
        warmed.push(database.name)
        report?.({ done: 1, total: 4 })
        await held
      },
    }
    const agent = await startAgent({
      makeGate: (url) =>
        createGate({
          databases: [
            { name: 'gone', url: 'sqlite:/nowhere/at/all.sqlite' },
            { name: 'shop', url },
          ],
          sqliteProcesses: 1,
        }),
    })
    const warmUp = beginWarmUp(agent.gate, engine, silentLog)
    const view = await agent.gate.view('shop', person('ada'))
    while (warmUp.progress(view) === undefined) await new Promise((resolve) => setImmediate(resolve))
    expect(warmUp.progress(view)).to.equal(0.25)
    finish()
    await warmUp.done
    expect(warmUp.progress(view)).to.equal(1)
    expect(warmed).to.deep.equal(['shop'])
    const { databases } = await agent.service.status({}, callOf(person('ada')))
    expect(databases.map(({ name, status }) => [name, status])).to.deep.equal([
      ['gone', 'unavailable'],
      ['shop', 'available'],
    ])
    await agent.close()
  })
})
