import { expect } from 'chai'
import { comparisonAround, likePattern, negatedBefore } from './comparisons.ts'
import { tokenize } from './tokens.ts'

const operator = (text: string) => {
  const { tokens } = tokenize(text)
  const at = tokens.findIndex((token) => token.number !== undefined)
  return comparisonAround(tokens, at, at + 1).operator
}

describe('comparisonAround', () => {
  const expected: [string, string][] = [
    ['older than 30', '>'],
    ['at least 30', '>='],
    ['30 or more', '>='],
    ['no more than 30', '<='],
    ['younger than 30', '<'],
    ['taller than 200 or lower than 190', '>'],
    ['below the 30', '<'],
    ['less than or equal to 30', '<='],
    ['is 30', '='],
    ['not 30', '!='],
    ['at least a salary of 30', '>='],
    ['less than the score of 30', '<'],
    ['a salary of 30', '='],
  ]
  for (const [text, sign] of expected) it(`reads "${text}" as ${sign}`, () => expect(operator(text)).to.equal(sign))
})

describe('likePattern', () => {
  it('tells contains, starts and ends apart', () => {
    const pattern = (text: string) => likePattern(tokenize(text).tokens, tokenize(text).tokens.length - 1, 'abc')
    expect(
      ['whose name contains abc', 'that starts with abc', 'which end with abc', 'is abc'].map(pattern),
    ).to.deep.equal(['%abc%', 'abc%', '%abc', undefined])
  })
})

describe('negatedBefore', () => {
  it('hears a negation, but not across a comma', () => {
    const negated = (text: string) => negatedBefore(tokenize(text).tokens, tokenize(text).tokens.length - 1)
    expect([negated('who do not live in Oslo'), negated('not old, lives in Oslo')]).to.deep.equal([true, false])
  })
})
