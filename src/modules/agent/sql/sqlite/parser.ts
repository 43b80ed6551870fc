import { withOptions } from 'sqlite3-parser'

const parser = withOptions({ digitSeparator: '_' })

/** Parses one statement with SQLite's own grammar, and the digit separators (`1_000`) that the engine knows too. */
export const parseStmt = (sql: string) => parser.parseStmt(sql)
