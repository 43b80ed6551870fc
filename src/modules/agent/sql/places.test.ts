import { expect } from 'chai'
import { createPlaces, Waited } from './places.ts'

const whyOf = (work: Promise<unknown>) =>
  work.then(
    () => 'entered',
    (error: unknown) => (error instanceof Waited ? error.why : error),
  )

describe('the places of a database', () => {
  it('are given in the order of coming', async () => {
    const places = createPlaces(1)
    const leave = await places.enter({ milliseconds: 1000 })
    const order: string[] = []
    const come = async (name: string) => {
      const end = await places.enter({ milliseconds: 10_000 })
      order.push(name)
      end()
    }
    const all = [come('first'), come('second')]
    leave()
    await Promise.all(all)
    expect(order).to.deep.equal(['first', 'second'])
  })

  it('are not waited for longer than the statement may last, nor by who has left', async () => {
    const places = createPlaces(1)
    const leave = await places.enter({ milliseconds: 1000 })
    const controller = new AbortController()
    const waiting = whyOf(places.enter({ milliseconds: 10_000, signal: controller.signal }))
    controller.abort()
    expect(await waiting).to.equal('cancelled')
    expect(await whyOf(places.enter({ milliseconds: 1 }))).to.equal('busy')
    leave()
    expect(await whyOf(places.enter({ milliseconds: 1 }))).to.equal('entered')
  })
})
