import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../test/support/askable-sqlite.ts'
import { temporaryFolder } from '../../../../../test/support/folder.ts'
import type { TextToSqlEngine } from '../engine.ts'
import { evaluateSql } from './evaluate-sql.ts'

const counting: TextToSqlEngine = {
  name: 'embedded',
  interpret: () =>
    Promise.resolve({
      readings: [{ sql: 'SELECT count(*) FROM customers', explanation: '', confidence: 0.9 }],
    }),
}

describe('evaluateSql', () => {
  const shop = askableSqlite('shop', shopStatements)
  const evaluate = async (questions: unknown[]) => {
    const folder = await temporaryFolder()
    try {
      const file = join(folder.path, 'questions.json')
      await writeFile(file, JSON.stringify(questions))
      return await evaluateSql({
        questions: file,
        databases: folder.path,
        engine: counting,
        open: () => Promise.resolve({ database: shop, close: () => undefined }),
        threshold: 0.8,
      })
    } finally {
      await folder.remove()
    }
  }
  const question = { question: 'How many customers are there?', db_id: 'shop' }
  const gold = 'SELECT count(customer_id) FROM customers'

  it('reads the gold under the names that benchmarks give it', async () => {
    const parsed = { select: [] }
    const { accuracy, outcomes } = await evaluate([
      { ...question, sql: gold },
      { ...question, query: gold, sql: parsed },
      { ...question, SQL: gold },
    ])
    expect(accuracy).to.equal(1)
    expect(outcomes.map((outcome) => outcome.gold)).to.deep.equal([gold, gold, gold])
  })

  it('counts what is wrong, and what is not SQL', async () => {
    const report = await evaluate([
      { ...question, sql: gold },
      { ...question, sql: 'SELECT count(*) FROM orders WHERE order_id < 0' },
    ])
    expect(report).to.include({ questions: 2, accuracy: 0.5, answered: 1, accuracyAnswered: 0.5, invalid: 0 })
  })
})
