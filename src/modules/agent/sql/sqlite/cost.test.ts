import Database from 'better-sqlite3'
import { expect } from 'chai'
import type { LoopInstruction } from './cost.ts'
import { rowsToPass } from './cost.ts'

describe('the rows that a program would pass', () => {
  const database = new Database(':memory:')
  database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TABLE u (id INTEGER PRIMARY KEY, a)')
  after(() => database.close())

  const passed = (sql: string) => {
    const program = database.prepare<[], LoopInstruction>(`EXPLAIN ${sql}`).all()
    return rowsToPass(program, () => 1000)
  }

  it('are those of the table for a scan', () => expect(passed('SELECT * FROM t')).to.equal(1000))

  it('multiply where everything is joined with everything', () =>
    expect(passed('SELECT count(*) FROM t, u, t AS v')).to.equal(1e9))

  it('multiply for a subquery that depends on the row', () =>
    expect(passed('SELECT (SELECT count(*) FROM u WHERE u.a > t.a) FROM t')).to.equal(1e6))

  it('add up for a subquery that does not', () => {
    expect(passed('SELECT * FROM t WHERE a > (SELECT avg(a) FROM u)')).to.equal(1000)
    expect(passed('SELECT * FROM t WHERE a NOT IN (SELECT a FROM u)')).to.be.below(1e6)
  })

  it('stay few where an index is used, even one made for the purpose', () =>
    expect(passed('SELECT count(*) FROM t JOIN u ON u.a = t.a')).to.be.below(1e5))
})
