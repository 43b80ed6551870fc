import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../../test/support/askable-sqlite.ts'
import { AppError } from '../../../../../platform/errors.ts'
import { guessRevenue, parseMeasure } from './measures.ts'
import { indexSchema } from './schema-index.ts'
import { databaseSemantics } from './semantics.ts'
import { suggestSemantics } from './suggest-semantics.ts'

const shop = askableSqlite('shop', shopStatements)
const schema = indexSchema(shop.schema)

describe('parseMeasure', () => {
  it('reads aggregates, arithmetic and brackets', () => {
    const { aggregate, term } = parseMeasure('sum(quantity * (unit_price - 1))', 'order_lines', schema)
    expect(aggregate).to.equal('sum')
    expect(term).to.include({ kind: 'arithmetic', operator: '*' })
  })

  for (const text of ['sum(quantity', 'sum(amount)', 'drop table', 'sum(quantity) sum(quantity)']) {
    it(`refuses "${text}"`, () =>
      expect(() => parseMeasure(text, 'order_lines', schema)).to.throw(AppError, /write one like/))
  }
})

describe('guessRevenue', () => {
  it('multiplies quantity and price of the lines', () =>
    expect(guessRevenue(schema)?.text).to.equal('sum(quantity * unit_price)'))

  it('guesses nothing where nothing is sold', () => {
    expect(
      guessRevenue(indexSchema(askableSqlite('birds', 'CREATE TABLE birds (name TEXT, wingspan REAL)').schema)),
    ).to.equal(undefined)
  })
})

describe('suggestSemantics', () => {
  const draft = suggestSemantics(
    askableSqlite(
      'staff',
      'CREATE TABLE emp (emp_id INTEGER PRIMARY KEY, fname TEXT, password_hash TEXT); CREATE TABLE tasks (emp_id INTEGER, no INTEGER)',
    ).schema,
  )

  it('is a semantic layer as the schema of one wants it', () =>
    expect(databaseSemantics.parse(draft)).to.deep.equal(draft))
  it('spells out names that are cut short', () =>
    expect(draft.tables?.emp?.columns?.fname?.description).to.equal('first name'))
  it('hides what looks secret', () => expect(draft.tables?.emp?.columns?.password_hash?.hidden).to.equal(true))
  it('offers joins that names suggest', () => expect(draft.joins).to.deep.equal(['tasks.emp_id = emp.emp_id']))
})

describe('indexSchema with semantics', () => {
  it('leaves out hidden columns and joins as it is told', () => {
    const index = indexSchema(shop.schema, {
      tables: { customers: { columns: { email: { hidden: true } } } },
      joins: ['employees.name = customers.first_name'],
    })
    expect(index.columns.some((column) => column.name === 'email')).to.equal(false)
    expect(
      index.edges.some(
        (edge) => index.columns[edge.from]?.name === 'name' && index.columns[edge.to]?.name === 'first_name',
      ),
    ).to.equal(true)
  })
})
