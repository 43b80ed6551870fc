import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Reply, Request } from './messages.ts'

/** Why a child process was killed in the middle of its work, or that it died by itself. */
export type Ending = 'timeout' | 'memory' | 'cancelled' | 'died'

/** The child process ended before it answered. */
export class Ended extends Error {
  readonly ending: Ending

  constructor(ending: Ending) {
    super(ending)
    this.ending = ending
  }
}

/** How long and how much memory a request may take. */
export interface Allowance {
  timeoutMs: number
  memoryBytes: number
  signal?: AbortSignal | undefined
}

/** One child process that reads SQLite files, one request at a time. */
export interface SqliteProcess {
  /** When the request under way began, in `performance.now()`; undefined when idle. */
  readonly busySince: number | undefined
  readonly alive: boolean
  /** Throws `Ended` when the process was killed because of the allowance, or died. */
  ask(request: Request, allowance: Allowance): Promise<Reply>
  kill(): void
}

const entry = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url))
const memoryCheckMs = 20
/** What takes longer than this gives way to quick statements. */
const slowAfterMs = 250
const pageBytes = 4096

/** Starts a child process. It inherits none of the environment, so that no secret of the service is in it. */
export function startSqliteProcess(): SqliteProcess {
  const child = fork(entry, [], { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  let alive = true
  let busySince: number | undefined
  let pending: { resolve(reply: Reply): void; reject(error: Ended): void } | undefined
  let ending: Ending = 'died'

  child.on('message', (reply: Reply) => pending?.resolve(reply))
  child.on('exit', gone)
  child.on('error', gone)
  hold(child, false)

  function gone() {
    alive = false
    pending?.reject(new Ended(ending))
  }

  function end(why: Ending) {
    ending = why
    alive = false
    child.kill('SIGKILL')
  }

  return {
    get busySince() {
      return busySince
    },
    get alive() {
      return alive
    },
    async ask(request, { timeoutMs, memoryBytes, signal }) {
      if (pending !== undefined) throw new Error('This process is at work on another request.')
      if (signal?.aborted) throw new Ended('cancelled')
      busySince = performance.now()
      hold(child, true)
      const leave = () => end('cancelled')
      signal?.addEventListener('abort', leave, { once: true })
      const timer = setTimeout(() => end('timeout'), timeoutMs)
      let slowed = false
      const slow = setTimeout(() => {
        slowed = yieldTo(child.pid)
      }, slowAfterMs)
      const watch = setInterval(
        () => void overMemory(child.pid, memoryBytes).then((over) => over && busySince !== undefined && end('memory')),
        memoryCheckMs,
      )
      try {
        return await new Promise<Reply>((resolve, reject) => {
          pending = { resolve, reject }
          child.send(request, (error) => error !== null && gone())
        })
      } finally {
        pending = undefined
        busySince = undefined
        clearTimeout(timer)
        clearTimeout(slow)
        clearInterval(watch)
        signal?.removeEventListener('abort', leave)
        if (alive && slowed) end('died')
        else if (alive) hold(child, false)
      }
    },
    kill: () => end('died'),
  }
}

/** An idle child keeps no command from ending; a busy one does. */
function hold(child: ChildProcess, on: boolean): void {
  if (on) {
    child.ref()
    child.channel?.ref()
  } else {
    child.unref()
    child.channel?.unref()
  }
}

/** Lets the others go first. There is no way back for a process without privileges, so it is not used again. */
function yieldTo(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    setPriority(pid, 10)
    return true
  } catch {
    return false
  }
}

/** SQLite's own heap limits do nothing in this build, so the resident size is watched from outside (Linux only). */
async function overMemory(pid: number | undefined, limit: number): Promise<boolean> {
  if (process.platform !== 'linux' || pid === undefined) return false
  const status = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => '')
  return Number(status.split(' ')[1] ?? 0) * pageBytes > limit
}
