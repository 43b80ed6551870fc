import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../../test/support/askable-sqlite.ts'
import { createSemanticEngine } from '../engine.ts'

describe('comparesAverage', () => {
  const shop = askableSqlite('shop', shopStatements)
  const engine = createSemanticEngine()
  const ask = async (text: string) => {
    const { readings } = await engine.interpret({ text }, shop)
    return readings[0] === undefined ? undefined : shop.rows(readings[0].sql)
  }

  it('compares the average of each group', async () => {
    const rows = await ask('Which countries have an average age of customers above 45?')
    expect(rows?.map((row) => row[0])).to.deep.equal(['Portugal'])
  })

  it('leaves an average that is asked for, of rows that are compared', async () => {
    expect(await ask('What is the average age of customers older than 50?')).to.deep.equal([[56.5]])
  })
})
