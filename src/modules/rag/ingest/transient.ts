import { setTimeout as pause } from 'node:timers/promises'
import { storageFault } from '../../../platform/db/storage-fault.ts'

/** Whether trying again later may help: the database was away, busy or full, not our statement wrong. */
export const isTransient = (error: unknown): boolean => {
  const reason = storageFault(error)?.details.reason
  return reason === 'storage_away' || reason === 'disk_full'
}

const attempts = 5
const firstPause = 100

/** Tries again, each time after twice the pause, while the fault may pass. Throws the last fault, or what the signal aborts with. */
export const withRetries = async <T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await act()
    } catch (error) {
      if (attempt >= attempts || !isTransient(error)) throw error
      await pause(firstPause * 2 ** attempt * (0.5 + Math.random()), undefined, { signal })
    }
  }
}
