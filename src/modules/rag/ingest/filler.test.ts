import { expect } from 'chai'
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
})
