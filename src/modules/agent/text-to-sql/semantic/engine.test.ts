import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../test/support/askable-sqlite.ts'
import type { Question } from '../engine.ts'
import { createSemanticEngine } from './engine.ts'

const now = () => Date.parse('2024-11-22T12:00:00Z')

describe('createSemanticEngine', () => {
  const shop = askableSqlite('shop', shopStatements)
  const engine = createSemanticEngine({ now })
  const ask = async (question: string | Question) => {
    const { readings } = await engine.interpret(typeof question === 'string' ? { text: question } : question, shop)
    return readings[0] === undefined ? undefined : shop.rows(readings[0].sql)
  }

  const expected: [string, unknown[][]][] = [
    ['How many customers are there?', [[5]]],
    ['how many custmers are from norway', [[3]]],
    ['What is the average age of customers?', [[43.8]]],
    ['Which products have a unit price above 200?', [['Ridge Tent'], ['Snow Boot']]],
    ['What is the name of the most expensive product?', [['Ridge Tent']]],
    ['How many orders were cancelled?', [[1]]],
    ['How many orders were placed in January 2024?', [[2]]],
    ['What percentage of customers are from Norway?', [[60]]],
    ['What is the total revenue?', [[1740]]],
    ['How many customers have no email?', [[1]]],
    [
      'revenue by category',
      [
        ['Tents', 1320],
        ['Boots', 420],
      ],
    ],
    ['average number of orders per customer', [[1.25]]],
    [
      'orders in 2023 vs 2024',
      [
        [2023, 1],
        [2024, 4],
      ],
    ],
  ]
  for (const [question, rows] of expected) {
    it(`answers "${question}"`, async () => expect(await ask(question)).to.deep.equal(rows))
  }

  it('counts nothing as zero where it is told to', async () => {
    const rows = await ask('number of orders per customer, including customers without orders')
    expect(rows).to.have.length(5)
    expect(rows?.find((row) => row.includes('Eva'))?.at(-1)).to.equal(0)
  })

  it('gives the share of each in the whole', async () => {
    const rows = await ask('share of revenue per category')
    expect(rows?.reduce((sum, row) => sum + Number(row.at(-1)), 0)).to.be.closeTo(100, 1e-9)
  })

  it('splits by month, in the order of time', async () => {
    expect(await ask('How many orders per month in 2024?')).to.deep.equal([
      ['2024-01', 2],
      ['2024-03', 1],
      ['2024-10', 1],
    ])
  })

  it('reads who reports to whom', async () => {
    const rows = await ask('What are the names of employees who report to Grace Hall?')
    expect(rows?.map((row) => row[0])).to.have.members(['Hugo Iden', 'Ines Jung'])
  })

  it('reads a follow-up with the question before', async () => {
    const previous = { question: 'How many customers are from Norway?', sql: '' }
    expect(await ask({ text: 'and from Portugal?', previous })).to.deep.equal([[2]])
  })

  it('reads nothing into a question that names nothing of the database', async () => {
    expect((await engine.interpret({ text: 'What will the weather be tomorrow?' }, shop)).readings).to.deep.equal([])
  })

  it('gives readings that differ in their answer, the likeliest first', async () => {
    const { readings } = await engine.interpret({ text: 'names of products in tents' }, shop)
    const answers = readings.map((reading) => JSON.stringify(shop.rows(reading.sql)))
    expect(new Set(answers).size).to.equal(answers.length)
    expect(readings.every(({ confidence }) => confidence >= 0 && confidence <= 1)).to.equal(true)
  })

  it('says the same twice', async () => {
    const first = await engine.interpret({ text: 'How many orders does each customer have?' }, shop)
    expect(await engine.interpret({ text: 'How many orders does each customer have?' }, shop)).to.deep.equal(first)
  })

  it('names people when asked who', async () => {
    expect(await ask('Who reports to Grace Hall?')).to.have.deep.members([['Hugo Iden'], ['Ines Jung']])
  })

  it('shows the figure that picked the first few, unless told not to', async () => {
    const text = 'What are the top 2 products by revenue?'
    const shown = await engine.interpret({ text }, shop)
    const hidden = await createSemanticEngine({ now, showMeasures: false }).interpret({ text }, shop)
    expect(shop.rows(shown.readings[0]?.sql ?? '')[0]).to.have.length(2)
    expect(shop.rows(hidden.readings[0]?.sql ?? '').map((row) => row[0])).to.deep.equal(
      shop.rows(shown.readings[0]?.sql ?? '').map((row) => row[0]),
    )
  })

  it('uses a measure that the owner wrote', async () => {
    const told = createSemanticEngine({
      now,
      semantics: { shop: { measures: { volume: { table: 'order_lines', expression: 'sum(quantity)' } } } },
    })
    const { readings } = await told.interpret({ text: 'What is the total volume?' }, shop)
    expect(shop.rows(readings[0]?.sql ?? '')).to.deep.equal([[8]])
  })

  it('tries few candidates and reads little of them', async () => {
    const before = shop.statements.length
    await engine.interpret({ text: 'How many orders does each customer have?' }, shop)
    expect(shop.statements.length - before).to.be.within(1, 12)
  })

  it('refuses a question that was withdrawn', async () => {
    const withdrawn = engine.interpret({ text: 'How many customers?', signal: AbortSignal.abort() }, shop)
    expect(await withdrawn.catch((error: Error) => error.message)).to.match(/withdrawn/)
  })
})
