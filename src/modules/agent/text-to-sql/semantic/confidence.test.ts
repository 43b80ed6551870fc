import { expect } from 'chai'
import { confidenceOf, confidenceSignals, poolsOf } from './confidence.ts'
import { shippedWeights } from './weights.ts'

describe('confidenceOf', () => {
  const model = { bias: 0, weights: { share: 1 }, said: [0, 0.5, 1], came: [0.1, 0.4, 0.9] }

  it('goes straight between the points that were seen', () => {
    expect(confidenceOf(model, { share: 0 })).to.be.closeTo(0.4, 1e-9)
    expect(confidenceOf(model, { share: Math.log(3) })).to.be.closeTo(0.65, 1e-9)
    expect(confidenceOf(model, { share: -50 })).to.be.closeTo(0.1, 1e-9)
    expect(confidenceOf(model, { share: 50 })).to.be.closeTo(0.9, 1e-9)
  })

  it('never leaves 0 to 1 and rises in the weights that ship', () => {
    const { said, came } = shippedWeights().confidence
    for (const line of [said, came]) expect(line).to.deep.equal(line.toSorted((one, other) => one - other))
    expect([said[0], said.at(-1)]).to.deep.equal([0, 1])
    expect(came.every((each) => each > 0 && each < 1)).to.equal(true)
  })
})

describe('the confidence of a reading', () => {
  const sure = (scores: number[], pools: number[], known: Record<string, number>) =>
    confidenceOf(
      shippedWeights().confidence,
      confidenceSignals({ scores, pools, features: scores.map(() => (name) => known[name] ?? 0), settled: [] }, 0),
    )

  it('grows when another candidate turns out to be the same reading', () => {
    expect(sure([1, 0.8, -1], [0, 0, 2], {})).to.be.greaterThan(sure([1, 0.8, -1], [0, 1, 2], {}))
  })

  it('falls with words that nothing in the query stands for, and with an empty result', () => {
    const whole = sure([1, 0], [0, 1], {})
    expect(sure([1, 0], [0, 1], { open: 2, openShare: 0.5, openLinked: 1 })).to.be.lessThan(whole)
    expect(sure([1, 0], [0, 1], { empty: 1 })).to.be.lessThan(whole)
  })
})

describe('poolsOf', () => {
  it('puts together what shares a sign, over others too', () => {
    const [first, second, third, fourth] = poolsOf([['a'], ['b'], ['a', 'b'], ['c']])
    expect([second, third]).to.deep.equal([first, first])
    expect(fourth).not.to.equal(first)
  })
})
