import { expect } from 'chai'
import { findPeriods, spokenPart } from './periods.ts'
import { tokenize } from './tokens.ts'

const now = new Date('2026-11-22T12:00:00Z')
const period = (text: string) => {
  const [{ start, end } = {}] = findPeriods(tokenize(text).tokens, now)
  return [start, end]
}

describe('findPeriods', () => {
  const expected: [string, (string | undefined)[]][] = [
    ['orders last month', ['2026-10-01', '2026-11-01']],
    ['orders this quarter', ['2026-10-01', '2027-01-01']],
    ['orders in March 2024', ['2024-03-01', '2024-04-01']],
    ['orders since March', ['2026-03-01', undefined]],
    ['orders before 2020', [undefined, '2020-01-01']],
    ['orders between January 2024 and March 2024', ['2024-01-01', '2024-04-01']],
    ['orders of the last 30 days', ['2026-10-23', '2026-11-23']],
    ['orders in the last year', ['2025-11-22', '2026-11-23']],
    ['revenue Q2 2025', ['2025-04-01', '2025-07-01']],
    ['orders on March 5, 2024', ['2024-03-05', '2024-03-06']],
    ['orders in the first quarter of 1998', ['1998-01-01', '1998-04-01']],
    ['revenue in the second half of 2025', ['2025-07-01', '2026-01-01']],
    ['revenue H1 2024', ['2024-01-01', '2024-07-01']],
    ['revenue 2025 Q3', ['2025-07-01', '2025-10-01']],
    ['orders yesterday', ['2026-11-21', '2026-11-22']],
  ]
  for (const [text, [start, end]] of expected) {
    it(`reads "${text}"`, () => expect(period(text)).to.deep.equal([start, end]))
  }

  it('takes small "may" and "march" for the words they usually are', () => {
    expect(findPeriods(tokenize('who may march').tokens, now)).to.deep.equal([])
  })
})

describe('spokenPart', () => {
  it('hears what an answer is split by', () => {
    expect(
      [
        'orders per month',
        'quarterly revenue',
        'sales by year',
        'orders by weekday',
        'weekly sales',
        'orders by city',
      ].map((text) => spokenPart(tokenize(text).tokens)?.part),
    ).to.deep.equal(['month', 'quarter', 'year', 'weekday', 'week', undefined])
  })
})
