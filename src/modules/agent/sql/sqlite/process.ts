import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Reply, Request } from './messages.ts'
import { lower, mayRaise, processorTime, raise } from './scheduling.ts'

/** Why a child process was killed in the middle of its work, or that it died by itself; `busy`: none was free in time. */
export type Ending = 'timeout' | 'memory' | 'cancelled' | 'died' | 'busy'

/** No child process answered. */
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
  /** Whether the request under way lasts so long that others should not wait for it. Asked now and then while busy. */
  isSlow(): boolean
  readonly alive: boolean
  /** Throws `Ended` when the process was killed because of the allowance, or died. */
  ask(request: Request, allowance: Allowance): Promise<Reply>
  /** Lets all other processes go first until the request under way has ended; for a slow one that keeps others waiting. */
  giveWay(): void
  kill(): void
}

const entry = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url))
const memoryCheckMs = 20
/**
 * On a crowded machine a quick statement lasts long too, so the processor's time tells first what is slow. A process that
 * cannot be given its priority back is worn out after a slow statement, which must be worth a new one.
 */
const slow = { processorMs: mayRaise ? 20 : 120, ms: 250 }
const watchedAfterMs = 20
const pageBytes = 4096

/** Starts a child process. It inherits none of the environment, so that no secret of the service is in it. */
export function startSqliteProcess(): SqliteProcess {
  const child = fork(entry, [], { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  let alive = true
  let ready = false
  let busySince: number | undefined
  let usedBefore: number | undefined
  let pending: { resolve(reply: Reply): void; reject(error: Ended): void } | undefined
  let ending: Ending = 'died'
  /** It starts in the background, unless it would have to stay there. */
  let givingWay = mayRaise && lower(child.pid)

  child.once('message', begin)
  child.on('exit', gone)
  child.on('error', gone)
  hold(child, false)

  /** It says first that it has started; from then on its time is that of the request. */
  function begin() {
    ready = true
    if (busySince !== undefined) busySince = performance.now()
    child.on('message', (reply: Reply) => pending?.resolve(reply))
  }

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
    isSlow() {
      if (!ready || busySince === undefined || performance.now() - busySince < watchedAfterMs) return false
      const used = processorTime(child.pid)
      usedBefore ??= used
      const spent = used === undefined || usedBefore === undefined ? 0 : used - usedBefore
      return spent > slow.processorMs || performance.now() - busySince > slow.ms
    },
    get alive() {
      return alive
    },
    async ask(request, { timeoutMs, memoryBytes, signal }) {
      if (pending !== undefined) throw new Error('This process is at work on another request.')
      if (signal?.aborted) throw new Ended('cancelled')
      busySince = performance.now()
      usedBefore = undefined
      if (givingWay) givingWay = !raise(child.pid)
      hold(child, true)
      const leave = () => end('cancelled')
      signal?.addEventListener('abort', leave, { once: true })
      const timer = setTimeout(() => end('timeout'), timeoutMs)
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
        clearInterval(watch)
        signal?.removeEventListener('abort', leave)
        if (alive && givingWay && !mayRaise) end('died')
        else if (alive) hold(child, false)
      }
    },
    giveWay() {
      if (!givingWay && pending !== undefined) givingWay = lower(child.pid)
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

/** SQLite's own heap limits do nothing in this build, so the resident size is watched from outside (Linux only). */
async function overMemory(pid: number | undefined, limit: number): Promise<boolean> {
  if (process.platform !== 'linux' || pid === undefined) return false
  const status = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => '')
  return Number(status.split(' ')[1] ?? 0) * pageBytes > limit
}
