import { PGlite } from '@electric-sql/pglite'
import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../test/support/askable-sqlite.ts'
import type { AskableDatabase } from '../engine.ts'
import { createSemanticEngine } from './engine.ts'

const questions = [
  'How many customers are there in each country?',
  'List the names of products that cost more than 150, ordered by unit price.',
  'How many orders per month in 2024?',
  'What percentage of customers are from Norway?',
  'Which customers have no orders?',
  'What is the total revenue?',
  'revenue by category in 2024',
  'average number of orders per customer',
  'number of orders per customer, including customers without orders',
  'Which customers have no email?',
  'Which employees earn more than their manager?',
  'share of revenue per category',
  'orders in 2023 vs 2024',
  'number of orders by weekday',
  'list customers sorted by country and then last name',
]

describe('dialects', () => {
  const shop = askableSqlite('shop', shopStatements)
  const engine = createSemanticEngine({ now: () => Date.parse('2024-11-22') })
  let postgres: PGlite

  before(async () => {
    postgres = await PGlite.create()
    await postgres.exec(shopStatements)
    await Promise.all([engine.warm(shop), engine.warm(inPostgres)])
  })
  after(() => postgres.close())

  const rowsOf = async (sql: string) => {
    const { rows } = await postgres.query<unknown[]>(sql, [], { rowMode: 'array' })
    return rows
  }
  const inPostgres: AskableDatabase = {
    ...shop,
    key: 'shop in postgres',
    schema: { ...shop.schema, dialect: 'postgres' },
    async run(sql) {
      const rows = await rowsOf(sql)
      return {
        columns: (rows[0] ?? []).map(() => ({ name: '', type: '' })),
        rows: rows.map((row) => row.map(plain)),
        truncated: false,
      }
    },
  }
  const plain = (cell: unknown) =>
    typeof cell === 'number' || cell === null
      ? cell
      : cell instanceof Date
        ? cell.toISOString().slice(0, 10)
        : typeof cell === 'string'
          ? Number(cell) || cell
          : JSON.stringify(cell)
  const figures = (rows: unknown[][]) =>
    rows
      .map((row) => row.map((cell) => (typeof cell === 'number' ? Math.round(cell * 100) / 100 : plain(cell))))
      .map((row) => JSON.stringify(row))
      .toSorted()

  for (const question of questions) {
    it(`means the same in SQLite and PostgreSQL: "${question}"`, async () => {
      const [here] = (await engine.interpret({ text: question }, shop)).readings
      const [there] = (await engine.interpret({ text: question }, inPostgres)).readings
      expect(figures(await rowsOf(there?.sql ?? ''))).to.deep.equal(figures(shop.rows(here?.sql ?? '')))
    })
  }
})
