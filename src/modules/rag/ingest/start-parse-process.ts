import { fork, type ChildProcess } from 'node:child_process'
import { Socket } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

const ownFile = fileURLToPath(import.meta.url)
const ownProgram = new URL(`./parse-process${extname(ownFile)}`, import.meta.url)
const mostSaid = 2_000

/** What the loader that translates TypeScript takes for itself; a build has none. */
export const loaderMegabytes = extname(ownFile) === '.js' ? 0 : 200

/** Sources in TypeScript run under a loader that the process needs too; a build needs nothing. */
const loaderFlags = (): string[] => {
  if (extname(ownFile) === '.js') return []
  return process.execArgv.filter((flag) => !/^--(?:inspect|max-old-space-size|watch)/u.test(flag))
}

/** Collects the first that a process says on its standard error. */
const listen = ({ stderr }: ChildProcess): (() => string) => {
  let said = ''
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < mostSaid) said += text
  })
  if (stderr instanceof Socket) stderr.unref()
  return () => said.trim().slice(0, mostSaid)
}

/**
 * Starts a process that reads documents, with so large a heap; `complaints` is the first that it said on its standard error. It
 * inherits nothing of this one's environment.
 */
export const startParseProcess = (
  memoryMegabytes: number,
  program = ownProgram,
): { child: ChildProcess; complaints: () => string } => {
  const child = fork(program, [], {
    execArgv: [
      ...loaderFlags(),
      '--expose-gc',
      '--max-semi-space-size=4',
      `--max-old-space-size=${memoryMegabytes + loaderMegabytes}`,
    ],
    // Memory that is given back to one thread's arena helps no other.
    env: { MALLOC_ARENA_MAX: '2' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  return { child, complaints: listen(child) }
}
