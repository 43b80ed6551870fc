import { expect } from 'chai'
import { packLinear, scoreLinear, scoreStack, stackLinear, unpackLinear } from './linear.ts'

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

describe('stackLinear', () => {
  it('gives each model its own score', () => {
    const models = [
      { bias: 1, weights: new Map([[3, 0.5]]) },
      {
        bias: -1,
        weights: new Map([
          [3, 0.25],
          [9, 2],
        ]),
      },
    ]
    for (const features of [[], [3], [9, 3, 4], [9]])
      expect([...scoreStack(stackLinear(models), features)]).to.deep.equal(
        models.map((model) => scoreLinear(model, features)),
      )
  })
})
