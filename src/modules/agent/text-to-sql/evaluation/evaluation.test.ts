import { expect } from 'chai'
import { calibrationError } from './calibration-error.ts'
import { isOrdered, resultsMatch, withoutDistinct } from './execution-match.ts'
import { hardnessOf } from './hardness.ts'

describe('resultsMatch', () => {
  it('minds neither the order of columns nor, unless asked, of rows', () => {
    expect(
      resultsMatch(
        [
          ['a', 1],
          ['b', 2],
        ],
        [
          [2, 'b'],
          [1, 'a'],
        ],
        false,
      ),
    ).to.equal(true)
    expect(
      resultsMatch(
        [
          ['a', 1],
          ['b', 2],
        ],
        [
          [2, 'b'],
          [1, 'a'],
        ],
        true,
      ),
    ).to.equal(false)
  })

  it('permutes whole columns, not cells', () => {
    expect(
      resultsMatch(
        [
          [1, 2],
          [2, 1],
        ],
        [
          [1, 1],
          [2, 2],
        ],
        false,
      ),
    ).to.equal(false)
  })

  it('minds how often a row comes', () => {
    expect(resultsMatch([[1], [1], [2]], [[1], [2], [2]], false)).to.equal(false)
  })

  it('takes 1 and 1.0 for the same, 1 and "1" not', () => {
    expect(resultsMatch([[1]], [[1.0000000000001]], false)).to.equal(true)
    expect(resultsMatch([[1]], [['1']], false)).to.equal(false)
  })
})

describe('withoutDistinct and isOrdered', () => {
  it('look at words only', () => {
    expect(withoutDistinct('SELECT COUNT(DISTINCT distinctive)')).to.equal('SELECT COUNT(  distinctive)')
    expect(isOrdered('SELECT a FROM t ORDER  BY a')).to.equal(true)
    expect(isOrdered('SELECT orderby FROM t')).to.equal(false)
  })
})

describe('hardnessOf', () => {
  const examples: [string, string][] = [
    ['SELECT count(*) FROM singer', 'easy'],
    ['SELECT name, country FROM singer ORDER BY age', 'medium'],
    ['SELECT T1.name FROM a AS T1 JOIN b AS T2 ON T1.id = T2.id WHERE T2.x = 1 GROUP BY T1.id', 'hard'],
    ['SELECT name FROM a WHERE id NOT IN (SELECT id FROM b)', 'hard'],
    [
      'SELECT T1.name, count(*) FROM a AS T1 JOIN b AS T2 ON T1.id = T2.id WHERE T2.x > 1 GROUP BY T1.id ORDER BY count(*) DESC LIMIT 1',
      'extra',
    ],
  ]
  for (const [sql, level] of examples) it(`${level}: ${sql}`, () => expect(hardnessOf(sql)).to.equal(level))
})

describe('calibrationError', () => {
  it('is nothing where confidence is honest, and the gap where it is not', () => {
    const answers = (confidence: number, right: number) =>
      Array.from({ length: 10 }, (_, index) => ({ confidence, right: index < right }))
    expect(calibrationError(answers(0.75, 7.5 * 1))).to.be.closeTo(0.05, 1e-9)
    expect(calibrationError(answers(0.95, 5))).to.be.closeTo(0.45, 1e-9)
  })
})
