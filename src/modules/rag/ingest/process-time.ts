import { readFileSync } from 'node:fs'

/** Linux tells processor time in hundredths of a second. */
const tickMs = 10

/**
 * How long a process has worked, in milliseconds: on a busy machine less than what has passed. Reads /proc, so elsewhere than on
 * Linux it is what has passed.
 */
export function workedMs(processId: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${processId}/stat`, 'latin1')
    // The name of the program, in brackets, may hold anything; `utime` and `stime` are the 14th and 15th field.
    const fields = status.slice(status.lastIndexOf(')')).split(' ')
    return (Number(fields[12]) + Number(fields[13])) * tickMs
  } catch {
    return performance.now()
  }
}
