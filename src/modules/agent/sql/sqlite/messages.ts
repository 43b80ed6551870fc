import type { Parameter, Snapshot } from '../executor.ts'
import type { Access } from '../policy/access.ts'
import type { ResultSet } from '../result.ts'

/** What the service asks a child process to do. */
export type Request =
  | { kind: 'introspect'; file: string }
  | { kind: 'forget'; file: string }
  | {
      kind: 'run'
      file: string
      access: Access
      sql: string
      parameters: readonly Parameter[]
      maxRows: number
      maxBytes: number
      maxPlanRows: number
    }

/** What a child answers. `fault` says whose fault it was, so that the service can word it. */
export type Reply =
  | { ok: true; kind: 'introspect'; snapshot: Snapshot }
  | { ok: true; kind: 'forget' }
  | { ok: true; kind: 'run'; result: ResultSet }
  | { ok: false; fault: 'refused' | 'hidden' | 'failed' | 'expensive' | 'unavailable'; why: string }
