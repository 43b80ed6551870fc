import { expect } from 'chai'
import type { Cell, ResultSet } from '../sql/result.ts'
import { compose } from './compose.ts'
import { ungroundedNumerals } from './numerals.ts'

const result = (columns: string[], rows: Cell[][], truncated = false): ResultSet => ({
  columns: columns.map((name) => ({ name, type: '' })),
  rows,
  truncated,
})

const say = (set: ResultSet, explanation = '', narrowed = false) => compose({ result: set, explanation, narrowed })

describe('the sentence of an answer', () => {
  it('names a single number by what was asked', () => {
    expect(say(result(['COUNT(*)'], [[59]]), 'the number of customers')).to.equal('The number of customers is 59.')
    expect(say(result(['SUM(total)'], [[2328.6]]))).to.equal('The total of total is 2,328.60.')
  })

  it('speaks of many in the plural, and groups by an id where there is no name', () => {
    expect(say(result(['COUNT(*)'], [[2]]), 'Counts artist where name is "AC".')).to.equal(
      'The number of artists where name is "AC" is 2.',
    )
    expect(
      say(
        result(
          ['region_id', 'COUNT(*)'],
          [
            [1, 742],
            [2, 9],
          ],
        ),
      ),
    ).to.equal('Number by region id: 1 (742) and 2 (9).')
  })

  it('says that there is no value instead of inventing a zero', () => {
    expect(say(result(['avg(price)'], [[null]]))).to.equal('There is no value for the average of price.')
  })

  it('lists a few, and counts many', () => {
    expect(say(result(['name'], [['Ada'], ['Ben'], ['Cem']]))).to.equal('3 results: Ada, Ben and Cem.')
    const many = Array.from({ length: 40 }, (_, at) => [`n${at}`])
    expect(say(result(['name'], many))).to.equal('40 results, beginning with n0, n1, n2, n3 and n4.')
  })

  it('reads out a single row', () => {
    expect(say(result(['first_name', 'hired'], [['Ada', '2020-05-01T00:00:00.000Z']]))).to.equal(
      'First name Ada and hired 2020-05-01.',
    )
  })

  it('says who leads a ranking and who comes last', () => {
    const rows: Cell[][] = [
      ['Rock', 1297],
      ['Latin', 579],
      ['Metal', 374],
      ['Jazz', 130],
      ['Blues', 81],
      ['Opera', 1],
    ]
    expect(say(result(['genre', 'tracks'], rows))).to.equal(
      '6 results: Rock (1,297), Latin (579) and Metal (374) come first, Opera (1) last.',
    )
    const unordered = [...rows.slice(3), ...rows.slice(0, 3)]
    expect(say(result(['genre', 'tracks'], unordered))).to.equal(
      '6 results: the highest tracks is that of Rock (1,297), the lowest that of Opera (1).',
    )
  })

  it('says what was cut off and what a policy left out', () => {
    expect(say(result(['name'], [['Ada'], ['Ben']], true))).to.include('There are more rows than these.')
    expect(say(result(['name'], [['Ada']]), '', true)).to.include('Only rows that you may see')
    expect(say(result(['name'], []), '', true)).to.include('that you may see')
  })

  it('never says a number that is not in the rows, whatever the explanation and the labels say', () => {
    const sets = [
      say(result(['x2024'], [[7]]), 'the number of orders in 2024'),
      say(result(['address2', 'q1 total'], [['Main St', 5]]), 'the top 3'),
      say(result(['name'], []), 'the orders of 1999'),
    ]
    expect(sets.map((text) => ungroundedNumerals(text, [[7], [5]]))).to.deep.equal([[], [], []])
  })
})

describe('numbers that a text must answer for', () => {
  const rows: Cell[][] = [
    ['Ada', 1234.5, '2024-05-01', null],
    ['Room 12', 3.14159, 'x', { a: [99] }],
  ]
  it('finds those that stand in no row', () => {
    const text = 'Ada has 1,234.50 (3.14) since 2024-05-01 in Room 12 with 99, of 2 rows; 17 more and 1,235.'
    expect(ungroundedNumerals(text, rows, [2])).to.deep.equal(['17', '1,235'])
  })
})
