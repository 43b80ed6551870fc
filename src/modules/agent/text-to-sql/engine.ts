import type { ResultSet } from '../sql/result.ts'
import type { DatabaseSchema } from '../sql/schema.ts'

/**
 * A database as one caller sees it: the schema is already filtered by policy, and every statement goes
 * through the gate as that caller. Two callers who see the same have the same `key`; so whatever an engine
 * remembers (a value index), it remembers by `key`.
 */
export interface AskableDatabase {
  name: string
  key: string
  schema: DatabaseSchema
  /** Runs one read-only SELECT. Throws `AppError` when it is refused, fails or takes too long. */
  run(sql: string, limits?: { maxRows?: number; timeoutMs?: number; signal?: AbortSignal }): Promise<ResultSet>
}

/** A question that someone has confirmed the SQL of. */
export interface VerifiedPair {
  question: string
  sql: string
}

/** What is asked, and what helps to read it. */
export interface Question {
  text: string
  /** The turn before in the same conversation, if any. */
  previous?: VerifiedPair
  /** Confirmed pairs for this database, most alike first. */
  examples?: VerifiedPair[]
  /** The asker wants the SQL alone: a statement may be checked, but not run to its end. */
  checkOnly?: boolean
  signal?: AbortSignal
}

/** One way to read a question: its SQL, what that SQL does in plain words, and how likely it is to be right (0 to 1). */
export interface Reading {
  sql: string
  explanation: string
  confidence: number
}

/** What an engine makes of a question. */
export interface Interpretation {
  /** Best first; empty when the question cannot be read. */
  readings: Reading[]
  /** The stages of the reading, for `--explain-engine`; JSON. */
  trace?: unknown
  usage?: { inputTokens: number; outputTokens: number }
  model?: string
}

/** Turns questions into SQL. The embedded engine needs nothing; the `llm` engine a model. */
export interface TextToSqlEngine {
  readonly name: 'embedded' | 'llm'
  /** Throws `AppError`: `unavailable` when its model cannot be reached, `cancelled` when the caller left. */
  interpret(question: Question, database: AskableDatabase): Promise<Interpretation>
}
