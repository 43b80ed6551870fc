import { withOptions } from 'sqlite3-parser'

/** SQLite's own grammar, with the digit separators (`1_000`) that the engine knows too. */
export const { parseStmt } = withOptions({ digitSeparator: '_' })
