import { expect } from 'chai'
import { askableSqlite } from '../../../../../../test/support/askable-sqlite.ts'
import { createSemanticEngine } from '../engine.ts'

const statements = `
  CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT);
  CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(customer_id), status TEXT);
  INSERT INTO customers VALUES (1, 'Ada', 'Berg'), (2, 'Ada', 'Berg'), (3, 'Ben', 'Berg');
  INSERT INTO orders VALUES (1, 1, 'shipped');
`

describe('mindNamesakes', () => {
  const shop = askableSqlite('shop', statements)
  const engine = createSemanticEngine()

  it('finds who never did something among people of the same name', async () => {
    const { readings } = await engine.interpret({ text: 'Which customers have never placed an order?' }, shop)
    const rows = readings[0] === undefined ? [] : shop.rows(readings[0].sql)
    expect(rows.map((row) => row.join(' '))).to.have.members(['Ada Berg', 'Ben Berg'])
  })
})

describe('NOT IN', () => {
  const guests = statements
    .replace('NOT NULL REFERENCES', 'REFERENCES')
    .concat("INSERT INTO orders VALUES (2, NULL, 'guest');")
  const shop = askableSqlite('guests', guests)

  it('leaves nobody out for a row that points to nobody', async () => {
    const { readings } = await createSemanticEngine().interpret({ text: 'List customers without any orders' }, shop)
    expect(shop.rows(readings[0]?.sql ?? '').length).to.equal(2)
  })
})
