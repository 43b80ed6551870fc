import { entryOf } from '../../../contract/audit.ts'
import type { Call, Parsed, Principal, Service } from '../../../contract/operation.ts'
import type { Audit } from '../../../platform/audit/audit.ts'
import { AppError } from '../../../platform/errors.ts'
import { newId } from '../../../platform/ids.ts'
import type { ragContract } from '../contract.ts'
import { principalOf } from '../documents/principal.ts'
import { acceptItems, type Acceptance, type Given, type Manner } from './accept.ts'
import type { Jobs } from './jobs.ts'
import { describeJob, viewJob, type JobView } from './job-view.ts'
import type { ItemRequest, Job, JobItem } from './request.ts'
import { storedId, viewerOf } from './scope.ts'
import { findServerFile } from './server-files.ts'

type Contract = typeof ragContract
type Input = Parsed<Contract['operations']['ingest']>

/** Accepting may take as long as it takes to copy a gigabyte. */
const acceptTime = 900_000
const leastBetweenEvents = 200

/** What ingesting needs. */
export interface Ingesting extends Acceptance {
  jobs: Jobs
  audit: Audit
  ingestRoot: string | undefined
}

interface Limits {
  allowed_roles?: string[] | undefined
  private?: boolean | undefined
  metadata?: ItemRequest['metadata'] | undefined
}

const audienceOf = (
  limits: Limits,
  { userId }: Principal,
): Pick<ItemRequest, 'allowedRoles' | 'owner' | 'metadata'> => {
  if (limits.allowed_roles?.length === 0)
    throw new AppError(
      'invalid',
      'allowed_roles: name at least one role, or leave it out for all who may read documents',
    )
  return {
    allowedRoles: limits.allowed_roles ? [...new Set(limits.allowed_roles)].sort() : null,
    owner: limits.private ? userId : null,
    metadata: limits.metadata ?? {},
  }
}

const outsideRoot = {
  reason: 'not_found',
  error: 'There is no such file below INGEST_ROOT. Folders are not taken; name their files.',
}

/** What a call asks to ingest, in the order: files, documents, server files. */
const givenBy = async (input: Input, principal: Principal, root: string | undefined): Promise<Given[]> => {
  const files = (input.files ?? []).map(({ filename, media_type, path }): Given => {
    const mediaType = media_type === undefined ? {} : { mediaType: media_type }
    return { request: { kind: 'file', source: filename, ...mediaType, ...audienceOf(input, principal) }, path }
  })
  const texts = (input.documents ?? []).map((document): Given => {
    const limits = {
      allowed_roles: document.allowed_roles ?? input.allowed_roles,
      private: document.private ?? input.private,
      metadata: { ...input.metadata, ...document.metadata },
    }
    const audience = audienceOf(limits, principal)
    const request: ItemRequest = {
      kind: 'text',
      source: document.source ?? '',
      ...audience,
      ...(document.id === undefined ? {} : { id: storedId(document.id, audience.owner) }),
      ...(document.title === undefined ? {} : { title: document.title }),
    }
    return { request, text: document.text }
  })
  const paths = (input.file_paths ?? []).map(async (path): Promise<Given> => {
    const found = await findServerFile(root, path)
    const request: ItemRequest = { kind: 'file', source: found?.source ?? path, ...audienceOf(input, principal) }
    return found ? { request, path: found.path } : { request, refused: outsideRoot }
  })
  return [...files, ...texts, ...(await Promise.all(paths))]
}

const refusedPaths = (given: readonly Given[]): string[] =>
  given.flatMap((one) => ('refused' in one ? one.request.source : []))

/** The operations on jobs. */
export const createIngest = (parts: Ingesting): Pick<Service<Contract>, 'ingest' | 'job' | 'cancelJob'> => {
  const { tables, jobs, audit, ingestRoot } = parts

  const ownJob = async (id: string, call: Call): Promise<Job> => {
    const job = await tables.jobs.job(id)
    if (job && job.userId === principalOf(call).userId) return job
    throw new AppError('not_found', 'You have no such job; jobs are forgotten a week after they ended.')
  }
  const view = async (job: Job): Promise<JobView> => viewJob(job, await tables.jobs.items(job.id), viewerOf(job))

  /** Waits until a job has ended or is put off, telling on the way how it stands. */
  const wait = async (id: string, call: Call, isOver: (job: Job) => boolean): Promise<JobView> => {
    const following = jobs.follow(id)
    let told = -Infinity
    try {
      for (;;) {
        const job = await ownJob(id, call)
        if (isOver(job)) {
          const last = await view(job)
          call.emit?.('progress', last)
          return last
        }
        if (call.emit && performance.now() - told >= leastBetweenEvents) {
          call.emit('progress', await view(job))
          told = performance.now()
        }
        await following.next(call.signal)
      }
    } finally {
      following.end()
    }
  }

  const accept = async (
    id: string,
    given: readonly Given[],
    principal: Principal,
    manner: Manner,
  ): Promise<JobItem[]> => {
    await tables.jobs.begin({ id, userId: principal.userId, role: principal.role }, jobs.lease(acceptTime))
    try {
      return await acceptItems({ id, viewer: viewerOf(principal) }, given, parts, manner)
    } catch (error) {
      await tables.jobs.remove(id).catch(() => undefined)
      throw error
    }
  }

  return {
    ingest: async (input, call) => {
      const principal = principalOf(call)
      const given = await givenBy(input, principal, ingestRoot)
      const id = newId()
      const details = { documents: given.length, private: input.private === true }
      await audit.record(entryOf(call, { action: 'documents.ingested', outcome: 'success', target: id, details }))
      const refused = refusedPaths(given)
      if (refused.length > 0)
        await audit.record(
          entryOf(call, {
            action: 'documents.refused',
            outcome: 'refused',
            target: id,
            details: { file_paths: refused },
          }),
        )
      let told = -Infinity
      const changed = async (): Promise<void> => {
        if (!call.emit || performance.now() - told < leastBetweenEvents) return
        told = performance.now()
        call.emit('progress', { ...(await view(await ownJob(id, call))), total: given.length })
      }
      const items = await accept(id, given, principal, { isAtOnce: input.respond_async !== true, changed })
      const isDone = items.every(({ outcomes }) => outcomes.length > 0)
      if (isDone) await tables.jobs.move(id, { state: 'done', stage: 'done' })
      else if (input.respond_async) {
        await tables.jobs.move(id, { state: 'queued', stage: 'queued' })
        jobs.look()
      } else {
        await tables.jobs.move(id, { state: 'running', stage: 'queued', lease: jobs.lease() })
        jobs.start(await ownJob(id, call))
      }
      // Whoever waits no more takes nothing back: what was accepted is done. A job that is put off is told as it stands.
      call.signal.throwIfAborted()
      const end = isDone ? viewJob(await ownJob(id, call), items, viewerOf(principal)) : undefined
      if (end && !input.respond_async) call.emit?.('progress', end)
      const { job_id, status, documents, ...rest } =
        end ??
        (input.respond_async
          ? await view(await ownJob(id, call))
          : await wait(id, call, ({ state }) => state !== 'running'))
      return { message: describeJob({ job_id, status, documents, ...rest }), job_id, status, documents }
    },
    job: async ({ id }, call) => {
      if (!call.emit) return view(await ownJob(id, call))
      return wait(id, call, ({ state }) => state === 'done' || state === 'cancelled')
    },
    cancelJob: async ({ id }, call) => {
      await ownJob(id, call)
      await audit.record(entryOf(call, { action: 'job.cancelled', outcome: 'success', target: id }))
      await tables.jobs.cancel(id)
      await jobs.halt(id)
      return view(await ownJob(id, call))
    },
  }
}
