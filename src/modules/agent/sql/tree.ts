import type { Visible } from './policy/visible.ts'
import type { Table } from './schema.ts'

/** A place where a statement names a stored table; offsets are those of the string. */
export interface Reference {
  table: Table
  start: number
  end: number
  /** Whether the name stands with its schema, so that no CTE can be meant. */
  qualified: boolean
  /** Whether an alias follows. */
  alias: boolean
}

/** What the tree of an allowed statement names, and the statement itself, mended where a dialect's habits ask for it. */
export interface Inspection {
  sql: string
  references: Reference[]
  /** Whether the statement has a WITH of its own at the top. */
  hasWith: boolean
  /** In PostgreSQL the `schema.` of columns written `schema.table.column`. */
  columnPrefixes: { start: number; end: number }[]
  /** The highest number of a placeholder (`$1`) in PostgreSQL. */
  placeholders: number
}

/**
 * The first lock: parses a statement with the grammar of its dialect and walks the whole tree. What is not allowed by
 * name is refused. Throws `AppError`: `sql_refused`, `not_permitted`, `too_expensive`.
 */
export type InspectTree = (sql: string, visible: Visible) => Inspection

/** Longer statements are not looked at. */
const maxLength = 32_000
/** PostgreSQL's scanner takes time by the square of how deeply comments are nested, and would keep all others waiting. */
const maxComments = 500

/** Why a text must not even reach a parser. */
export function unreadable(sql: string, longest = maxLength): string | undefined {
  if (sql.length > longest) return 'it is too long'
  if (sql.includes('\0')) return 'it contains a NUL character'
  if (sql.split('/*').length > maxComments) return 'it has too many comments'
  return undefined
}
/** Deeper nesting is not looked at. */
export const maxDepth = 500
