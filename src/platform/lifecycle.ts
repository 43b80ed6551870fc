import type { Log } from './log.ts'

/** What has been opened and must be closed, in the reverse order of opening. */
export interface Lifecycle {
  /** Remembers how to close something; the last remembered is closed first. */
  defer(name: string, close: () => Promise<void> | void): void
  /** Closes everything once; a closer that fails is logged and does not stop the others. */
  close(): Promise<void>
  /** True from the first `close` on: no new work is taken. */
  readonly closing: boolean
}

/** A stack of closers. */
export const createLifecycle = (log: Log): Lifecycle => {
  const closers: { name: string; close: () => Promise<void> | void }[] = []
  let closed: Promise<void> | undefined
  const closeAll = async () => {
    for (let next = closers.pop(); next; next = closers.pop()) {
      try {
        await next.close()
      } catch (error) {
        log.error('could not close cleanly', { what: next.name, error })
      }
    }
  }
  return {
    defer: (name, close) => {
      closers.push({ name, close })
    },
    close: () => (closed ??= closeAll()),
    get closing() {
      return closed !== undefined
    },
  }
}

/** Calls `stop` once on SIGTERM or SIGINT; a second signal ends the process at once. */
export const onSignal = (stop: (signal: NodeJS.Signals) => void): void => {
  let received = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (received) process.exit(130)
      received = true
      stop(signal)
    })
}
