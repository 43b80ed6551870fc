import { expect } from 'chai'
import { tokenize } from './tokens.ts'

describe('tokenize', () => {
  it('reads numbers in digits and words', () => {
    const numbers = tokenize('at least three of 1,200 or two hundred, $5.5 and 3k').tokens.flatMap(
      (token) => token.number ?? [],
    )
    expect(numbers).to.deep.equal([3, 1200, 200, 5.5, 3000])
  })

  it('keeps quoted text together, apostrophes inside words not taken for quotes', () => {
    const { quotations } = tokenize(`Whose name is "O'Neil" and isn't called 'Big Joe'?`)
    expect(quotations.map((quotation) => quotation.text)).to.deep.equal(["O'Neil", 'Big Joe'])
  })

  it('brings plurals and British spellings to one form', () => {
    expect(tokenize('cities colours people addresses').tokens.map((token) => token.lemma)).to.deep.equal([
      'city',
      'color',
      'person',
      'address',
    ])
  })

  it('reads dates as one token each', () => {
    const { tokens } = tokenize('between 2024-01-02 and 3/4/2024')
    expect(tokens.filter((token) => token.kind === 'date').map((token) => token.text)).to.deep.equal([
      '2024-01-02',
      '3/4/2024',
    ])
  })

  it('takes words like "constructor" for words', () => {
    expect(tokenize('constructor toString').tokens.every((token) => token.number === undefined)).to.equal(true)
  })
})
