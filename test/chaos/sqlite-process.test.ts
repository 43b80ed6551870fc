import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { fullAccess } from '../../src/modules/agent/sql/policy/access.ts'
import type { SqliteProcess } from '../../src/modules/agent/sql/sqlite/process.ts'
import { Ended, startSqliteProcess } from '../../src/modules/agent/sql/sqlite/process.ts'

const allowance = { timeoutMs: 100_000, memoryBytes: Infinity }
const endless = 'WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT count(*) FROM x'
const lasting = endless.replace('FROM x)', 'FROM x WHERE n < 3000000)')

describe('a process that reads SQLite files', function () {
  this.timeout(120_000)
  let folder: string
  let file: string
  let child: SqliteProcess

  const run = (sql: string) => ({
    kind: 'run' as const,
    file,
    access: fullAccess,
    sql,
    parameters: [],
    maxRows: 10,
    maxBytes: 10_000,
    maxPlanRows: 1e9,
  })
  const untilSlow = async () => {
    const deadline = performance.now() + 60_000
    while (!child.isSlow()) {
      if (performance.now() > deadline) expect.fail('It never was slow.')
      await new Promise(setImmediate)
    }
  }

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ai-agent-process-'))
    file = join(folder, 'some.db')
    new Database(file).exec('CREATE TABLE t (a)').close()
  })
  after(() => {
    rmSync(folder, { recursive: true })
  })
  beforeEach(() => {
    child = startSqliteProcess()
  })
  afterEach(() => {
    child.kill()
  })

  it('is slow only while a statement takes long', async () => {
    await child.ask(run('SELECT 1'), allowance)
    expect(child.isSlow()).to.equal(false)
    const work = child.ask(run(lasting), allowance)
    await untilSlow()
    expect(await work).to.deep.include({ ok: true })
    expect(child.isSlow()).to.equal(false)
  })

  it('answers a statement that had to give way, and is then as before or gone', async () => {
    const work = child.ask(run(lasting), allowance)
    await untilSlow()
    child.giveWay()
    expect(await work).to.deep.include({ ok: true })
    if (child.alive) expect(await child.ask(run('SELECT 1'), allowance)).to.deep.include({ ok: true })
  })

  it('ends at the limit, and when the caller leaves', async () => {
    const endingOf = (work: Promise<unknown>) =>
      work.catch((error: unknown) => (error instanceof Ended ? error.ending : error))
    expect(await endingOf(child.ask(run(endless), { ...allowance, timeoutMs: 300 }))).to.equal('timeout')
    child = startSqliteProcess()
    const controller = new AbortController()
    const work = endingOf(child.ask(run(endless), { ...allowance, signal: controller.signal }))
    await untilSlow()
    controller.abort()
    expect(await work).to.equal('cancelled')
    expect(child.alive).to.equal(false)
  })
})
