import { resolve } from 'node:path'
import type { AskableDatabase } from '../text-to-sql/engine.ts'
import type { StatementLimits } from './executor.ts'
import type { Caller } from './gate.ts'
import { createGate } from './gate.ts'

/** Whoever runs a command on their own machine; no policy limits them. */
const operator: Caller = { userId: 'local', username: 'local', role: 'admin', attributes: {} }

/** SQLite files opened one after another through one gate, as evaluation does; cheap to open and to close. */
export interface SqliteFiles {
  /** Throws `unavailable` when the file is not a database. */
  open(path: string): Promise<AskableDatabase & { close(): Promise<void> }>
  close(): Promise<void>
}

/** Opens the gate for whole files: full access, no policy, the same locks. */
export function openSqliteFiles(limits: Partial<StatementLimits> = {}): SqliteFiles {
  const gate = createGate({ databases: [], limits, sqliteProcesses: 2 })
  let opened = 0
  return {
    async open(path) {
      const name = `file-${++opened}`
      gate.attach({ name, url: `sqlite:${resolve(path)}` })
      const database = await gate.askable(name, operator)
      return { ...database, close: () => gate.detach(name) }
    },
    close: () => gate.close(),
  }
}
