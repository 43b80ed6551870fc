import type { Knex } from 'knex'
import { z } from 'zod'
import { userRow, type User } from '../accounts/user-tables.ts'

/** A session: one sign-in of a user on a device. Times are RFC 3339. */
export interface Session {
  id: string
  userId: string
  /** Which refresh token is good: the one of this number, given out last. */
  counter: number
  device: string
  ip: string
  createdAt: string
  lastSeenAt: string
  refreshedAt: string
  endedAt: string | null
}

/** Sessions; one that has ended stays until it is cleared away, so that its tokens are known for what they are. */
export interface SessionTable {
  insert(session: Session): Promise<void>
  /** The session and its user in one look. */
  withUser(id: string): Promise<{ session: Session; user: User } | undefined>
  /** Those of a user that have not ended, newest first; seen and made since. */
  list(
    userId: string,
    page: { before?: string; limit: number; since: { seen: string; created: string } },
  ): Promise<Session[]>
  /** Moves on to the next refresh token, if `counter` is the number of the one that is good. */
  advance(id: string, counter: number, now: string): Promise<boolean>
  seen(id: string, now: string, ip: string): Promise<void>
  /** Whether there was one of this user to end. */
  end(id: string, userId: string, now: string): Promise<boolean>
  /** Ends all of a user's, but `except`; answers how many. */
  endAll(userId: string, now: string, except?: string | null): Promise<number>
  /** Forgets those that ended, or were made, before. */
  clear(before: { ended: string; created: string }): Promise<void>
}

const row = z
  .object({
    session_id: z.string(),
    user_id: z.string(),
    counter: z.number(),
    device: z.string(),
    ip: z.string(),
    session_created_at: z.string(),
    last_seen_at: z.string(),
    refreshed_at: z.string(),
    ended_at: z.string().nullable(),
  })
  .transform((found): Session => ({
    id: found.session_id,
    userId: found.user_id,
    counter: found.counter,
    device: found.device,
    ip: found.ip,
    createdAt: found.session_created_at,
    lastSeenAt: found.last_seen_at,
    refreshedAt: found.refreshed_at,
    endedAt: found.ended_at,
  }))

const columns = [
  'sessions.id as session_id',
  'sessions.user_id',
  'sessions.counter',
  'sessions.device',
  'sessions.ip',
  'sessions.created_at as session_created_at',
  'sessions.last_seen_at',
  'sessions.refreshed_at',
  'sessions.ended_at',
]

/** The rows of sessions. */
export const createSessionTable = (knex: Knex): SessionTable => ({
  insert: async (session) => {
    await knex('sessions').insert({
      id: session.id,
      user_id: session.userId,
      counter: session.counter,
      device: session.device,
      ip: session.ip,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      refreshed_at: session.refreshedAt,
      ended_at: session.endedAt,
    })
  },
  withUser: async (id) => {
    const found: unknown = await knex('sessions')
      .join('users', 'users.id', 'sessions.user_id')
      .where('sessions.id', id)
      .select('users.*', ...columns)
      .first()
    return found === undefined ? undefined : { session: row.parse(found), user: userRow.parse(found) }
  },
  list: async (userId, { before, limit, since }) => {
    const query = knex('sessions')
      .where({ user_id: userId })
      .whereNull('ended_at')
      .where('last_seen_at', '>', since.seen)
      .where('created_at', '>', since.created)
      .orderBy('id', 'desc')
      .limit(limit)
    if (before !== undefined) query.where('id', '<', before)
    const rows: unknown[] = await query.select(columns)
    return rows.map((found) => row.parse(found))
  },
  advance: async (id, counter, now) => {
    const changed = await knex('sessions')
      .where({ id, counter })
      .whereNull('ended_at')
      .update({ counter: counter + 1, refreshed_at: now, last_seen_at: now })
    return changed === 1
  },
  seen: async (id, now, ip) => {
    await knex('sessions').where({ id }).where('last_seen_at', '<', now).update({ last_seen_at: now, ip })
  },
  end: async (id, userId, now) => {
    const changed = await knex('sessions')
      .where({ id, user_id: userId })
      .whereNull('ended_at')
      .update({ ended_at: now })
    return changed === 1
  },
  endAll: async (userId, now, except) => {
    const query = knex('sessions').where({ user_id: userId }).whereNull('ended_at')
    if (except) query.whereNot({ id: except })
    return query.update({ ended_at: now })
  },
  clear: async ({ ended, created }) => {
    await knex('sessions').where('ended_at', '<', ended).orWhere('created_at', '<', created).delete()
  },
})
