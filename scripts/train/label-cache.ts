import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'

/** Remembers between runs which statements answer which questions rightly; running them is what takes long. */
export interface LabelCache {
  label(question: string, sql: string, judge: () => boolean): boolean
  save(): void
}

/** Reads the cache from a file; without a path nothing is kept. */
export function openLabelCache(path: string | undefined): LabelCache {
  const known = new Map<string, boolean>()
  if (path !== undefined && existsSync(path)) {
    for (const line of readFileSync(path, 'utf8').split('\n'))
      if (line !== '') known.set(line.slice(1), line.startsWith('1'))
  }
  return {
    label(question, sql, judge) {
      const key = createHash('sha1').update(`${question}\u0000${sql}`).digest('base64').slice(0, 14)
      const found = known.get(key)
      if (found !== undefined) return found
      const judged = judge()
      known.set(key, judged)
      return judged
    },
    save() {
      if (path !== undefined) writeFileSync(path, [...known].map(([key, right]) => `${right ? 1 : 0}${key}`).join('\n'))
    },
  }
}
