import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../../test/support/askable-sqlite.ts'
import { createJoinPlanner } from '../query/plan-joins.ts'
import type { Query } from '../query/query.ts'
import { indexSchema } from '../schema/schema-index.ts'
import { countsLoneRows } from './lone-groups.ts'

const schema = indexSchema(askableSqlite('shop', shopStatements).schema)
const table = (name: string) => schema.tables.find((each) => each.name === name)?.id ?? -1

function countedBy(key: string, ...tables: string[]): Query {
  const column = schema.columns.find((each) => each.name === key && each.isPrimary)?.id ?? -1
  const from = createJoinPlanner(schema).plan(tables.map(table), () => 0)
  if (from === undefined) throw new Error('no plan')
  const select: Query['select'] = [{ aggregate: 'count', term: { kind: 'all' } }]
  return { select, distinct: false, from, where: [], any: false, group: [{ kind: 'column', column }] }
}

describe('countsLoneRows', () => {
  it('tells groups that can only hold one row', () => {
    expect(countsLoneRows(schema, countedBy('customer_id', 'customers'))).to.equal(true)
    expect(countsLoneRows(schema, countedBy('order_id', 'orders', 'customers'))).to.equal(true)
    expect(countsLoneRows(schema, countedBy('customer_id', 'customers', 'orders'))).to.equal(false)
  })
})
