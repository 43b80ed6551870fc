import type { Access } from './policy/access.ts'
import type { ResultSet } from './result.ts'
import type { DatabaseSchema, Dialect } from './schema.ts'

/** A value bound to a placeholder of a statement. */
export type Parameter = string | number | boolean | null

/** How much a statement may take; it is cut or stopped there. */
export interface StatementLimits {
  maxRows: number
  maxBytes: number
  timeoutMs: number
  /** The most rows that the plan may expect to touch. */
  maxPlanRows: number
}

/** A statement as it goes to the engine, after the tree has allowed it. */
export interface Statement {
  sql: string
  parameters: readonly Parameter[]
  access: Access
  limits: StatementLimits
  signal?: AbortSignal
}

/** What a look at a database found. `underlying` says which further relations a view, or a table with partitions, reads. */
export interface Snapshot {
  schema: DatabaseSchema
  underlying: Record<string, string[]>
}

/**
 * The second lock: runs one SELECT in the engine with the engine's own means of holding it.
 * All its errors are `AppError`, and name nothing that the caller did not write.
 */
export interface Executor {
  readonly dialect: Dialect
  introspect(): Promise<Snapshot>
  run(statement: Statement): Promise<ResultSet>
  close(): Promise<void>
}
