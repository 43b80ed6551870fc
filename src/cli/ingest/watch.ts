import { EventEmitter, once } from 'node:events'
import { watch, type FSWatcher } from 'node:fs'
import { say } from '../output.ts'
import type { FoundFolder } from './files.ts'

/** Folders on other machines tell of no change, so all is looked at again after so long. */
const lookAgainAfter = 60_000

/** Watches folders, each for itself: those below it must be added too. */
export interface Watch {
  /** Watches a folder from now on, if it is not watched already. */
  add: (folder: FoundFolder) => void
  /** Watches no others than these any more. */
  keepOnly: (folders: ReadonlySet<string>) => void
  /** Resolves when something has changed since the last time, or may have; rejects when the signal aborts. */
  next: (signal: AbortSignal) => Promise<void>
  close: () => void
}

/** Starts with nothing to watch. */
export const createWatch = (): Watch => {
  const watchers = new Map<string, { watcher: FSWatcher; inode: number }>()
  const changes = new EventEmitter()
  let changed = false
  let hasComplained = false
  const change = (): void => {
    changed = true
    changes.emit('change')
  }
  const drop = (folder: string): void => {
    watchers.get(folder)?.watcher.close()
    watchers.delete(folder)
  }
  const complain = (error: unknown): void => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (hasComplained || code === 'ENOENT' || code === 'EACCES') return
    hasComplained = true
    say(`Not every folder can be watched (${code}); so all are looked at again every ${lookAgainAfter / 1_000} s.`)
  }
  return {
    add: ({ path: folder, inode }) => {
      if (watchers.get(folder)?.inode === inode) return
      drop(folder)
      try {
        const watcher = watch(folder, change)
        watcher.on('error', (error) => {
          drop(folder)
          complain(error)
          change()
        })
        watchers.set(folder, { watcher, inode })
      } catch (error) {
        complain(error)
      }
    },
    keepOnly: (folders) => {
      for (const folder of watchers.keys()) if (!folders.has(folder)) drop(folder)
    },
    next: async (signal) => {
      const enough = AbortSignal.any([signal, AbortSignal.timeout(lookAgainAfter)])
      if (!changed) await once(changes, 'change', { signal: enough }).catch(() => undefined)
      signal.throwIfAborted()
      changed = false
    },
    close: () => {
      for (const folder of watchers.keys()) drop(folder)
    },
  }
}
