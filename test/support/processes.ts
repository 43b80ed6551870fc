import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { until } from './until.ts'

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

/** A process of the product. */
export interface Process {
  child: ChildProcess
  url: string
  /** What it was started with, so that it can be started again. */
  environment: Record<string, string>
  /** What it has written to standard error so far. */
  log: () => string
  /** Sends SIGTERM and waits; resolves with the exit code. */
  stop: () => Promise<number | null>
  kill: (signal: NodeJS.Signals) => Promise<void>
}

/** Starts `ai-agent serve --role=…` from the build, and waits until it is ready. */
export const serve = async (role: string, environment: Record<string, string>, url: string): Promise<Process> => {
  const child = spawn(process.execPath, [program, 'serve', `--role=${role}`], {
    env: { PATH: process.env['PATH'] ?? '', HOME: environment['DATA_DIR'] ?? '', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let written = ''
  child.stderr?.on('data', (bytes: Buffer) => (written += bytes.toString()))
  const ended = once(child, 'exit')
  const isReady = async () => {
    if (child.exitCode !== null) throw new Error(`${role} ended with ${child.exitCode}`)
    const response = await fetch(`${url}/ready`).catch(() => null)
    await response?.body?.cancel()
    return response?.ok === true
  }
  await until(isReady, 60_000).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw new Error(`${role} did not get ready:\n${written}`, { cause: error })
  })
  return {
    child,
    url,
    environment,
    log: () => written,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
      return child.exitCode
    },
    kill: async (signal) => {
      child.kill(signal)
      await ended
    },
  }
}
