import type { ChildProcess } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { AppError } from '../../../platform/errors.ts'
import {
  defaultLimits,
  isLightName,
  lightParserOf,
  lightBytes,
  parseFile,
  unreadable,
  type ParseLimits,
} from '../parsers/index.ts'
import type { ParsedFile, SourceFile } from '../parsers/parser.ts'
import { planFile, type Asked, type Planned, type PlanSettings } from './plan.ts'
import { watchMemory } from './memory-watch.ts'
import type { ParseAnswer, ParseMessage, ParseTask } from './parse-messages.ts'
import { workedMs } from './process-time.ts'
import { readSource } from './parse-source.ts'
import { loaderMegabytes, startParseProcess } from './start-parse-process.ts'
import { tidyMemory } from './tidy-memory.ts'

/** A file to be read: from disk by its path, or from memory. */
export interface FileToParse {
  /** Where it lies; or give `bytes`. */
  path?: string
  bytes?: Uint8Array
  /** Its name, when it is not the path's last part. */
  filename?: string
  mediaType?: string
  charset?: string
}

/** Settings of a pool of processes that read documents. */
export interface ParsePoolOptions {
  /** How many files are read at once. */
  size: number
  /** The heap of one process, and half as much again for what lies outside of it; `too_large` beyond. */
  memoryMegabytes: number
  /** How long one file may take; `too_slow` after that. */
  timeoutMs: number
  /** How long a process without work is kept. */
  idleMs?: number
  limits?: ParseLimits
  /** Hears why a process did not start. */
  notStarted?: (why: string) => void
  /** The program of the processes. */
  program?: URL
}

/** Reads documents in processes of their own, so that a file that hangs or eats memory fails alone. */
export interface ParsePool {
  /**
   * Throws AppError `unprocessable` with an UnreadableReason; `cancelled` when the signal fires. A process that does not start is
   * tried again once before that is the reason.
   */
  parse(file: FileToParse, signal?: AbortSignal): Promise<ParsedFile>
  /**
   * The same, and prepares what was read for being written. In its first turn, 0, a file has some seconds, more if it is large, and
   * in each that follows four times as long; undefined when it needs longer. After their first turn files are read one at a time, and
   * when no other waits: so those that take as long as they may keep the others waiting for seconds, and never take all processes (if
   * there are two).
   */
  plan(
    file: FileToParse,
    asked: Asked,
    settings: PlanSettings,
    turn: number,
    signal?: AbortSignal,
  ): Promise<Planned | undefined>
  /** Ends the processes; files still being read are cancelled. */
  close(): Promise<void>
}

type Failure = NonNullable<ParseAnswer['failure']>

interface Job {
  task: ParseTask
  /** So large that only one such file is read at a time, lest all processes fill at once. */
  isHeavy: boolean
  /** Not in its first turn. */
  isSlow: boolean
  /** How much it may work. */
  timeMs: number
  /** A process for it did not start. */
  isSecondTry: boolean
  done(answer: ParseAnswer): void
}

interface Reader {
  process: ChildProcess
  isReady: boolean
  job?: Job | undefined
  /** Why we are ending it, which is then why its job fails. */
  ending?: Failure | undefined
  /** Counts the time of its job, from when it is ready. */
  timer?: NodeJS.Timeout
  stopWatching?: () => void
  idle?: NodeJS.Timeout
}

/** A pool; its processes start when there is work, and inherit nothing of this one's environment. */
export function createParsePool(options: ParsePoolOptions): ParsePool {
  const { size, memoryMegabytes, timeoutMs, idleMs = 30_000, limits = defaultLimits, program } = options
  const residentMegabytes = memoryMegabytes * 1.5 + 100 + 2 * loaderMegabytes
  const readers = new Set<Reader>()
  const waiting: Job[] = []
  let closed = false

  function start(): Reader {
    const { child, complaints } = startParseProcess(memoryMegabytes, program)
    const reader: Reader = { process: child, isReady: false }
    readers.add(reader)
    child.on('message', (message: ParseMessage) => {
      if (message !== 'ready') return settle(reader, message)
      reader.isReady = true
      if (reader.job) startTime(reader, reader.job)
    })
    const gone = (signal: NodeJS.Signals | null, why?: string): void => {
      readers.delete(reader)
      clearTimeout(reader.idle)
      const job = release(reader)
      const hasNotStarted = !reader.isReady && !reader.ending
      if (hasNotStarted) options.notStarted?.(why ?? (complaints() || `it ended with ${signal}`))
      if (hasNotStarted && job && !job.isSecondTry) {
        job.isSecondTry = true
        waiting.unshift(job)
      } else job?.done({ failure: reader.ending ?? (hasNotStarted ? cannotStart : causeOfDeath(signal)) })
      next()
    }
    child.on('error', (error) => {
      child.kill('SIGKILL')
      if (child.pid === undefined) gone(null, error.message)
    })
    // Not at its exit, when what it said may not be here yet.
    child.once('close', (_code, signal) => gone(signal))
    return reader
  }

  function release(reader: Reader): Job | undefined {
    const { job } = reader
    reader.stopWatching?.()
    reader.job = undefined
    return job
  }

  function settle(reader: Reader, answer: ParseAnswer): void {
    const job = release(reader)
    job?.done(answer)
    if (job?.isHeavy === true) tidyMemory()
    const keptMegabytes = (job?.isHeavy === true ? restMegabytes : 2 * restMegabytes) + 2 * loaderMegabytes
    if ((answer.memoryMegabytes ?? 0) > keptMegabytes) reader.process.kill('SIGKILL')
    else {
      reader.idle = setTimeout(() => reader.process.kill('SIGKILL'), idleMs).unref()
      reader.process.channel?.unref()
      reader.process.unref()
    }
    next()
  }

  function next(): void {
    if (closed) return
    while (waiting.length > 0) {
      const free = [...readers].find((reader) => !reader.job && !reader.process.killed)
      if (!free && readers.size >= size) return
      const running = [...readers].flatMap((reader) => reader.job ?? [])
      const isHeavyRunning = running.some((job) => job.isHeavy)
      const isSlowRunning = running.some((job) => job.isSlow)
      const fitting = waiting.filter((one) => !(one.isHeavy && isHeavyRunning) && !(one.isSlow && isSlowRunning))
      const job = fitting.find((one) => !one.isSlow) ?? fitting[0]
      if (!job) return
      waiting.splice(waiting.indexOf(job), 1)
      run(free ?? start(), job)
    }
  }

  function run(reader: Reader, job: Job): void {
    clearTimeout(reader.idle)
    if (job.isHeavy) tidyMemory()
    reader.job = job
    reader.process.channel?.ref()
    reader.process.ref()
    const stopMemory = watchMemory(reader.process.pid, residentMegabytes, () => {
      end(reader, tooMuchMemory)
    })
    reader.stopWatching = () => {
      clearTimeout(reader.timer)
      stopMemory()
    }
    if (reader.isReady) startTime(reader, job)
    else reader.timer = setTimeout(() => reader.process.kill('SIGKILL'), timeoutMs)
    reader.process.send(job.task)
  }

  const tooSlow: Failure = {
    reason: 'too_slow',
    message: `The file could not be read within ${Math.round(timeoutMs / 1000)} seconds. Split or simplify it.`,
  }

  /** A turn is so much work, not to be shorter where others keep the processors; in all a file has no longer than allowed. */
  function startTime(reader: Reader, { timeMs }: Job): void {
    clearTimeout(reader.timer)
    const worked = workedMs(reader.process.pid)
    const last = performance.now() + timeoutMs
    const check = (): void => {
      const left = Math.min(last - performance.now(), timeMs - (workedMs(reader.process.pid) - worked))
      if (left <= 0) end(reader, tooSlow)
      else reader.timer = setTimeout(check, Math.max(left, 50))
    }
    reader.timer = setTimeout(check, timeMs)
  }

  function end(reader: Reader, why: Failure): void {
    reader.ending ??= why
    reader.process.kill('SIGKILL')
  }

  return {
    async parse(file, signal) {
      const source = await lightSource(file, limits)
      if (source) return parseFile(source, limits)
      const answer = await inProcess({ file, limits }, { isSlow: false, timeMs: timeoutMs }, signal)
      return answer.parsed ?? fail(answer.failure)
    },
    async plan(file, asked, settings, turn, signal) {
      const source = await lightSource(file, limits)
      if (source) return planFile(asked, await parseFile(source, limits), settings)
      const turnMs = firstTurnMs(await sizeOf(file)) * 4 ** turn
      const timeMs = turnMs * 2 > timeoutMs ? timeoutMs : turnMs
      const task = { file, limits, plan: { asked, settings } }
      const answer = await inProcess(task, { isSlow: turn > 0, timeMs }, signal)
      if (answer.failure === tooSlow && timeMs < timeoutMs) return undefined
      return answer.planned ?? fail(answer.failure)
    },
    async close() {
      closed = true
      for (const job of waiting.splice(0)) job.done({ failure: stopped })
      await Promise.all(
        [...readers].map((reader) => {
          reader.process.ref()
          return new Promise((resolve) => {
            reader.process.once('exit', resolve)
            end(reader, stopped)
          })
        }),
      )
    },
  }

  /** What a process answers. Throws when it was not to answer any more. */
  async function inProcess(
    task: ParseTask,
    time: Pick<Job, 'isSlow' | 'timeMs'>,
    signal: AbortSignal | undefined,
  ): Promise<ParseAnswer> {
    if (closed) throw new AppError('unavailable', 'The server is stopping and reads no more files.')
    throwIfLeft(signal)
    const isHeavy = (await sizeOf(task.file)) > heavyBytes
    const answer = await ask({ task, isHeavy, ...time }, signal)
    if (answer.failure) throwIfLeft(signal)
    return answer
  }

  function ask(
    asked: Pick<Job, 'task' | 'isHeavy' | 'isSlow' | 'timeMs'>,
    signal: AbortSignal | undefined,
  ): Promise<ParseAnswer> {
    return new Promise((resolve) => {
      const job: Job = {
        ...asked,
        isSecondTry: false,
        done(answer) {
          signal?.removeEventListener('abort', leave)
          resolve(answer)
        },
      }
      const leave = (): void => {
        const place = waiting.indexOf(job)
        if (place !== -1) waiting.splice(place, 1)
        for (const reader of readers) if (reader.job === job) end(reader, stopped)
        job.done({ failure: stopped })
      }
      if (closed || signal?.aborted === true) return job.done({ failure: stopped })
      signal?.addEventListener('abort', leave, { once: true })
      waiting.push(job)
      next()
    })
  }
}

const fail = (failure: Failure = { reason: 'crashed', message: 'The file could not be read.' }): never => {
  throw unreadable(failure.reason, failure.message)
}

const cannotStart: Failure = {
  reason: 'not_started',
  message:
    'The program that reads such files does not start. The log of the server says why. If files of its installation are missing, install it again; then send the file once more.',
}

const stopped: Failure = { reason: 'crashed', message: 'The reading was stopped before its end.' }

const tooMuchMemory: Failure = {
  reason: 'too_large',
  message: 'The file needs more memory to be read than is allowed. Split it.',
}

function throwIfLeft(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError('cancelled', 'The reading was cancelled.')
}

/** V8 aborts when its heap is full. */
function causeOfDeath(signal: NodeJS.Signals | null): Failure {
  if (signal === 'SIGABRT' || signal === 'SIGTRAP') return tooMuchMemory
  return { reason: 'crashed', message: 'The file made its reader crash, so it was left out.' }
}

const heavyBytes = 1_048_576

/** What nearly all files are read in, on a machine that has much else to do. */
const firstTurnMs = (bytes: number): number => 3_000 + (3_000 * bytes) / 1_048_576

/** A process that holds more than this after a large file, or twice as much after any, is replaced by a new one. */
const restMegabytes = 130

/** Files that are gone count as small: the one who opens them says so. */
async function sizeOf(file: FileToParse): Promise<number> {
  if (file.bytes) return file.bytes.length
  const status = file.path === undefined ? undefined : await stat(file.path).catch(() => undefined)
  return status?.size ?? 0
}

/** The bytes of a file that is small and of a kind that is read at once without risk. */
async function lightSource(file: FileToParse, limits: ParseLimits): Promise<SourceFile | undefined> {
  if (file.bytes === undefined && !isLightName(file.filename ?? file.path ?? '')) return undefined
  if ((await sizeOf(file)) > lightBytes) return undefined
  const source = await readSource(file, limits)
  return lightParserOf(source) ? source : undefined
}
