import { readFile } from 'node:fs/promises'

const pageBytes = 4096
const intervalMs = 250

/**
 * Calls `exceeded` when a process holds more than so much memory, buffers outside of its heap included; gives what
 * ends the watch. Reads /proc, so elsewhere than on Linux it never calls.
 */
export function watchMemory(processId: number | undefined, megabytes: number, exceeded: () => void): () => void {
  if (processId === undefined || process.platform !== 'linux') return () => undefined
  const timer = setInterval(() => {
    void residentBytes(processId).then((resident) => {
      if (resident > megabytes * 1_048_576) exceeded()
      return resident
    })
  }, intervalMs)
  return () => clearInterval(timer)
}

/** What a process holds in memory; 0 once it is gone. */
async function residentBytes(processId: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${processId}/statm`, 'latin1')
    return Number(status.split(' ')[1]) * pageBytes
  } catch {
    return 0
  }
}
