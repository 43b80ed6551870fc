import { expect } from 'chai'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../clock.ts'
import { openDatabase, type Database } from '../db/connect.ts'
import type { Audit, AuditEntry } from './audit.ts'
import { newHead } from './chain.ts'
import { createAudit } from './index.ts'
import { auditMigrations } from './migrations.ts'
import { verifyExport } from './verify.ts'

const key = Buffer.alloc(32, 7)

const entry = (index: number): AuditEntry => ({
  action: index % 2 === 0 ? 'query.answered' : 'login.refused',
  outcome: index % 2 === 0 ? 'success' : 'refused',
  userId: `user ${index % 3}`,
  username: null,
  details: { index, nested: { b: 1, a: [null, 'ü'] } },
})

describe('audit', () => {
  let directory: string
  let db: Database
  let audit: Audit
  const open = (checkpointEvery = 1_000) =>
    createAudit({ knex: db.knex, dialect: db.dialect, key, clock: systemClock, service: 'test', checkpointEvery })

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'audit-'))
    db = await openDatabase({ dialect: 'sqlite', directory }, 'test', auditMigrations)
    audit = open()
  })
  afterEach(async () => {
    await db.close()
    rmSync(directory, { recursive: true })
  })

  const fill = (count: number) => Promise.all(Array.from({ length: count }, (_, index) => audit.record(entry(index))))
  const exported = async (limit = 4): Promise<string[]> => {
    const lines: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await audit.export({ limit, ...(cursor === undefined ? {} : { cursor }) })
      lines.push(...page.items.map((item) => JSON.stringify(item)))
      if (page.next_cursor === null) return lines
      cursor = page.next_cursor
    }
  }
  const verifyLines = (lines: string[]) =>
    verifyExport(
      (async function* () {
        yield* lines
        await Promise.resolve()
      })(),
      () => key,
    )

  it('puts records on the chain in order, however many come at once', async () => {
    const ids = await fill(50)
    expect(new Set(ids)).to.have.property('size', 50)
    const { items } = await audit.list({ limit: 100 })
    expect(items.map(({ sequence }) => sequence)).to.deep.equal(Array.from({ length: 50 }, (_, index) => 50 - index))
    expect(items.at(-1)).to.deep.include({ ...entry(0), id: ids[0] })
    expect(await audit.verify()).to.deep.equal({ valid: true, records: 50 })
  })

  it('is whole when nothing is on record', async () => {
    expect(await audit.verify()).to.deep.equal({ valid: true, records: 0 })
  })

  it('filters by user, action and time, page by page', async () => {
    await fill(20)
    const first = await audit.list({ action: 'login', user: 'user 1', limit: 2 })
    expect(first.items.map(({ details }) => details?.['index'])).to.deep.equal([19, 13])
    const rest = await audit.list({ action: 'login', user: 'user 1', limit: 2, cursor: first.next_cursor ?? '' })
    expect(rest.items.map(({ details }) => details?.['index'])).to.deep.equal([7, 1])
    expect(rest.next_cursor).to.equal(null)
    expect((await audit.list({ since: '2999-01-01T00:00:00.000Z', limit: 5 })).items).to.deep.equal([])
  })

  it('goes on where another process left off', async () => {
    await fill(3)
    audit = open()
    await fill(3)
    expect(await audit.verify()).to.deep.equal({ valid: true, records: 6 })
  })

  it('says so when the record cannot be written', async () => {
    await db.knex.schema.dropTable('audit_head')
    const error = await audit.record(entry(1)).catch((thrown: unknown) => thrown)
    expect(error).to.include({ code: 'unavailable' })
  })

  const records = () => db.knex('audit_records')
  const move = async (from: number, to: number) => records().where({ sequence: from }).update({ sequence: to })
  const swap = async (a: number, b: number) => {
    await move(a, -1)
    await move(b, a)
    await move(-1, b)
  }
  const forge = async (sequence: number) => {
    const row: Record<string, unknown> = await records().where({ sequence: 5 }).first()
    await records().insert({ ...row, sequence, id: 'forged' })
  }
  const shift = async (from: number, to: number, by: number) => {
    const order = Array.from({ length: to - from + 1 }, (_, index) => (by > 0 ? to - index : from + index))
    for (const sequence of order) await move(sequence, sequence + by)
  }

  const tampering: { what: string; how: () => Promise<unknown>; sequence: number; why: RegExp }[] = [
    {
      what: 'an edited action',
      how: () => records().where({ sequence: 4 }).update({ action: 'x' }),
      sequence: 4,
      why: /^edited/,
    },
    {
      what: 'edited details',
      how: () => records().where({ sequence: 9 }).update({ details: '{"index":0}' }),
      sequence: 9,
      why: /^edited/,
    },
    {
      what: 'details that are no JSON',
      how: () => records().where({ sequence: 9 }).update({ details: '{' }),
      sequence: 9,
      why: /^edited/,
    },
    {
      what: 'an edited last record',
      how: () => records().where({ sequence: 10 }).update({ user_id: 'x' }),
      sequence: 10,
      why: /^edited/,
    },
    { what: 'a removed record', how: () => records().where({ sequence: 6 }).delete(), sequence: 6, why: /^removed/ },
    {
      what: 'the first one removed',
      how: () => records().where({ sequence: 1 }).delete(),
      sequence: 1,
      why: /^removed/,
    },
    {
      what: 'a removed record, the rest renumbered',
      how: async () => {
        await records().where({ sequence: 6 }).delete()
        await shift(7, 10, -1)
      },
      sequence: 6,
      why: /^removed/,
    },
    {
      what: 'an inserted record, the rest renumbered',
      how: async () => {
        await shift(6, 10, 1)
        await forge(6)
      },
      sequence: 6,
      why: /^inserted/,
    },
    { what: 'a record added at the end', how: () => forge(11), sequence: 11, why: /^(inserted|reordered|edited)/ },
    { what: 'two swapped neighbours', how: () => swap(3, 4), sequence: 3, why: /^reordered/ },
    { what: 'two swapped afar', how: () => swap(2, 8), sequence: 2, why: /^reordered/ },
    { what: 'the last two swapped', how: () => swap(9, 10), sequence: 9, why: /^reordered/ },
    { what: 'a cut-off tail', how: () => records().where('sequence', '>', 7).delete(), sequence: 8, why: /^cut off/ },
    { what: 'all records gone', how: () => records().delete(), sequence: 1, why: /^cut off/ },
    {
      what: 'a cut-off tail and a forged head',
      how: async () => {
        await records().where('sequence', '>', 7).delete()
        const last: { hash: string } = await records().where({ sequence: 7 }).first()
        await db.knex('audit_head').update({ sequence: 7, hash: last.hash })
      },
      sequence: 8,
      why: /^cut off/,
    },
    {
      what: 'a head set back to that of a new trail',
      how: () => db.knex('audit_head').update(newHead),
      sequence: 11,
      why: /^cut off/,
    },
    { what: 'a head that is gone', how: () => db.knex('audit_head').delete(), sequence: 11, why: /^cut off/ },
  ]
  for (const { what, how, sequence, why } of tampering) {
    it(`finds ${what}`, async () => {
      await fill(10)
      await how()
      // Another process: it remembers nothing of what was written.
      const verdict = await open().verify()
      expect(verdict.valid).to.equal(false)
      expect(verdict.first_broken?.sequence).to.equal(sequence)
      expect(verdict.first_broken?.why).to.match(why)
    })

    it(`does not sign over ${what}`, async () => {
      await fill(10)
      await how()
      audit = open()
      await audit.record(entry(1)).catch(() => undefined)
      expect((await audit.verify()).valid).to.equal(false)
    })
  }

  it('finds a tail cut back to an older head that was ours', async () => {
    await fill(5)
    const head: Record<string, unknown> = await db.knex('audit_head').first()
    await fill(5)
    await audit.checkpoint()
    await records().where('sequence', '>', 5).delete()
    await db.knex('audit_head').update(head)
    for (const verdict of [await audit.verify(), await open().verify()])
      expect(verdict.first_broken).to.deep.include({ sequence: 6 })
  })

  it('signs a checkpoint every so many records', async () => {
    audit = open(5)
    await fill(3)
    await fill(4)
    const marks: { sequence: number }[] = await db.knex('audit_checkpoints')
    expect(marks).to.have.length(1)
    await db.knex('audit_checkpoints').update({ hash: '0'.repeat(64) })
    expect((await audit.verify()).first_broken).to.deep.include({ sequence: marks[0]?.sequence })
  })

  it('proves nothing under another key', async () => {
    await fill(2)
    const other = createAudit({
      knex: db.knex,
      dialect: db.dialect,
      key: Buffer.alloc(32, 8),
      clock: systemClock,
      service: 'test',
    })
    expect((await other.verify()).first_broken).to.deep.include({ sequence: 1 })
  })

  it('exports lines that verify without the database', async () => {
    await fill(10)
    const lines = await exported()
    expect(await verifyLines(lines)).to.deep.equal({ valid: true, records: 10 })
    expect(await verifyLines(await exported(10))).to.deep.equal({ valid: true, records: 10 })
  })

  it('finds what was done to an exported file', async () => {
    await fill(10)
    const lines = await exported()
    const at = (sequence: number) => lines.findIndex((line) => line.includes(`"sequence":${sequence},"details"`))
    const swapped = [...lines]
    swapped[at(3)] = lines[at(4)] ?? ''
    swapped[at(4)] = lines[at(3)] ?? ''
    const files: [string[], number, RegExp][] = [
      [lines.map((line, index) => (index === at(4) ? line.replace('ü', 'u') : line)), 4, /^edited/],
      [lines.filter((_, index) => index !== at(5)), 5, /^removed/],
      [swapped, 3, /^reordered/],
      [[...lines.slice(0, at(5)), lines[at(4)] ?? '', ...lines.slice(at(5))], 5, /^inserted/],
      [lines.slice(0, at(8)), 8, /^cut off/],
      [lines.filter((line) => !line.includes('checkpoint')), 11, /^cut off/],
      [lines.slice(1), 1, /^cut off/],
      [lines.map((line, index) => (index === at(6) ? '{' : line)), 6, /^edited/],
    ]
    for (const [file, sequence, why] of files) {
      const verdict = await verifyLines(file)
      expect(verdict.first_broken?.sequence, String(why)).to.equal(sequence)
      expect(verdict.first_broken?.why).to.match(why)
    }
  })
})
