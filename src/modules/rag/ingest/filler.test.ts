import { expect } from 'chai'
import { until } from '../../../../test/support/until.ts'
import { silentLog } from '../../../platform/log.ts'
import { createFiller } from './filler.ts'

describe('filler', () => {
  it('lets who writes go on when passages cannot be entered', async () => {
    let tries = 0
    const store = {
      indexPending: () => {
        tries += 1
        return Promise.reject(new Error('no thread to take them apart'))
      },
    }
    const filler = createFiller({ store, log: silentLog })
    filler.wake(100_000)
    await filler.room()
    expect(tries).to.be.at.least(1)
    await filler.close()
  })

  it('lets who writes go on while all that is there is entered anew', async () => {
    let left = 1_000_000
    const indexPending = () =>
      new Promise<{ left: number; isOurs: boolean }>((resolve) => {
        left -= 1
        setImmediate(() => resolve({ left, isOurs: true }))
      })
    const filler = createFiller({ store: { indexPending }, log: silentLog })
    await until(() => left < 999_990)
    filler.wake(1_000)
    await filler.room()
    await filler.close()
  })

  it('tells the log of very many passages, how many are left, and when all have entered', async () => {
    const told: unknown[] = []
    const log = { ...silentLog, info: (_message: string, fields?: object) => told.push(fields) }
    const lefts = [900_000, 896_000, 10]
    const ended = new Promise<void>((resolve) => {
      const indexPending = () => {
        const left = lefts.shift()
        if (left === undefined) resolve()
        return Promise.resolve(left === undefined ? undefined : { left, isOurs: true })
      }
      createFiller({ store: { indexPending }, log })
    })
    await ended
    await until(() => told.length === 2, 5_000)
    expect(told).to.deep.equal([{ left: 900_000 }, undefined])
  })
})
