import type { Knex } from 'knex'
import { z } from 'zod'
import type { Clock } from '../../../platform/clock.ts'
import { timestamp } from '../../../platform/clock.ts'
import type { Database } from '../../../platform/db/connect.ts'
import { insertRows, type Value } from '../stores/index.ts'
import { itemRequest, outcome, type Job, type JobItem, type JobStage, type JobState, type Outcome } from './request.ts'

/** Content is kept in parts of so many bytes. */
export const partBytes = 1_048_576

interface JobRow {
  id: string
  user_id: string
  role: string
  status: JobState
  stage: JobStage
  attempts: number
  not_before: number
  lease_owner: string | null
  lease_until: number
  created_at: string
  updated_at: string
}

interface ItemRow {
  job_id: string
  ordinal: number
  request: string
  fingerprint: string
  size: number
  status: 'queued' | 'ended'
  outcomes: string
}

interface SpooledRow {
  job_id: string
  ordinal: number
  part: number
  bytes: Buffer
}

/** An item as it is accepted: with its content, in parts, unless it has ended already. */
export interface NewItem extends JobItem {
  parts: Buffer[]
}

/** How an item ended. */
export interface EndedItem {
  ordinal: number
  outcomes: Outcome[]
}

/** The job was ended by somebody else, such as who cancelled it: nothing more may be written for it. */
export class JobEnded extends Error {}

/** Who works on a job, and until when nobody else may; milliseconds. */
export interface Lease {
  owner: string
  until: number
}

const outcomes = z.array(outcome)

const toJob = (row: JobRow): Job => ({
  id: row.id,
  userId: row.user_id,
  role: row.role,
  state: row.status,
  stage: row.stage,
  attempts: row.attempts,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const toItem = (row: ItemRow): JobItem => ({
  ordinal: row.ordinal,
  request: itemRequest.parse(JSON.parse(row.request)),
  fingerprint: row.fingerprint,
  size: row.size,
  outcomes: outcomes.parse(JSON.parse(row.outcomes)),
})

const itemColumns = {
  job_id: 'text',
  ordinal: 'integer',
  request: 'text',
  fingerprint: 'text',
  size: 'integer',
  status: 'text',
  outcomes: 'text',
} as const

const toRow = (jobId: string, { ordinal, request, fingerprint, size, outcomes: ends }: JobItem): Value[] => {
  const status: ItemRow['status'] = ends.length > 0 ? 'ended' : 'queued'
  return [jobId, ordinal, JSON.stringify(request), fingerprint, size, status, JSON.stringify(ends)]
}

/** Ingestions under way, and the content that waits for them, in the module's own database: any replica can go on with any job. */
export const createJobTables = ({ knex, dialect }: Database, clock: Clock) => {
  const now = () => timestamp(clock.now())

  const endItems = async (database: Knex, jobId: string, ended: readonly EndedItem[]): Promise<void> => {
    if (ended.length === 0) return
    // Whoever cancels waits for what is being written, and what comes after is not written any more.
    const held = await database<JobRow>('jobs').where({ id: jobId, status: 'running' }).update({ updated_at: now() })
    if (held === 0) throw new JobEnded('The job has ended.')
    const ordinals = ended.map(({ ordinal }) => ordinal)
    const row = '(cast(? as integer), cast(? as text))'
    await database.raw(
      `update job_items set status = 'ended', outcomes = ended.column2
       from (values ${ended.map(() => row).join(',')}) ended
       where job_items.job_id = ? and job_items.ordinal = ended.column1`,
      [...ended.flatMap((one) => [one.ordinal, JSON.stringify(one.outcomes)]), jobId],
    )
    await database('spooled').where({ job_id: jobId }).whereIn('ordinal', ordinals).delete()
  }

  return {
    /** Begins a job that is still being accepted. */
    begin: async (job: { id: string; userId: string; role: string }, lease: Lease): Promise<void> => {
      await knex<JobRow>('jobs').insert({
        id: job.id,
        user_id: job.userId,
        role: job.role,
        status: 'accepting',
        stage: 'queued',
        attempts: 0,
        not_before: 0,
        lease_owner: lease.owner,
        lease_until: lease.until,
        created_at: now(),
        updated_at: now(),
      })
    },

    /** Adds items with their content to a job that is being accepted, all or none; within a transaction when there is one. */
    add: async (jobId: string, items: readonly NewItem[], within?: Knex): Promise<void> => {
      const insert = async (database: Knex): Promise<void> => {
        await insertRows(
          database,
          'job_items',
          itemColumns,
          items.map((item) => toRow(jobId, item)),
        )
        const spooled = items.flatMap(({ ordinal, parts }) =>
          parts.map((bytes, part) => ({ job_id: jobId, ordinal, part, bytes })),
        )
        if (spooled.length > 0) await database.batchInsert('spooled', spooled, 100)
      }
      await (within ? insert(within) : knex.transaction(insert))
    },

    /** Adds a further part to the content of an item. */
    addPart: async (jobId: string, ordinal: number, part: number, bytes: Buffer): Promise<void> => {
      await knex('spooled').insert({ job_id: jobId, ordinal, part, bytes })
    },

    /** The content of an item, part by part. */
    async *content(jobId: string, ordinal: number): AsyncGenerator<Buffer> {
      for (let part = 0; ; part++) {
        const row = await knex<SpooledRow>('spooled').where({ job_id: jobId, ordinal, part }).first('bytes')
        if (!row) return
        yield row.bytes
      }
    },

    /** The content of several small items at once, by their ordinals; that of an empty one is missing. */
    contents: async (jobId: string, ordinals: readonly number[]): Promise<Map<number, Buffer>> => {
      const rows = await knex<SpooledRow>('spooled')
        .where({ job_id: jobId, part: 0 })
        .whereIn('ordinal', [...ordinals])
        .select('ordinal', 'bytes')
      return new Map(rows.map(({ ordinal, bytes }) => [ordinal, bytes]))
    },

    /** Puts a job into another state; with a lease it is this process's to work on, else anybody's. */
    move: async (
      jobId: string,
      to: { state: JobState; stage: JobStage; lease?: Lease; notBefore?: number; attempts?: number },
    ): Promise<void> => {
      await knex<JobRow>('jobs')
        .where({ id: jobId })
        .whereNotIn('status', ['done', 'cancelled'])
        .update({
          status: to.state,
          stage: to.stage,
          lease_owner: to.lease?.owner ?? null,
          lease_until: to.lease?.until ?? 0,
          not_before: to.notBefore ?? 0,
          updated_at: now(),
          ...(to.attempts === undefined ? {} : { attempts: to.attempts }),
        })
    },

    stage: async (jobId: string, stage: JobStage): Promise<void> => {
      await knex<JobRow>('jobs').where({ id: jobId, status: 'running' }).update({ stage, updated_at: now() })
    },

    /** Takes the oldest job that waits, or whose worker is gone. PostgreSQL's replicas pass over what another is just taking. */
    claim: async (lease: Lease): Promise<Job | undefined> => {
      const waiting = knex<JobRow>('jobs')
        .select('id')
        .where((either) => {
          void either
            .where((queued) => void queued.where('status', 'queued').where('not_before', '<=', clock.now()))
            .orWhere((left) => void left.where('status', 'running').where('lease_until', '<', clock.now()))
        })
        .orderBy('id')
        .limit(1)
      if (dialect === 'postgres') void waiting.forUpdate().skipLocked()
      const rows = await knex<JobRow>('jobs')
        .whereIn('id', waiting)
        .update({ status: 'running', lease_owner: lease.owner, lease_until: lease.until, updated_at: now() })
        .returning('*')
      return rows[0] && toJob(rows[0])
    },

    /** Holds on to jobs, and answers those that are still this owner's to work on. */
    renew: async (jobIds: readonly string[], lease: Lease): Promise<Set<string>> => {
      const rows: { id: string }[] = await knex<JobRow>('jobs')
        .whereIn('id', [...jobIds])
        .where({ lease_owner: lease.owner })
        .whereIn('status', ['accepting', 'running'])
        .update({ lease_until: lease.until })
        .returning('id')
      return new Set(rows.map(({ id }) => id))
    },

    /** The owners of the leases there are. */
    owners: async (): Promise<string[]> => {
      const rows = await knex<JobRow>('jobs').distinct('lease_owner').whereNotNull('lease_owner')
      return rows.flatMap(({ lease_owner }) => lease_owner ?? [])
    },

    /** Ends the leases of an owner that is no more. */
    expire: async (owner: string): Promise<void> => {
      await knex<JobRow>('jobs').where({ lease_owner: owner }).update({ lease_owner: null, lease_until: 0 })
    },

    /** Notes how items of a running job ended. Throws JobEnded when it runs no more. */
    endItems: (jobId: string, ended: readonly EndedItem[], database: Knex = knex) => endItems(database, jobId, ended),

    /** Ends a job and drops what is left of its content. False when it had ended before. */
    cancel: async (jobId: string): Promise<boolean> =>
      knex.transaction(async (database) => {
        const moved = await database<JobRow>('jobs')
          .where({ id: jobId })
          .whereIn('status', ['queued', 'running'])
          .update({ status: 'cancelled', stage: 'cancelled', lease_owner: null, lease_until: 0, updated_at: now() })
        if (moved > 0) await database('spooled').where({ job_id: jobId }).delete()
        return moved > 0
      }),

    /** Removes jobs that were never wholly accepted, and those that ended before `before` (RFC 3339). */
    clear: async (before: string): Promise<void> => {
      await knex<JobRow>('jobs').where('status', 'accepting').where('lease_until', '<', clock.now()).delete()
      await knex<JobRow>('jobs').whereIn('status', ['done', 'cancelled']).where('updated_at', '<', before).delete()
    },

    remove: async (jobId: string): Promise<void> => {
      await knex<JobRow>('jobs').where({ id: jobId }).delete()
    },

    job: async (jobId: string): Promise<Job | undefined> => {
      const row: JobRow | undefined = await knex<JobRow>('jobs').where({ id: jobId }).first()
      return row && toJob(row)
    },

    /** All items of a job, in the order in which they were given. */
    items: async (jobId: string): Promise<JobItem[]> => {
      const rows: ItemRow[] = await knex<ItemRow>('job_items').where({ job_id: jobId }).orderBy('ordinal')
      return rows.map(toItem)
    },

    /** The items that are still to be done. */
    waiting: async (jobId: string): Promise<JobItem[]> => {
      const rows: ItemRow[] = await knex<ItemRow>('job_items')
        .where({ job_id: jobId, status: 'queued' })
        .orderBy('ordinal')
      return rows.map(toItem)
    },
  }
}

/** The tables of jobs. */
export type JobTables = ReturnType<typeof createJobTables>
