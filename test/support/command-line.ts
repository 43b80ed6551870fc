import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/ai-agent', import.meta.url))

/** How a command ended. */
export interface Ended {
  code: number
  output: string
  complaints: string
}

/** The command line as a person runs it in a folder, which is also their home. */
export const commandLineIn = (folder: string) => {
  const options = (environment: Record<string, string> = {}) => ({
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, DATA_DIR: join(folder, 'data'), ...environment },
  })
  return {
    run: (words: string[], extra: { input?: string; environment?: Record<string, string> } = {}): Promise<Ended> =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [program, ...words],
          options(extra.environment),
          (error, output, complaints) => resolve({ code: error ? Number(error.code ?? 1) : 0, output, complaints }),
        )
        child.stdin?.end(extra.input ?? '')
      }),
    /** Starts a command that goes on until it is interrupted. */
    begin: (words: string[]): ChildProcess =>
      spawn(process.execPath, [program, ...words], { ...options(), stdio: 'ignore' }),
  }
}
