import { createHmac, timingSafeEqual } from 'node:crypto'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { storageFault } from '../../../platform/db/storage-fault.ts'
import { newId } from '../../../platform/ids.ts'
import type { User } from '../accounts/user-tables.ts'
import type { Session, SessionTable } from './session-tables.ts'

/** How long sessions last, in milliseconds. */
export interface SessionTimes {
  idle: number
  max: number
  refresh: number
}

/** Why a session cannot be used. */
export type SessionFault = 'session_unknown' | 'session_ended' | 'session_expired' | 'account_disabled'

/** A session that is good, or why it is not; the user where it is known. */
export type Judged = { session: Session; user: User; fault?: undefined } | { fault: SessionFault; user?: User }

/** The sessions of users, and the refresh tokens that carry them on. */
export interface Sessions {
  start(user: User, client: { ip: string; device: string }): Promise<{ session: Session; refreshToken: string }>
  /** Looks at a session and its user as they are now. */
  judge(id: string): Promise<Judged>
  /** The number a refresh token has in its session. Undefined for a token that we did not make. */
  read(refreshToken: string): { sessionId: string; counter: number } | undefined
  /** Whether the refresh token that was given out last has grown too old. */
  refreshExpired(session: Session): boolean
  /**
   * Moves a session on to its next refresh token. Undefined when the token's number is not the one that is good:
   * then it was used before, and somebody else has it too.
   */
  advance(session: Session, counter: number): Promise<string | undefined>
  /** Notes that it is in use; not more often than matters. */
  seen(session: Session, ip: string): Promise<void>
  /** When it ends if it is used as seldom as may be: the earlier of both limits, in milliseconds. */
  expiresAt(session: Session): number
  /** When it ends however much it is used. */
  endsAt(session: Session): number
  /** A user's that are good, newest first. */
  list(userId: string, page: { before?: string; limit: number }): Promise<Session[]>
  /** Forgets what ended long ago. */
  clear(): Promise<void>
}

const minute = 60_000
const day = 86_400_000
const deviceLength = 300

/** Sessions over their table. `key` makes refresh tokens: a number in a session, and a MAC over both. */
export const createSessions = (options: {
  table: SessionTable
  key: Buffer
  clock: Clock
  times: SessionTimes
}): Sessions => {
  const { table, key, clock, times } = options
  const macOf = (content: string): Buffer => createHmac('sha256', key).update(`refresh ${content}`).digest()
  const tokenOf = (sessionId: string, counter: number): string => {
    const content = `${sessionId}.${counter}`
    return `air_${content}.${macOf(content).toString('base64url')}`
  }
  const endsAt = ({ createdAt }: Session): number => Date.parse(createdAt) + times.max
  const expiresAt = (session: Session): number => Math.min(endsAt(session), Date.parse(session.lastSeenAt) + times.idle)
  return {
    start: async (user, { ip, device }) => {
      const now = timestamp(clock.now())
      const session: Session = {
        id: newId(),
        userId: user.id,
        counter: 1,
        device: device.slice(0, deviceLength),
        ip,
        createdAt: now,
        lastSeenAt: now,
        refreshedAt: now,
        endedAt: null,
      }
      await table.insert(session)
      return { session, refreshToken: tokenOf(session.id, 1) }
    },
    judge: async (id) => {
      const found = await table.withUser(id)
      if (!found) return { fault: 'session_unknown' }
      const { session, user } = found
      if (session.endedAt !== null) return { fault: 'session_ended', user }
      if (user.disabledAt !== null) return { fault: 'account_disabled', user }
      const idleSince = Date.parse(session.lastSeenAt)
      if (clock.now() >= endsAt(session) || clock.now() >= idleSince + times.idle)
        return { fault: 'session_expired', user }
      return found
    },
    read: (refreshToken) => {
      const [, sessionId, counter, mac] = /^air_([0-9a-f-]{36})\.(\d{1,9})\.([\w-]{43})$/.exec(refreshToken) ?? []
      if (!sessionId || !counter || !mac) return undefined
      const given = Buffer.from(mac, 'base64url')
      const ours = macOf(`${sessionId}.${counter}`)
      if (given.length !== ours.length || !timingSafeEqual(given, ours)) return undefined
      return { sessionId, counter: Number(counter) }
    },
    refreshExpired: ({ refreshedAt }) => clock.now() >= Date.parse(refreshedAt) + times.refresh,
    advance: async (session, counter) => {
      const moved = await table.advance(session.id, counter, timestamp(clock.now()))
      return moved ? tokenOf(session.id, counter + 1) : undefined
    },
    seen: async (session, ip) => {
      const interval = Math.min(minute, times.idle / 4)
      if (clock.now() - Date.parse(session.lastSeenAt) < interval) return
      await table.seen(session.id, timestamp(clock.now()), ip).catch((error: unknown) => {
        // A full disk keeps nobody from reading.
        if (!storageFault(error)) throw error
      })
    },
    expiresAt,
    endsAt,
    list: (userId, page) =>
      table.list(userId, {
        ...page,
        since: { seen: timestamp(clock.now() - times.idle), created: timestamp(clock.now() - times.max) },
      }),
    clear: () =>
      table.clear({
        ended: timestamp(clock.now() - 30 * day),
        created: timestamp(clock.now() - times.max - 30 * day),
      }),
  }
}
