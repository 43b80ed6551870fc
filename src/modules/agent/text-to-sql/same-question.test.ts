import { expect } from 'chai'
import { confirmedReading, mostAlike } from './same-question.ts'

const pair = (question: string) => ({ question, sql: `SELECT '${question}'` })

describe('confirmed questions', () => {
  const pairs = [pair('How many orders are there?'), pair('Customers by region'), pair('how many customers are there')]

  it('are found by how alike they are, and not when they are about something else', () => {
    const found = mostAlike('How many customers are there in 2024?', pairs, 5)
    expect(found.map(({ question }) => question)).to.deep.equal([
      'how many customers are there',
      'How many orders are there?',
    ])
    expect(mostAlike('weather tomorrow', pairs, 5)).to.deep.equal([])
  })

  it('are read as confirmed when asked again in the same words, but not as a follow-up', () => {
    const question = { text: 'HOW MANY customers are there?', examples: pairs }
    expect(confirmedReading(question)?.sql).to.equal(pairs[2]?.sql)
    expect(confirmedReading({ ...question, previous: pair('x') })).to.equal(undefined)
    expect(confirmedReading({ ...question, text: 'How many customers were there?' })).to.equal(undefined)
  })
})
