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
import type { ParsedFile, SourceFile, UnreadableReason } from '../parsers/parser.ts'
import { planFile, type Asked, type Planned, type PlanSettings } from './plan.ts'
import { watchMemory } from './memory-watch.ts'
import type { ParseAnswer, ParseMessage, ParseTask } from './parse-messages.ts'
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
  /** The same, and prepares what was read for being written. */
  plan(file: FileToParse, asked: Asked, settings: PlanSettings, signal?: AbortSignal): Promise<Planned>
  /** Ends the processes; files still being read are cancelled. */
  close(): Promise<void>
}

interface Job {
  task: ParseTask
  /** So large that only one such file is read at a time, lest all processes fill at once. */
  isHeavy: boolean
  /** A process for it did not start. */
  isSecondTry: boolean
  done(answer: ParseAnswer): void
}

interface Reader {
  process: ChildProcess
  isReady: boolean
  job?: Job | undefined
  /** Why we are ending it, which is then why its job fails. */
  ending?: { reason: UnreadableReason; message: string } | undefined
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
      if (message === 'ready') reader.isReady = true
      else settle(reader, message)
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
      const isHeavyRunning = [...readers].some((reader) => reader.job?.isHeavy === true)
      const job = waiting.find((candidate) => !candidate.isHeavy || !isHeavyRunning)
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
    const end = (reason: UnreadableReason, message: string): void => {
      reader.ending = { reason, message }
      reader.process.kill('SIGKILL')
    }
    const timer = setTimeout(() => {
      if (!reader.isReady) return reader.process.kill('SIGKILL')
      return end(
        'too_slow',
        `The file could not be read within ${Math.round(timeoutMs / 1000)} seconds. Split or simplify it.`,
      )
    }, timeoutMs)
    const stopMemory = watchMemory(reader.process.pid, residentMegabytes, () => {
      end('too_large', 'The file needs more memory to be read than is allowed. Split it.')
    })
    reader.stopWatching = () => {
      clearTimeout(timer)
      stopMemory()
    }
    reader.process.send(job.task)
  }

  return {
    async parse(file, signal) {
      const source = await lightSource(file, limits)
      if (source) return parseFile(source, limits)
      const { parsed } = await inProcess({ file, limits }, signal)
      return parsed ?? lost()
    },
    async plan(file, asked, settings, signal) {
      const source = await lightSource(file, limits)
      if (source) return planFile(asked, await parseFile(source, limits), settings)
      const { planned } = await inProcess({ file, limits, plan: { asked, settings } }, signal)
      return planned ?? lost()
    },
    async close() {
      closed = true
      for (const job of waiting.splice(0)) job.done(stopped)
      await Promise.all(
        [...readers].map((reader) => {
          reader.ending ??= stopped.failure
          reader.process.ref()
          return new Promise((resolve) => {
            reader.process.once('exit', resolve)
            reader.process.kill('SIGKILL')
          })
        }),
      )
    },
  }

  /** What a process answers. Throws what keeps it from reading the file. */
  async function inProcess(task: ParseTask, signal: AbortSignal | undefined): Promise<ParseAnswer> {
    if (closed) throw new AppError('unavailable', 'The server is stopping and reads no more files.')
    throwIfLeft(signal)
    const isHeavy = (await sizeOf(task.file)) > heavyBytes
    const answer = await ask(task, isHeavy, signal)
    if (!answer.failure) return answer
    throwIfLeft(signal)
    throw unreadable(answer.failure.reason, answer.failure.message)
  }

  function ask(task: ParseTask, isHeavy: boolean, signal: AbortSignal | undefined): Promise<ParseAnswer> {
    return new Promise<ParseAnswer>((resolve) => {
      const job: Job = {
        task,
        isHeavy,
        isSecondTry: false,
        done(answer) {
          signal?.removeEventListener('abort', leave)
          resolve(answer)
        },
      }
      const leave = (): void => {
        const place = waiting.indexOf(job)
        if (place !== -1) waiting.splice(place, 1)
        for (const reader of readers)
          if (reader.job === job) {
            reader.ending ??= stopped.failure
            reader.process.kill('SIGKILL')
          }
        job.done(stopped)
      }
      if (closed || signal?.aborted === true) return job.done(stopped)
      signal?.addEventListener('abort', leave, { once: true })
      waiting.push(job)
      next()
    })
  }
}

const lost = (): never => {
  throw unreadable('crashed', 'The file could not be read.')
}

const cannotStart = {
  reason: 'not_started' as const,
  message:
    'The program that reads such files does not start. The log of the server says why. If files of its installation are missing, install it again; then send the file once more.',
}

const stopped = { failure: { reason: 'crashed' as const, message: 'The reading was stopped before its end.' } }

function throwIfLeft(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError('cancelled', 'The reading was cancelled.')
}

/** V8 aborts when its heap is full. */
function causeOfDeath(signal: NodeJS.Signals | null): { reason: UnreadableReason; message: string } {
  if (signal === 'SIGABRT' || signal === 'SIGTRAP')
    return { reason: 'too_large', message: 'The file needs more memory to be read than is allowed. Split it.' }
  return { reason: 'crashed', message: 'The file made its reader crash, so it was left out.' }
}

const heavyBytes = 1_048_576

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
