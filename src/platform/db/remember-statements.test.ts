import Database from 'better-sqlite3'
import { expect } from 'chai'
import { rememberStatements } from './remember-statements.ts'

describe('remembered statements', () => {
  const open = () => {
    const database = new Database(':memory:')
    rememberStatements(database)
    return database
  }

  it('are made once', () => {
    const database = open()
    expect(database.prepare('select 1')).to.equal(database.prepare('select 1'))
    database.close()
  })

  it('know of columns that were added since', () => {
    const database = open()
    const read = () => database.prepare('select * from items').get()
    database.exec('create table items (name text)')
    database.prepare('insert into items values (?)').run('saw')
    expect(read()).to.deep.equal({ name: 'saw' })
    database.exec('alter table items add column price integer')
    expect(read()).to.deep.equal({ name: 'saw', price: null })
    database.close()
  })

  it('are forgotten when there are too many', () => {
    const database = open()
    const first = database.prepare('select 0')
    for (let i = 1; i <= 500; i++) database.prepare(`select ${i}`)
    expect(database.prepare('select 0')).to.not.equal(first)
    database.close()
  })
})
