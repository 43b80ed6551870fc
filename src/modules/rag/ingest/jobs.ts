import { EventEmitter, once } from 'node:events'
import { hostname } from 'node:os'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import type { Log } from '../../../platform/log.ts'
import { JobEnded, type JobTables, type Lease } from './job-tables.ts'
import type { Pipeline } from './pipeline.ts'
import type { Job } from './request.ts'

const leaseTime = 30_000
const renewEvery = 5_000
const lookEvery = 5_000
const keepEnded = 7 * 86_400_000
const mostAttempts = 10
const askAgainAfter = 500
/** So many jobs that nobody waits for are worked on at a time; one of which only files are left that take long does not count. */
const atOnce = 2

/** Does jobs, in whatever process there is to do them, until each is done: also after a crash, also by another replica. */
export interface Jobs {
  /** A lease for this process, for so many milliseconds from now. */
  lease(time?: number): Lease
  /** Works on a job that is leased to this process. */
  start(job: Job): void
  /** Looks for jobs that wait. */
  look(): void
  /** Follows a job from now on: each `next` resolves when something has happened since the last, or may have elsewhere. */
  follow(jobId: string): { next(signal: AbortSignal): Promise<void>; end(): void }
  /** Stops a job here, as when it was cancelled; resolves when nothing works on it any more. */
  halt(jobId: string): Promise<void>
  /** Stops all work; what is not done is done by the next process. */
  close(): Promise<void>
}

interface Running {
  stop: AbortController
  ended: Promise<void>
}

const stopped = new Error('The work was stopped.')

/** The runners of this process. Another with this process's number is one of before a restart: containers number alike. */
const ownersHere = new Set<string>()

const isAlive = (owner: string, pid: number): boolean => {
  if (pid === process.pid) return ownersHere.has(owner)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Frees the jobs of processes of this machine that are gone, so that a restart goes on at once. */
const freeTheDead = async (tables: JobTables, own: string): Promise<void> => {
  for (const owner of await tables.owners()) {
    const [host, pid] = owner.split('/')
    if (owner !== own && host === hostname() && !isAlive(owner, Number(pid))) await tables.expire(owner)
  }
}

/** A runner of jobs on tables that it may share with other processes. */
export const createJobs = (parts: { tables: JobTables; pipeline: Pipeline; clock: Clock; log: Log }): Jobs => {
  const { tables, pipeline, clock, log } = parts
  const owner = `${hostname()}/${process.pid}/${newId()}`
  ownersHere.add(owner)
  const running = new Map<string, Running>()
  const changes = new EventEmitter().setMaxListeners(0)
  const closing = new AbortController()
  let background = 0
  let looking: Promise<void> = Promise.resolve()

  const lease = (time = leaseTime): Lease => ({ owner, until: clock.now() + time })

  const work = async (job: Job, signal: AbortSignal, slowed: () => void): Promise<void> => {
    const changed = () => void changes.emit(job.id)
    try {
      await tables.stage(job.id, 'parsing')
      changed()
      await pipeline.run(job, signal, { changed, slowed })
      await tables.move(job.id, { state: 'done', stage: 'done' })
    } catch (error) {
      // Whoever halted it has moved it; only at the end of the process it is still ours to hand on.
      if (error instanceof JobEnded || (signal.aborted && !closing.signal.aborted)) return
      if (signal.aborted) return await tables.move(job.id, { state: 'queued', stage: 'queued' })
      const attempts = job.attempts + 1
      const delay = Math.min(1_000 * 2 ** attempts, 300_000)
      log.error('an ingestion was interrupted and is tried again', { job_id: job.id, attempts, error })
      if (attempts >= mostAttempts) await tables.cancel(job.id)
      else await tables.move(job.id, { state: 'queued', stage: 'queued', notBefore: clock.now() + delay, attempts })
    } finally {
      changed()
    }
  }

  const begin = (job: Job, slowed: () => void = () => undefined): Promise<void> => {
    const stop = new AbortController()
    const ended = work(job, stop.signal, slowed)
      .catch((error: unknown) => log.error('the state of an ingestion could not be kept', { job_id: job.id, error }))
      .finally(() => running.delete(job.id))
    running.set(job.id, { stop, ended })
    return ended
  }

  const claimNext = async (): Promise<void> => {
    while (background < atOnce && !closing.signal.aborted) {
      const job = await tables.claim(lease())
      if (!job) return
      if (running.has(job.id)) continue
      background += 1
      let counts = true
      const makeRoom = (): void => {
        if (!counts) return
        counts = false
        background -= 1
        look()
      }
      void begin(job, makeRoom).finally(makeRoom)
    }
  }
  const tidy = async (): Promise<void> => {
    await freeTheDead(tables, owner)
    await tables.clear(timestamp(clock.now() - keepEnded))
  }
  const look = (): void => {
    if (closing.signal.aborted) return
    looking = looking
      .then(claimNext)
      .catch((error: unknown) => log.warn('cannot look for waiting ingestions', { error }))
  }
  const renew = async (): Promise<void> => {
    if (running.size === 0) return
    const held = await tables.renew([...running.keys()], lease())
    for (const [id, { stop }] of running) if (!held.has(id)) stop.abort(stopped)
  }

  const timers = [
    setInterval(
      () => void renew().catch((error: unknown) => log.warn('cannot hold on to ingestions', { error })),
      renewEvery,
    ),
    setInterval(look, lookEvery),
    setInterval(
      () => void tidy().catch((error: unknown) => log.warn('cannot tidy ingestions', { error })),
      60 * lookEvery,
    ),
  ]
  for (const timer of timers) timer.unref()
  looking = tidy().catch((error: unknown) => log.warn('cannot tidy ingestions', { error }))
  look()

  return {
    lease,
    start: (job) => void begin(job),
    look,
    follow: (jobId) => {
      const news = new EventEmitter()
      let some = false
      const hear = (): void => {
        some = true
        news.emit('news')
      }
      changes.on(jobId, hear)
      return {
        next: async (signal) => {
          const over = AbortSignal.any([signal, AbortSignal.timeout(askAgainAfter)])
          // Another replica's progress is not heard of here, so after a while the answer is "perhaps".
          if (!some) await once(news, 'news', { signal: over }).catch(() => undefined)
          signal.throwIfAborted()
          some = false
        },
        end: () => void changes.off(jobId, hear),
      }
    },
    halt: async (jobId) => {
      const one = running.get(jobId)
      one?.stop.abort(stopped)
      await one?.ended
      changes.emit(jobId)
    },
    close: async () => {
      closing.abort()
      for (const timer of timers) clearInterval(timer)
      for (const { stop } of running.values()) stop.abort(stopped)
      await looking
      await Promise.all([...running.values()].map(({ ended }) => ended))
      ownersHere.delete(owner)
    },
  }
}
