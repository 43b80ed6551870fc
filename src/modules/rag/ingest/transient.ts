import { setTimeout as pause } from 'node:timers/promises'

/** SQLite: busy, locked, no room, no luck with the disk. PostgreSQL: connection, resources, shutdown, conflict of transactions. */
const codes = /^(SQLITE_(BUSY|LOCKED|FULL|IOERR)|08|53|57P|40|E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN))/

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '')

/** Whether trying again later may help: the database was away or busy, not our statement wrong. */
export const isTransient = (error: unknown): boolean =>
  error instanceof Error &&
  (codes.test(codeOf(error)) ||
    error.name === 'KnexTimeoutError' ||
    /Connection (terminated|ended)|Unable to acquire a connection/.test(error.message))

const attempts = 5
const firstPause = 100

/** Tries again, each time after twice the pause, while the fault may pass. Throws the last fault, or what the signal aborts with. */
export const withRetries = async <T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await act()
    } catch (error) {
      if (attempt >= attempts || !isTransient(error)) throw error
      await pause(firstPause * 2 ** attempt * (0.5 + Math.random()), undefined, { signal })
    }
  }
}
