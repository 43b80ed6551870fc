/** A stretch of a predicate that is not code (string, quoted name, comment), a cast, or a placeholder. */
const piece = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|:([A-Za-z_][A-Za-z0-9_]*)/g

/** The attributes that a predicate names, each once. */
export function placeholdersIn(predicate: string): string[] {
  const names = [...predicate.matchAll(piece)].flatMap(([, name]) => name ?? [])
  return [...new Set(names)]
}

/** Writes each placeholder of a predicate anew; strings, quoted names, comments and casts stay as they are. */
export function replacePlaceholders(predicate: string, write: (name: string) => string): string {
  return predicate.replaceAll(piece, (whole: string, name: string | undefined) =>
    name === undefined ? whole : write(name),
  )
}
