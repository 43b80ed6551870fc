import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { AppError } from '../../src/platform/errors.ts'
import { demoRows } from '../../src/demo/demo-rows.ts'
import { demoQuestions, sampleDataQuestions } from '../../src/demo/questions.ts'
import { createDemoDatabase } from '../../src/demo/database/create-demo-database.ts'
import { tableNames } from '../../src/demo/database/demo-database.ts'

const today = '2026-11-22'

describe('createDemoDatabase, in SQLite', () => {
  let folder: string
  let database: Database.Database
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'demo-'))
    await createDemoDatabase({ path: join(folder, 'demo.sqlite'), today })
    database = new Database(join(folder, 'demo.sqlite'), { readonly: true })
  })
  after(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })
  const value = (sql: string): unknown => database.prepare(sql).pluck().get()

  it('holds every row, and no broken key', () => {
    const data = demoRows({ today })
    for (const name of tableNames) expect(value(`SELECT COUNT(*) FROM ${name}`), name).to.equal(data[name].length)
    expect(database.pragma('foreign_key_check')).to.deep.equal([])
    expect(database.pragma('integrity_check', { simple: true })).to.equal('ok')
  })

  it('keeps cents', () => {
    const cents = demoRows({ today }).orders.reduce((sum, { total_amount }) => sum + total_amount, 0)
    expect(value('SELECT SUM(CAST(ROUND(total_amount * 100) AS INTEGER)) FROM orders')).to.equal(cents)
    expect(value(`SELECT COUNT(*) FROM orders WHERE ABS(total_amount - ROUND(total_amount, 2)) > 0`)).to.equal(0)
  })

  it('says in the tables what they hold', () => {
    const sql = String(value(`SELECT sql FROM sqlite_master WHERE name = 'order_lines'`))
    expect(sql).to.contain('-- The products of an order').and.contain('-- Revenue: ')
  })

  it('makes the same bytes again', async () => {
    await createDemoDatabase({ url: `sqlite:${join(folder, 'again.sqlite')}`, today })
    expect(readFileSync(join(folder, 'again.sqlite')).equals(readFileSync(join(folder, 'demo.sqlite')))).to.equal(true)
  })

  it('leaves an existing demo as it is, and says when it was made', async () => {
    const made = await createDemoDatabase({ path: join(folder, 'demo.sqlite'), today: '2026-12-24' })
    expect(made).to.deep.equal({ created: false, madeOn: today })
  })

  it('replaces a demo of an older version', async () => {
    const path = join(folder, 'older.sqlite')
    await createDemoDatabase({ path, today })
    const older = new Database(path)
    older.pragma('user_version = 20000')
    older.close()
    expect(await createDemoDatabase({ path, today: '2026-11-23' })).to.deep.equal({
      created: true,
      madeOn: '2026-11-23',
    })
  })

  it('refuses to touch another database or file, and leaves nothing half done', async () => {
    new Database(join(folder, 'mine.sqlite')).exec('CREATE TABLE mine (id INTEGER)').close()
    writeFileSync(join(folder, 'letter.txt'), 'Not a database at all.')
    for (const name of ['mine.sqlite', 'letter.txt']) {
      const before = readFileSync(join(folder, name))
      const error: unknown = await createDemoDatabase({ path: join(folder, name), today }).catch(
        (thrown: unknown) => thrown,
      )
      expect(error).to.be.instanceOf(AppError).with.property('code', 'conflict')
      expect(readFileSync(join(folder, name)).equals(before)).to.equal(true)
    }
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).to.deep.equal([])
  })

  it('answers every sample question with rows', () => {
    const questions = demoQuestions(today)
    for (const sample of sampleDataQuestions) expect(questions.map(({ question }) => question)).to.include(sample)
    for (const { question, sql } of questions) expect(database.prepare(sql).all(), question).to.have.length.above(0)
  })
})
