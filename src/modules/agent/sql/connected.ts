import { AppError } from '../../../platform/errors.ts'
import type { Executor, Snapshot } from './executor.ts'
import type { Dialect } from './schema.ts'

/** How a database is: `connecting` until it was first looked at. */
export type DatabaseStatus = 'connecting' | 'available' | 'unavailable'

/** One of the users' databases with what is known of it. */
export interface Connected {
  readonly name: string
  readonly dialect: Dialect
  readonly executor: Executor
  readonly status: DatabaseStatus
  /** Why it is unavailable, in a sentence for the operator's eyes only. */
  readonly problem: string | undefined
  /** The number of its tables, when it was looked at. */
  readonly tableCount: number | undefined
  /** What is in it; looked at when first asked for, and again when that is old. Throws `unavailable`. */
  snapshot(): Promise<Snapshot>
  /** Looks again, unless that was done within the last second. Says whether anything was looked at. */
  lookAgain(): Promise<boolean>
  /** Remembers how the last statement fared: a database that went away is unavailable until it answers again. */
  fared(error?: unknown): void
}

const freshMs = 60_000
const leastMs = 1000

/** Keeps the snapshot of one database up to date. An unavailable database is tried again at each use, at most once a second. */
export function connectDatabase(name: string, executor: Executor, now: () => number): Connected {
  let known: Snapshot | undefined
  let lookedAt = -Infinity
  let looking: Promise<Snapshot> | undefined
  let problem: { error: unknown; at: number } | undefined

  function look(): Promise<Snapshot> {
    looking ??= executor
      .introspect()
      .then((snapshot) => {
        known = snapshot
        lookedAt = now()
        problem = undefined
        return snapshot
      })
      .catch((error: unknown) => {
        problem = { error, at: now() }
        throw error
      })
      .finally(() => {
        looking = undefined
      })
    return looking
  }

  return {
    name,
    dialect: executor.dialect,
    executor,
    get status() {
      if (problem !== undefined) return 'unavailable'
      return known === undefined ? 'connecting' : 'available'
    },
    get problem() {
      if (problem === undefined) return undefined
      return problem.error instanceof Error ? problem.error.message : String(problem.error)
    },
    get tableCount() {
      return known?.schema.tables.length
    },
    async snapshot() {
      if (problem !== undefined && now() - problem.at < leastMs) throw problem.error
      if (problem !== undefined || known === undefined) return look()
      if (now() - lookedAt > freshMs) look().catch(() => undefined)
      return known
    },
    async lookAgain() {
      if (now() - lookedAt < leastMs) return false
      await look()
      return true
    },
    fared(error) {
      if (error === undefined) problem = undefined
      else if (error !== problem?.error && error instanceof AppError && error.code === 'unavailable')
        problem = { error, at: now() }
    },
  }
}
