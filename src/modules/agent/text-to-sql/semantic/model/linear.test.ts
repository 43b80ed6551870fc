import { expect } from 'chai'
import { packLinear, scoreLinear, unpackLinear } from './linear.ts'

describe('packLinear', () => {
  it('keeps scores to within a byte’s precision', () => {
    const weights = new Map([
      [3, 0.5],
      [200, -1.27],
      [70_000, 0.02],
      [262_143, 1.1],
    ])
    const back = unpackLinear(packLinear({ bias: -0.25, weights }))
    expect([...back.weights.keys()]).to.deep.equal([3, 200, 70_000, 262_143])
    expect(scoreLinear(back, [3, 200, 262_143, 9])).to.be.closeTo(-0.25 + 0.5 - 1.27 + 1.1, 0.02)
  })
})
