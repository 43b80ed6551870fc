import { expect } from 'chai'
import { askableSqlite } from '../../../../../../test/support/askable-sqlite.ts'
import { createSemanticEngine } from '../engine.ts'

const statements = `
  CREATE TABLE flights (flight_id INTEGER PRIMARY KEY, number TEXT, origin TEXT, destination TEXT);
  INSERT INTO flights (number, origin, destination) VALUES ('F1', 'Oslo', 'Rome'), ('F2', 'Rome', 'Oslo'), ('F3', 'Oslo', 'Bonn');
`

describe('directValues', () => {
  const flights = askableSqlite('flights', statements)
  const engine = createSemanticEngine()
  const ask = async (text: string) => {
    const { readings } = await engine.interpret({ text }, flights)
    return readings[0] === undefined ? undefined : flights.rows(readings[0].sql)
  }
  const expected: [string, unknown[][]][] = [
    ['How many flights are from Oslo?', [[2]]],
    ['How many flights go to Oslo?', [[1]]],
    ['How many flights arrive in the city of Rome?', [[1]]],
    ['How many flights are there from Rome to Oslo?', [[1]]],
  ]
  for (const [question, rows] of expected)
    it(`answers "${question}"`, async () => expect(await ask(question)).to.deep.equal(rows))
})
