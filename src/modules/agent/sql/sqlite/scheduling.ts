/** How the operating system shares its processors among child processes. */
import { readFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

type Pid = number | undefined

const leastPriority = 19
/** https://man7.org/linux/man-pages/man7/capabilities.7.html, CAP_SYS_NICE */
const raisesPriorities = 1n << 23n

/** Whether a priority that was lowered can be raised again; without privileges that is not so. */
export const mayRaise = hasCapability(raisesPriorities)

/** Lets all other processes go first. Says whether that could be done. */
export function lower(pid: Pid): boolean {
  return prioritize(pid, leastPriority)
}

/** Gives a lowered process the priority of this one again. Says whether that could be done. */
export function raise(pid: Pid): boolean {
  return mayRaise && prioritize(pid, getPriority())
}

/** The milliseconds for which the main thread of a process was on a processor; undefined where that is not told (not Linux). */
export function processorTime(pid: Pid): number | undefined {
  if (pid === undefined) return undefined
  const nanoseconds = Number.parseInt(readProcess(pid, 'schedstat') ?? '', 10)
  return Number.isNaN(nanoseconds) ? undefined : nanoseconds / 1e6
}

function prioritize(pid: Pid, priority: number): boolean {
  if (pid === undefined) return false
  try {
    setPriority(pid, priority)
    return true
  } catch {
    return false
  }
}

function hasCapability(capability: bigint): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readProcess('self', 'status') ?? '')?.[1]
  return effective !== undefined && (BigInt(`0x${effective}`) & capability) !== 0n
}

function readProcess(pid: number | 'self', what: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'latin1')
  } catch {
    return undefined
  }
}
