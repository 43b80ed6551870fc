import type { Allowance, SqliteProcess } from './process.ts'
import { Ended, startSqliteProcess } from './process.ts'
import type { Reply, Request } from './messages.ts'

/** Child processes that any SQLite database of the service is read in. */
export interface SqlitePool {
  /** Waits for a free process, at most as long as the request may take, then asks it. */
  ask(request: Request, allowance: Allowance): Promise<Reply>
  /** Makes the idle processes let go of a file. */
  forget(file: string): void
  close(): void
}

interface Waiting {
  give(process: SqliteProcess): void
}

const idleKept = 2
/** The start of a process takes processor time from the statements that are under way. */
const spareAfterMs = 500
const idleMs = 60_000

/**
 * A pool in which a burst of quick statements shares two processes, and a statement that runs away costs the others
 * nothing but a new process. One spare is always started.
 */
export function createSqlitePool({ size }: { size: number }): SqlitePool {
  const working = new Set<SqliteProcess>()
  const idle: { process: SqliteProcess; since: number }[] = []
  const queue: Waiting[] = []
  let spare: SqliteProcess | undefined
  let closed = false
  const tick = setInterval(tend, 25)
  tick.unref()

  function tend() {
    if (working.size > 1) for (const process of working) if (process.isSlow()) process.giveWay()
    while (queue.length > 0 && mayGrow()) queue.shift()?.give(take(fresh()))
    while (idle.length > idleKept && performance.now() - (idle[0]?.since ?? 0) > idleMs) idle.shift()?.process.kill()
  }

  /** Two processes are there for quick statements, however many are kept busy by slow ones. */
  function mayGrow() {
    return working.size < size && [...working].filter((process) => !process.isSlow()).length < idleKept
  }

  function fresh() {
    const process = spare?.alive ? spare : startSqliteProcess()
    spare = undefined
    setTimeout(() => {
      if (!closed) spare ??= startSqliteProcess()
    }, spareAfterMs).unref()
    return process
  }

  function take(process: SqliteProcess) {
    working.add(process)
    return process
  }

  async function acquire(signal: AbortSignal): Promise<SqliteProcess> {
    for (let candidate = idle.pop(); candidate !== undefined; candidate = idle.pop())
      if (candidate.process.alive) return take(candidate.process)
    if (mayGrow()) return take(fresh())
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        give(process) {
          signal.removeEventListener('abort', leave)
          resolve(process)
        },
      }
      const leave = () => {
        const index = queue.indexOf(waiting)
        if (index >= 0) queue.splice(index, 1)
        reject(new Ended(signal.reason === 'busy' ? 'busy' : 'cancelled'))
      }
      if (signal.aborted) leave()
      else {
        signal.addEventListener('abort', leave, { once: true })
        queue.push(waiting)
      }
    })
  }

  function release(process: SqliteProcess) {
    if (closed) process.kill()
    const next = process.alive ? queue.shift() : undefined
    if (next !== undefined) return next.give(process)
    working.delete(process)
    if (process.alive) idle.push({ process, since: performance.now() })
    else tend()
  }

  return {
    async ask(request, allowance) {
      const began = performance.now()
      const process = await acquireWithin(acquire, allowance)
      try {
        return await process.ask(request, {
          ...allowance,
          timeoutMs: allowance.timeoutMs - (performance.now() - began),
        })
      } finally {
        release(process)
      }
    },
    forget(file) {
      for (const { process } of idle.splice(0)) {
        const request = take(process).ask({ kind: 'forget', file }, { timeoutMs: 1000, memoryBytes: Infinity })
        request.catch(() => undefined).finally(() => release(process))
      }
    },
    close() {
      closed = true
      clearInterval(tick)
      for (const { process } of idle.splice(0)) process.kill()
      for (const process of working) process.kill()
      spare?.kill()
    },
  }
}

/** Waiting for a process counts as time of the statement, and ends when the caller leaves. */
async function acquireWithin(
  acquire: (signal: AbortSignal) => Promise<SqliteProcess>,
  { timeoutMs, signal }: Allowance,
): Promise<SqliteProcess> {
  const controller = new AbortController()
  const leave = () => controller.abort('cancelled')
  if (signal?.aborted) leave()
  signal?.addEventListener('abort', leave, { once: true })
  const timer = setTimeout(() => controller.abort('busy'), timeoutMs)
  try {
    return await acquire(controller.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', leave)
  }
}
