import { expect } from 'chai'
import { createAllowance } from './allowance.ts'

describe('an allowance', () => {
  it('gives no more than there is, first come, first served, and all of it to whoever asks for more', async () => {
    const allowance = createAllowance(10)
    const given: string[] = []
    const asked = async (name: string, amount: number) => {
      const giveBack = await allowance.take(amount)
      given.push(name)
      return giveBack
    }
    const [first, second, large, last] = [asked('6', 6), asked('4', 4), asked('99', 99), asked('1', 1)]
    const giveBackFirst = await first
    const giveBackSecond = await second
    expect(given).to.deep.equal(['6', '4'])
    giveBackFirst()
    giveBackFirst()
    await Promise.resolve()
    expect(given).to.deep.equal(['6', '4'])
    giveBackSecond()
    const giveBackLarge = await large
    expect(given).to.deep.equal(['6', '4', '99'])
    giveBackLarge()
    await last
    expect(given.at(-1)).to.equal('1')
  })
})
