import { expect } from 'chai'
import { superlativeDirection } from './superlative-direction.ts'

describe('superlativeDirection', () => {
  const expected: [string, 'ascending' | 'descending' | undefined][] = [
    ['the three lowest prices', 'ascending'],
    ['the 3 employees who get paid the least', 'ascending'],
    ['customers with the most orders', 'descending'],
    ['the highest and the lowest price', undefined],
    ['orders of at least 5 items', undefined],
    ['cities with at most two stores and the largest population', 'descending'],
    ['the pilot of the highest rank', undefined],
  ]
  for (const [text, direction] of expected)
    it(`of "${text}" is ${direction}`, () => expect(superlativeDirection(text)).to.equal(direction))
})
