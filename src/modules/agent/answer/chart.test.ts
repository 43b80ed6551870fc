import { expect } from 'chai'
import type { Cell, ResultSet } from '../sql/result.ts'
import { chartSchema } from './answer.ts'
import { chartOf } from './chart.ts'

const result = (columns: string[], rows: Cell[][]): ResultSet => ({
  columns: columns.map((name) => ({ name, type: '' })),
  rows,
  truncated: false,
})

describe('the chart of an answer', () => {
  it('is bars for a category and a number', () => {
    const chart = chartOf(
      result(
        ['region', 'COUNT(*)'],
        [
          ['North', 2],
          ['South', 1],
        ],
      ),
    )
    chartSchema.parse(chart)
    expect(chart?.mark.type).to.equal('bar')
    expect(chart?.data.values).to.deep.equal([
      { x: 'North', y: 2 },
      { x: 'South', y: 1 },
    ])
    expect(chart?.encoding.y.title).to.equal('number')
  })

  it('is a line for a time and a number, by category when there is one', () => {
    const chart = chartOf(
      result(
        ['month', 'total'],
        [
          ['2024-01', 2],
          ['2024-02', 5],
        ],
      ),
    )
    expect(chart?.mark.type).to.equal('line')
    expect(chart?.encoding.x.type).to.equal('temporal')
    const both = chartOf(
      result(
        ['year', 'region', 'total'],
        [
          [2023, 'N', 1],
          [2024, 'N', 2],
          [2023, 'S', 3],
        ],
      ),
    )
    chartSchema.parse(both)
    expect(both?.encoding.x.type).to.equal('ordinal')
    expect(both?.encoding.color?.title).to.equal('region')
  })

  it('is absent where none would help', () => {
    const many = Array.from({ length: 100 }, (_, at) => [`n${at}`, at])
    for (const set of [
      result(['n'], [[1], [2]]),
      result(['name', 'n'], [['a', 1]]),
      result(
        ['name', 'city'],
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
      ),
      result(
        ['name', 'customer_id'],
        [
          ['a', 1],
          ['c', 2],
        ],
      ),
      result(['name', 'n'], many),
    ])
      expect(chartOf(set)).to.equal(undefined)
  })
})
