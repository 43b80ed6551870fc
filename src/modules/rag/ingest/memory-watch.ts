import { readFile } from 'node:fs/promises'

const pageBytes = 4096
const intervalMs = 250

/**
 * Calls `exceeded` once when a process holds more than so much memory, buffers outside of its heap included; gives what
 * ends the watch. Reads /proc, so elsewhere than on Linux it never calls.
 */
export function watchMemory(processId: number | undefined, megabytes: number, exceeded: () => void): () => void {
  if (processId === undefined || process.platform !== 'linux') return () => undefined
  const timer = setInterval(() => {
    readFile(`/proc/${processId}/statm`, 'latin1').then(
      (status) => {
        const resident = Number(status.split(' ')[1]) * pageBytes
        if (resident <= megabytes * 1_048_576) return
        clearInterval(timer)
        exceeded()
      },
      () => clearInterval(timer),
    )
  }, intervalMs)
  return () => clearInterval(timer)
}
