import { expect } from 'chai'
import { AppError } from '../../../platform/errors.ts'
import { createBudget } from './budget.ts'

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? (error.details.reason ?? error.code) : 'other'),
  )

describe('the budget of a caller', () => {
  it('lets so many statements run at once, and the next when one ends', async () => {
    const budget = createBudget({ inFlight: 1, waiting: 5, secondsPerMinute: 60 }, () => 0)
    const leave = await budget.enter('ann')
    let entered = false
    const second = budget.enter('ann').then((end) => {
      entered = true
      return end
    })
    await Promise.resolve()
    expect(entered).to.equal(false)
    leave()
    ;(await second)()
    expect(entered).to.equal(true)
  })

  it('makes nobody wait for another caller', async () => {
    const budget = createBudget({ inFlight: 1, waiting: 0, secondsPerMinute: 60 }, () => 0)
    await budget.enter('ann')
    expect(await reasonOf(budget.enter('bob'))).to.equal('none')
  })

  it('refuses when too many wait', async () => {
    const budget = createBudget({ inFlight: 1, waiting: 0, secondsPerMinute: 60 }, () => 0)
    await budget.enter('ann')
    expect(await reasonOf(budget.enter('ann'))).to.equal('budget_waiting')
  })

  it('refuses when the time of a minute is spent, until it has passed', async () => {
    let now = 0
    const budget = createBudget({ inFlight: 1, waiting: 1, secondsPerMinute: 10 }, () => now)
    const leave = await budget.enter('ann')
    now = 11_000
    leave()
    expect(await reasonOf(budget.enter('ann'))).to.equal('budget_spent')
    now = 72_000
    expect(await reasonOf(budget.enter('ann'))).to.equal('none')
  })

  it('forgets who leaves while waiting', async () => {
    const budget = createBudget({ inFlight: 1, waiting: 1, secondsPerMinute: 60 }, () => 0)
    const leave = await budget.enter('ann')
    const controller = new AbortController()
    const waiting = reasonOf(budget.enter('ann', controller.signal))
    controller.abort()
    expect(await waiting).to.equal('cancelled')
    leave()
    expect(await reasonOf(budget.enter('ann'))).to.equal('none')
  })
})
