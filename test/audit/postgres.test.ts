import { expect } from 'chai'
import { createAudit } from '../../src/platform/audit/index.ts'
import { auditMigrations } from '../../src/platform/audit/migrations.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openDatabase, type Database } from '../../src/platform/db/connect.ts'
import { postgresUrl } from '../support/services.ts'

const key = Buffer.alloc(32, 3)

describe('audit on PostgreSQL', () => {
  const replicas: Database[] = []
  const open = async () => {
    const db = await openDatabase({ dialect: 'postgres', url: postgresUrl() }, 'audit_test', auditMigrations)
    replicas.push(db)
    return createAudit({ knex: db.knex, dialect: db.dialect, key, clock: systemClock, service: 'test' })
  }
  afterEach(async () => {
    await replicas[0]?.knex.raw('drop schema if exists ai_agent_audit_test cascade')
    await Promise.all(replicas.splice(0).map((db) => db.close()))
  })
  const entry = { action: 'query.answered', outcome: 'success', userId: 'ada', username: null } as const

  it('keeps one chain when several replicas write at once', async () => {
    const audits = await Promise.all([open(), open(), open()])
    await Promise.all(audits.flatMap((audit) => Array.from({ length: 100 }, () => audit.record(entry))))
    for (const audit of audits) expect(await audit.verify()).to.deep.equal({ valid: true, records: 300 })
  })

  it('verifies while others write', async () => {
    const [writer, reader] = [await open(), await open()]
    const writes = Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let count = 0; count < 10; count += 1) await writer.record(entry)
      }),
    )
    const verdicts = []
    for (let records = 0; records < 200; records = verdicts.at(-1)?.records ?? 200) verdicts.push(await reader.verify())
    expect(verdicts.filter(({ valid }) => !valid)).to.deep.equal([])
    await writes
  })

  it('finds an edited and a cut-off record', async () => {
    const audit = await open()
    for (let count = 0; count < 5; count += 1) await audit.record(entry)
    const records = () => replicas[0]?.knex('audit_records')
    await records()?.where({ sequence: 5 }).delete()
    expect((await audit.verify()).first_broken).to.deep.include({ sequence: 5 })
    await records()?.where({ sequence: 2 }).update({ user_id: 'eve' })
    expect((await audit.verify()).first_broken).to.deep.include({ sequence: 2 })
  })
})
