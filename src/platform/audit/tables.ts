import type { Knex } from 'knex'
import type { Database } from '../db/connect.ts'
import { genesis, type ChainedRecord, type Mark } from './chain.ts'

/** Which records of the trail are wanted; newest first below `before`. */
export interface RecordFilter {
  user?: string
  action?: string
  since?: string
  until?: string
  before?: number
  limit: number
}

/** A place on the chain: a record's number and its hash. */
export type Place = Pick<Mark, 'sequence' | 'hash'>

/** A trail's rows. */
export interface AuditTables {
  /** Adds records in one transaction: `build` is given the head, locked, and the last record, and answers what to add. */
  append(
    build: (head: Mark | undefined, last: Place) => { records: ChainedRecord[]; head: Mark; checkpoint?: Mark },
  ): Promise<void>
  list(filter: RecordFilter): Promise<ChainedRecord[]>
  /** Oldest first, above `sequence`. */
  after(sequence: number, limit: number): Promise<ChainedRecord[]>
  checkpointsAfter(sequence: number, limit: number): Promise<Mark[]>
  head(): Promise<Mark | undefined>
  addCheckpoint(mark: Mark): Promise<void>
}

type RecordRow = Omit<ChainedRecord, 'details' | 'sequence'> & { sequence: string | number; details: string }
type MarkRow = Omit<Mark, 'sequence'> & { sequence: string | number }

const parseDetails = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Somebody wrote what is no JSON: as it stands it proves false, and that is what must be said.
    return text
  }
}

const recordOf = ({ sequence, details, ...row }: RecordRow): ChainedRecord => ({
  ...row,
  sequence: Number(sequence),
  details: parseDetails(details),
})

const markOf = ({ sequence, time, hash, mac }: MarkRow): Mark => ({ sequence: Number(sequence), time, hash, mac })

/** SQLite allows 32,766 bound values a statement; a record has 13. */
const rowsPerInsert = 200

/** The rows of the trail in a module's database. */
export const createAuditTables = (knex: Knex, dialect: Database['dialect']): AuditTables => ({
  append: (build) =>
    knex.transaction(async (transaction) => {
      // A write comes first: it takes SQLite's write lock at once, where upgrading a read would fail under contention.
      await transaction('audit_head').where({ id: 1 }).update({ id: 1 })
      const query = transaction<MarkRow & { id: number }>('audit_head').where({ id: 1 }).first()
      const row = await (dialect === 'postgres' ? query.forUpdate() : query)
      const newest = await transaction<RecordRow>('audit_records').orderBy('sequence', 'desc').first('sequence', 'hash')
      const last = { sequence: Number(newest?.sequence ?? 0), hash: newest?.hash ?? genesis }
      const { records, head, checkpoint } = build(row ? markOf(row) : undefined, last)
      for (let start = 0; start < records.length; start += rowsPerInsert)
        await transaction('audit_records').insert(
          records
            .slice(start, start + rowsPerInsert)
            .map((record) => ({ ...record, details: JSON.stringify(record.details) })),
        )
      await transaction('audit_head')
        .insert({ id: 1, ...head })
        .onConflict('id')
        .merge()
      if (checkpoint) await transaction('audit_checkpoints').insert(checkpoint).onConflict('sequence').ignore()
    }),

  list: async ({ user, action, since, until, before, limit }) => {
    const query = knex<RecordRow>('audit_records').orderBy('sequence', 'desc').limit(limit)
    if (user !== undefined) query.where((either) => void either.where('user_id', user).orWhere('username', user))
    if (action !== undefined)
      query.where((either) => void either.where('action', action).orWhereLike('action', `${action}.%`))
    if (since !== undefined) query.where('time', '>=', since)
    if (until !== undefined) query.where('time', '<', until)
    if (before !== undefined) query.where('sequence', '<', before)
    const rows: RecordRow[] = await query
    return rows.map(recordOf)
  },

  after: async (sequence, limit) => {
    const rows: RecordRow[] = await knex<RecordRow>('audit_records')
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(limit)
    return rows.map(recordOf)
  },

  checkpointsAfter: async (sequence, limit) => {
    const rows: MarkRow[] = await knex<MarkRow>('audit_checkpoints')
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(limit)
    return rows.map(markOf)
  },

  head: async () => {
    const row = await knex<MarkRow & { id: number }>('audit_head').where({ id: 1 }).first()
    return row ? markOf(row) : undefined
  },

  addCheckpoint: async (mark) => {
    await knex('audit_checkpoints').insert(mark).onConflict('sequence').ignore()
  },
})
