import { expect } from 'chai'
import { askableSqlite } from '../../../../../../test/support/askable-sqlite.ts'
import { columnOf, type Expression, type Query } from '../query/query.ts'
import { indexSchema } from '../schema/schema-index.ts'
import { signsOf } from './same-reading.ts'

describe('signsOf', () => {
  const schema = indexSchema(
    askableSqlite(
      'sales',
      `
      CREATE TABLE regions (region_id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE people (person_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, age INTEGER, region_id INTEGER REFERENCES regions (region_id));`,
    ).schema,
  )
  const table = (name: string) => schema.tables.findIndex((each) => each.name === name)
  const column = (of: string, name: string) =>
    schema.columns.findIndex((each) => each.name === name && each.table === table(of))
  const count: Expression = { aggregate: 'count', term: { kind: 'all' } }
  const people = { first: table('people'), steps: [] }
  const joined = { first: table('regions'), steps: [{ table: table('people'), edge: 0 }] }
  const query = (parts: Partial<Query>): Query => ({
    select: [count],
    distinct: false,
    from: people,
    where: [],
    any: false,
    group: [],
    ...parts,
  })
  const meaning = (each: Query, rows = 3) =>
    signsOf(
      each,
      { failed: false, rows, columns: 1, allNull: false, zero: false, fingerprint: JSON.stringify(each) },
      schema,
    )[1]
  const by = (id: number, from: Query['from']) =>
    query({ select: [columnOf(id), count], from, group: [{ kind: 'column', column: id }] })

  it('takes a key for the name of what it points to', () => {
    const key = by(column('people', 'region_id'), people)
    const name = by(column('regions', 'name'), joined)
    expect(meaning(key)).to.equal(meaning(name))
    expect(meaning(key, 3)).not.to.equal(meaning(name, 4))
  })

  it('takes a part of a name for the whole, and the shown figure of a ranking for a hidden one', () => {
    const first = columnOf(column('people', 'first_name'))
    const last = columnOf(column('people', 'last_name'))
    const order = { by: columnOf(column('people', 'age')), descending: true }
    expect(meaning(query({ select: [first], order, limit: 1 }))).to.equal(
      meaning(query({ select: [first, last], order, limit: 1 })),
    )
    const most = { by: count, descending: true }
    expect(meaning(query({ select: [last], order: most, limit: 5 }))).to.equal(
      meaning(query({ select: [last, count], order: most, limit: 5 })),
    )
  })

  it('tells other columns, directions and conditions apart', () => {
    const name = columnOf(column('people', 'last_name'))
    const age = columnOf(column('people', 'age'))
    const oldest = query({ select: [name], order: { by: age, descending: true }, limit: 1 })
    const others = [
      query({ ...oldest, select: [age] }),
      query({ ...oldest, order: { by: age, descending: false } }),
      query({ ...oldest, where: [{ kind: 'compare', left: age, operator: '>', value: 3 }] }),
    ]
    for (const other of others) expect(meaning(other)).not.to.equal(meaning(oldest))
  })
})
