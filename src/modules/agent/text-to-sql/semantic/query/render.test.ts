import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../../test/support/askable-sqlite.ts'
import type { Dialect } from '../../../sql/schema.ts'
import { indexSchema } from '../schema/schema-index.ts'
import { explainQuery } from '../explain/explain.ts'
import { createJoinPlanner } from './plan-joins.ts'
import { columnOf, type Query } from './query.ts'
import { renderQuery } from './render.ts'

const shop = askableSqlite('shop', shopStatements)
const schemaFor = (dialect: Dialect) => indexSchema({ ...shop.schema, dialect })
const schema = schemaFor('sqlite')
const column = (table: string, name: string) => {
  const found = schema.columns.find((each) => each.name === name && schema.tables[each.table]?.name === table)
  if (found === undefined) throw new Error(`${table}.${name}`)
  return found.id
}
const tableId = (name: string) => schema.tables.find((table) => table.name === name)?.id ?? -1
const from = (...tables: string[]) => {
  const plan = createJoinPlanner(schema).plan(tables.map(tableId), () => 0)
  if (plan === undefined) throw new Error('no plan')
  return plan
}

describe('renderQuery', () => {
  const perRegion: Query = {
    select: [columnOf(column('regions', 'name')), { aggregate: 'count', term: { kind: 'all' } }],
    distinct: false,
    from: from('regions', 'customers'),
    where: [
      { kind: 'compare', left: columnOf(column('customers', 'country')), operator: '!=', value: "Côte d'Ivoire" },
    ],
    any: false,
    group: [{ kind: 'column', column: column('regions', 'region_id') }],
  }

  it('joins along keys and quotes values', () => {
    const sql = renderQuery(perRegion, schema)
    expect(sql).to.include("<> 'Côte d''Ivoire'")
    expect(shop.rows(sql)).to.deep.equal([
      ['North', 3],
      ['South', 2],
    ])
  })

  it('groups by every plain column where the dialect wants it', () => {
    expect(renderQuery(perRegion, schemaFor('postgres'))).to.match(/GROUP BY t1\.region_id, t1\.name$/)
  })

  it('cuts dates in the words of each dialect', () => {
    const query: Query = {
      select: [{ term: { kind: 'part', part: 'month', column: column('orders', 'ordered_at') } }],
      distinct: false,
      from: from('orders'),
      where: [],
      any: false,
      group: [],
    }
    expect(renderQuery(query, schema)).to.include("strftime('%Y-%m', ordered_at)")
    expect(renderQuery(query, schemaFor('postgres'))).to.include("TO_CHAR(ordered_at, 'YYYY-MM')")
    expect(renderQuery(query, schemaFor('mysql'))).to.include("DATE_FORMAT(ordered_at, '%Y-%m')")
  })

  it('quotes names that are words of SQL', () => {
    const odd = askableSqlite('odd', 'CREATE TABLE "order" ("group" TEXT, "a b" TEXT)')
    const index = indexSchema(odd.schema)
    const query: Query = {
      select: [columnOf(0), columnOf(1)],
      distinct: false,
      from: { first: 0, steps: [] },
      where: [],
      any: false,
      group: [],
    }
    expect(odd.rows(renderQuery(query, index))).to.deep.equal([])
    expect(renderQuery(query, indexSchema({ ...odd.schema, dialect: 'mysql' }))).to.equal(
      'SELECT `group`, `a b` FROM `order`',
    )
  })

  it('is explained in plain words', () => {
    expect(explainQuery(perRegion, schema)).to.match(
      /^Lists regions name and the number of .* where customers country is not "Côte d'Ivoire" grouped by regions? .*\.$/,
    )
  })
})

describe('createJoinPlanner', () => {
  it('finds the tables in between', () => {
    expect(from('customers', 'products').steps.map((step) => schema.tables[step.table]?.name)).to.have.members([
      'orders',
      'order_lines',
      'products',
    ])
  })

  it('says so when tables do not hang together', () => {
    expect(createJoinPlanner(schema).plan([tableId('employees'), tableId('regions')], () => 0)).to.equal(undefined)
  })
})
