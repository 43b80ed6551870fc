import type { Knex } from 'knex'

/** Failed sign-ins by subject (an account, an address, or both), counted exactly however many come at once. */
export interface FailureTable {
  /** The latest end of a lock on any of these; null when none is locked. */
  lockedUntil(subjects: string[], now: string): Promise<string | null>
  /** Counts one more, starting anew when the last was before `since`; answers how many there are. */
  add(subject: string, now: string, since: string): Promise<number>
  lock(subject: string, until: string): Promise<void>
  forget(subjects: string[]): Promise<void>
  clear(before: string): Promise<void>
}

/** The rows of failed sign-ins. */
export const createFailureTable = (knex: Knex): FailureTable => ({
  lockedUntil: async (subjects, now) => {
    const row = await knex<{ locked_until: string | null }>('login_failures')
      .whereIn('subject', subjects)
      .where('locked_until', '>', now)
      .orderBy('locked_until', 'desc')
      .first('locked_until')
    return row?.locked_until ?? null
  },
  add: async (subject, now, since) => {
    const rows = await knex('login_failures')
      .insert({ subject, failures: 1, last_failed_at: now })
      .onConflict('subject')
      .merge({
        failures: knex.raw(
          'case when login_failures.last_failed_at < ? then 1 else login_failures.failures + 1 end',
          since,
        ),
        last_failed_at: now,
      })
      .returning<{ failures: number }[]>('failures')
    return rows[0]?.failures ?? 1
  },
  lock: async (subject, until) => {
    await knex('login_failures').where({ subject }).update({ locked_until: until })
  },
  forget: async (subjects) => {
    await knex('login_failures').whereIn('subject', subjects).delete()
  },
  clear: async (before) => {
    await knex('login_failures').where('last_failed_at', '<', before).delete()
  },
})
