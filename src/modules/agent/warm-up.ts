import type { Log } from '../../platform/log.ts'
import type { IndexProgress } from './databases.ts'
import type { Caller, Gate } from './sql/gate.ts'
import type { SemanticEngine } from './text-to-sql/index.ts'

/** Looks at the databases before the first question does, and knows how far that has come. */
export interface WarmUp {
  progress: IndexProgress
  /** Ends when all are looked at, or when it is stopped. */
  readonly done: Promise<void>
  stop(): void
}

/** The view of somebody whom no policy limits; others' indexes are made when they ask. */
const nobodyLimited: Caller = { userId: 'warm-up', username: 'warm-up', role: 'admin', attributes: {} }

/** Begins to read schemas and values, one database after another, while the service already answers. */
export const beginWarmUp = (gate: Gate, engine: SemanticEngine, log: Log): WarmUp => {
  const indexed = new Map<string, number>()
  const stopper = new AbortController()
  const one = async (name: string): Promise<void> => {
    const database = await gate.askable(name, nobodyLimited)
    const run: typeof database.run = (sql, limits) => database.run(sql, { signal: stopper.signal, ...limits })
    await engine.warm({ ...database, run }, ({ done, total }) => {
      indexed.set(database.key, total === 0 ? 1 : done / total)
    })
    indexed.set(database.key, 1)
  }
  const all = async (): Promise<void> => {
    for (const { name } of gate.databases()) {
      if (stopper.signal.aborted) return
      try {
        await one(name)
      } catch (error) {
        if (!stopper.signal.aborted) log.warn('a database could not be looked at yet', { database: name, error })
      }
    }
  }
  return {
    progress: ({ key }) => indexed.get(key),
    done: all(),
    stop: () => stopper.abort(),
  }
}
