import type { Access } from './policy/access.ts'
import type { ResultSet } from './result.ts'
import type { DatabaseSchema, Dialect } from './schema.ts'
import type { Inspection, InspectTree } from './tree.ts'

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
  /** What a caller whom a policy limits wrote: messages quote nothing else. */
  written?: string | undefined
  parameters: readonly Parameter[]
  access: Access
  limits: StatementLimits
  /** The visible name that is most like an unknown one. */
  similar?: (name: string) => string | undefined
  /** Settings of the session that row-level security of PostgreSQL can read: `ai_agent.user_id` and the like. */
  session?: Readonly<Record<string, string>>
  signal?: AbortSignal
}

/** A statement with the values of its placeholders. */
export interface Bound {
  sql: string
  parameters: Parameter[]
}

/** What a look at a database found. `underlying` says which further relations a view, or a table with partitions, reads. */
export interface Snapshot {
  schema: DatabaseSchema
  /** The schema in which PostgreSQL looks bare names up. */
  firstSchema?: string
  /** PostgreSQL's `schema.name` of each table. */
  fullNameOf?: Record<string, string>
  underlying: Record<string, string[]>
}

/**
 * The second lock: runs one SELECT in the engine with the engine's own means of holding it.
 * All its errors are `AppError`, and name nothing that the caller did not write.
 */
export interface Executor {
  readonly dialect: Dialect
  /** The first lock, for this dialect. */
  readonly inspectTree: InspectTree
  /** Puts the caller's policy into the statement, as far as that is done in the statement. */
  applyPolicy(inspection: Inspection, parameters: readonly Parameter[], access: Access, snapshot: Snapshot): Bound
  introspect(): Promise<Snapshot>
  run(statement: Statement): Promise<ResultSet>
  /** What the connection may do that it should not, each as a sentence. */
  examine(): Promise<string[]>
  close(): Promise<void>
}
