import { createSecretKey } from 'node:crypto'
import type { Knex } from 'knex'
import type { Clock } from '../clock.ts'
import { timestamp } from '../clock.ts'
import type { Database } from '../db/connect.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Audit, AuditRecord } from './audit.ts'
import { createChain, type ChainedRecord, type Mark } from './chain.ts'
import { exportTrail } from './export.ts'
import { createAuditTables } from './tables.ts'
import { verifyTrail } from './verify.ts'
import { createWriter } from './writer.ts'

const outcomes = ['success', 'refused', 'failure'] as const

const recordOf = (row: ChainedRecord): AuditRecord => ({
  id: row.id,
  sequence: row.sequence,
  time: row.time,
  action: row.action,
  outcome: outcomes.find((one) => one === row.outcome) ?? 'failure',
  userId: row.user_id,
  username: row.username,
  hash: row.hash,
  ...(row.target === null ? {} : { target: row.target }),
  ...(row.request_id === null ? {} : { requestId: row.request_id }),
  ...(row.ip === null ? {} : { ip: row.ip }),
  ...(typeof row.details === 'object' && row.details !== null ? { details: { ...row.details } } : {}),
})

/** The number that a page's cursor stands for. Throws `invalid` for one that we did not give out. */
const readCursor = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return undefined
  if (!/^\d{1,15}$/.test(cursor)) throw new AppError('invalid', 'cursor: take it from next_cursor of the page before')
  return Number(cursor)
}

/**
 * The trail of a service in its own database, whose steps must include `auditMigrations`.
 * `key` must be the same in every replica and known to nobody who can only write the database.
 * A checkpoint is signed every `checkpointEvery` records, 1,000 unless said otherwise.
 */
export const createAudit = (options: {
  knex: Knex
  dialect: Database['dialect']
  key: Buffer
  clock: Clock
  service: string
  checkpointEvery?: number
}): Audit => {
  const { clock, service } = options
  const chain = createChain(service, createSecretKey(options.key))
  const tables = createAuditTables(options.knex, options.dialect)
  const writer = createWriter({ tables, chain, clock, checkpointEvery: options.checkpointEvery ?? 1_000 })

  const checkpoint = async (): Promise<Mark | null> => {
    const head = await tables.head()
    if (!head || head.sequence === 0 || !chain.provesMark('head', head)) return null
    const mark = chain.mark('checkpoint', { ...head, time: timestamp(clock.now()) })
    await tables.addCheckpoint(mark)
    return mark
  }

  return {
    record: async (entry) => {
      const id = newId()
      await writer.write({
        id,
        time: timestamp(clock.now()),
        action: entry.action,
        outcome: entry.outcome,
        user_id: entry.userId,
        username: entry.username,
        target: entry.target ?? null,
        request_id: entry.requestId ?? null,
        ip: entry.ip ?? null,
        details: entry.details ?? null,
      })
      return id
    },
    list: async ({ cursor, limit, ...filter }) => {
      const before = readCursor(cursor)
      const rows = await tables.list({ ...filter, ...(before === undefined ? {} : { before }), limit: limit + 1 })
      const items = rows.slice(0, limit).map(recordOf)
      const last = items.at(-1)
      return { items, next_cursor: rows.length > limit && last ? String(last.sequence) : null }
    },
    verify: async () => {
      const known = writer.lastHead()
      const verdict = await verifyTrail(chain, tables)
      if (!verdict.valid || !known || verdict.records >= known.sequence) return verdict
      const first_broken = { sequence: verdict.records + 1, why: 'cut off: this process has written later records' }
      return { valid: false, records: verdict.records, first_broken }
    },
    checkpoint,
    export: ({ limit, cursor }) => exportTrail({ service, tables, checkpoint, after: readCursor(cursor) ?? 0, limit }),
    close: () => writer.idle(),
  }
}
