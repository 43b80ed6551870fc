import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { temporaryFolder } from '../../../test/support/folder.ts'
import { refusal } from '../../../test/support/refusal.ts'
import { auditService } from '../../contract/audit.ts'
import type { Call } from '../../contract/operation.ts'
import type { Audit } from '../../platform/audit/audit.ts'
import { createAudit } from '../../platform/audit/index.ts'
import { auditMigrations } from '../../platform/audit/migrations.ts'
import { openDatabase, type Database } from '../../platform/db/connect.ts'
import { AppError } from '../../platform/errors.ts'
import { continueTrace } from '../../platform/tracing.ts'
import { listTrails, trailNames, verifyTrails, type Trail, type TrailName, type Trails } from './trails.ts'

const call: Call = {
  requestId: 'r',
  trace: continueTrace(),
  principal: null,
  token: null,
  client: { ip: '::1', device: 'test' },
  signal: new AbortController().signal,
}

const trailOf = (audit: Audit): Trail => {
  const { listAudit, verifyAudit } = auditService(audit)
  return { listAudit: ({ limit = 50, ...filter }) => listAudit({ ...filter, limit }), verifyAudit }
}

const down = (): Promise<never> => Promise.reject(new AppError('unavailable', 'The service is down.'))

describe('merged audit trails', () => {
  let now: number
  let databases: Database[]
  let audits: Map<TrailName, Audit>
  let trails: Trails
  let folder: Awaited<ReturnType<typeof temporaryFolder>>

  const open = async (name: TrailName, directory: string): Promise<Trail> => {
    const database = await openDatabase({ dialect: 'sqlite', directory }, name, auditMigrations)
    databases.push(database)
    const { knex, dialect } = database
    const audit = createAudit({ knex, dialect, key: randomBytes(32), clock: { now: () => now }, service: name })
    audits.set(name, audit)
    return trailOf(audit)
  }

  /** One record a minute, at services in turn. */
  const record = async (services: TrailName[]) => {
    for (const [index, name] of services.entries()) {
      now += 60_000
      const entry = { action: `deed.${index}`, outcome: 'success', userId: 'u', username: 'ada' } as const
      await audits.get(name)?.record(entry)
    }
  }

  /** Turns all pages over. */
  const walk = async (limit: number, filter = {}) => {
    const actions: string[][] = []
    let cursor: string | null | undefined
    do {
      const page: Awaited<ReturnType<typeof listTrails>> = await listTrails(
        trails,
        { ...filter, limit, ...(cursor ? { cursor } : {}) },
        call,
      )
      actions.push(page.items.map(({ service, action }) => `${service} ${action}`))
      cursor = page.next_cursor
    } while (cursor)
    return actions
  }

  beforeEach(async () => {
    now = Date.UTC(2030, 0, 1)
    databases = []
    audits = new Map()
    folder = await temporaryFolder()
    const directory = folder.path
    const [auth, agent, rag, gateway] = [
      await open('auth', directory),
      await open('agent', directory),
      await open('rag', directory),
      await open('gateway', directory),
    ]
    trails = { auth, agent, rag, gateway }
  })
  afterEach(async () => {
    await Promise.all(databases.map((database) => database.close()))
    await folder.remove()
  })

  it('come newest first, each record once, however long the pages are', async () => {
    const services: TrailName[] = ['auth', 'agent', 'auth', 'rag', 'auth', 'auth', 'gateway', 'agent', 'rag', 'agent']
    await record(services)
    const expected = services.map((name, index) => `${name} deed.${index}`).toReversed()
    for (const limit of [1, 3, 4, 10, 50]) {
      const pages = await walk(limit)
      expect(pages.flat(), `pages of ${limit}`).to.deep.equal(expected)
      expect(Math.max(...pages.map((page) => page.length))).to.be.at.most(limit)
    }
  })

  it('are filtered by every service', async () => {
    await record(['auth', 'agent', 'rag'])
    expect(await walk(50, { action: 'deed.1' })).to.deep.equal([['agent deed.1']])
    expect(await walk(50, { user: 'grace' })).to.deep.equal([[]])
  })

  it('say whose records are missing because the service is down', async () => {
    await record(['auth', 'rag', 'auth'])
    trails = { ...trails, rag: { listAudit: down, verifyAudit: down } }
    const page = await listTrails(trails, { limit: 50 }, call)
    expect(page.items.map(({ service }) => service)).to.deep.equal(['auth', 'auth'])
    expect(page)
      .to.include({ next_cursor: null })
      .and.to.deep.include({ unreachable: ['rag'] })
  })

  it('hide no refusal behind "unreachable"', async () => {
    const refuse = () => Promise.reject(new AppError('forbidden', 'Not permitted.'))
    trails = { ...trails, rag: { listAudit: refuse, verifyAudit: refuse } }
    expect(await refusal(listTrails(trails, {}, call))).to.include({ code: 'forbidden' })
  })

  it('refuse a cursor that is none', async () => {
    for (const cursor of ['x', 'e30x', Buffer.from('{"other":"1"}').toString('base64url')])
      expect(await refusal(listTrails(trails, { cursor }, call)), cursor).to.include({ code: 'invalid' })
  })

  it('are valid only when every one is whole and answers', async () => {
    await record(['auth', 'rag', 'auth'])
    const whole = await verifyTrails(trails, call)
    expect(whole).to.deep.include({ valid: true, records: 3, unreachable: [] })
    expect(Object.keys(whole.services)).to.have.members([...trailNames])
    const partly = await verifyTrails({ ...trails, rag: { listAudit: down, verifyAudit: down } }, call)
    expect(partly).to.deep.include({ valid: false, records: 2, unreachable: ['rag'] })
    const rag = databases[trailNames.indexOf('rag')]
    await rag?.knex('audit_records').update({ username: 'mallory' })
    const tampered = await verifyTrails(trails, call)
    expect(tampered.valid).to.equal(false)
    expect(tampered.services).to.have.nested.property('rag.first_broken.sequence', 1)
  })
})
