import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../../test/support/askable-sqlite.ts'
import { createSynonyms } from '../language/synonyms.ts'
import { indexSchema } from '../schema/schema-index.ts'
import { createValueIndex } from '../values/value-index.ts'
import { findAbsences } from './absences.ts'
import { findAskedTable } from './asked-table.ts'
import { findComparedColumns } from './compared-columns.ts'
import { findFlags } from './flags.ts'
import { linkQuestion } from './link.ts'
import { findSplit } from './spoken-split.ts'

const shop = askableSqlite(
  'shop',
  `${shopStatements}
  CREATE TABLE parcels (parcel_id INTEGER PRIMARY KEY, courier TEXT, sent_on DATE NOT NULL, due_on DATE, delivered_on DATE, fragile BOOLEAN);`,
)
const schema = indexSchema(shop.schema)
const ask = (text: string) => linkQuestion(text, schema, createValueIndex(), createSynonyms({}))
const name = (id: number | undefined) => schema.columns[id ?? -1]?.name

describe('findAbsences', () => {
  const absences = (text: string) => findAbsences(ask(text), schema).map((each) => [name(each.column), each.present])

  it('reads what is missing', () => {
    expect(absences('parcels without a courier')).to.deep.equal([['courier', false]])
    expect(absences('Which parcels have not been delivered yet?')).to.deep.equal([['delivered_on', false]])
    expect(absences('undelivered parcels')).to.deep.equal([['delivered_on', false]])
    expect(absences('Which employees report to nobody?')).to.deep.equal([['manager_id', false]])
  })

  it('reads what is known', () => {
    expect(absences('How many parcels were delivered?')).to.deep.equal([['delivered_on', true]])
  })

  it('leaves alone what has a value, a time, or is a thing of its own', () => {
    expect(absences('parcels that do not have the courier "Ada"')).to.deep.equal([])
    expect(absences('How many parcels were delivered in 2024?')).to.deep.equal([])
    expect(absences('customers without orders')).to.deep.equal([])
  })
})

describe('findComparedColumns', () => {
  it('compares columns of a row, and with the row above', () => {
    const [late] = findComparedColumns(ask('parcels delivered later than due'), schema)
    expect([name(late?.left), late?.operator]).to.deep.equal(['delivered_on', '>'])
    const [paid] = findComparedColumns(ask('employees who earn more than their manager'), schema)
    expect(name(paid?.left)).to.equal('salary')
    expect(paid?.right.term.kind).to.equal('through')
  })

  it('leaves numbers and values alone', () => {
    expect(findComparedColumns(ask('employees with a salary above 5000'), schema)).to.deep.equal([])
  })
})

describe('findFlags', () => {
  it('reads yes-or-no columns, negated or not', () => {
    expect(findFlags(ask('fragile parcels'), schema).map((flag) => flag.value)).to.deep.equal([1])
    expect(findFlags(ask('parcels that are not fragile'), schema).map((flag) => flag.value)).to.deep.equal([0])
  })
})

describe('findSplit', () => {
  const things = (text: string) =>
    findSplit(ask(text), schema)?.things.map((each) => each[0]?.part ?? schema.tables[each[0]?.table ?? -1]?.name)

  it('finds what figures are wanted for each of', () => {
    expect(things('revenue per category')).to.deep.equal(['categories'])
    expect(things('orders by month and region')).to.deep.equal(['month', 'regions'])
  })

  it('is not misled by sorting, nor by who did something', () => {
    expect(things('customers sorted by region')).to.equal(undefined)
    expect(things('products bought by customers')).to.equal(undefined)
  })
})

describe('findAskedTable', () => {
  it('tells which things are asked for, and what beside their names', () => {
    const asked = findAskedTable(ask('List the customers from Norway with their city and email'), schema)
    expect(schema.tables[asked?.table ?? -1]?.name).to.equal('customers')
    expect(asked?.also.map(name)).to.deep.equal(['city', 'email'])
    expect(findAskedTable(ask('How many customers are there?'), schema)).to.equal(undefined)
  })
})
