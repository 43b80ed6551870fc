/** What is used of better-sqlite3's connection. */
interface Preparing {
  prepare(sql: string): unknown
}

const mostStatements = 200

/**
 * Lets a connection keep the statements that it used last: knex asks for each anew, and making one often costs more than running
 * it. SQLite itself prepares a kept one again when the schema has changed.
 */
export const rememberStatements = (connection: Preparing): void => {
  const prepare = connection.prepare.bind(connection)
  const kept = new Map<string, unknown>()
  connection.prepare = (sql) => {
    const statement = kept.get(sql) ?? prepare(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    for (const oldest of kept.keys()) {
      if (kept.size <= mostStatements) break
      kept.delete(oldest)
    }
    return statement
  }
}
