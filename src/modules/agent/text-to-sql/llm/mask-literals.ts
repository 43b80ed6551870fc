const literal = /'((?:[^']|'')*)'/g

/**
 * SQL without the texts that its asker did not say themselves: those may come from rows. `said` is everything they have
 * said. Formats such as `%Y-%m` stay, for they are computed, not read.
 */
export const maskLiterals = (sql: string, said: string): string => {
  const heard = said.toLowerCase()
  return sql.replaceAll(literal, (whole, content: string) => {
    const text = content.replaceAll("''", "'").toLowerCase()
    const bare = text.replace(/^%+|%+$/g, '')
    const computed = /^(?:%[a-z]|[-+/:. ])*$/.test(text)
    return computed || heard.includes(bare) ? whole : "'…'"
  })
}
