/**
 * A message of an engine as a limited caller may read it: quoted pieces that they did not write are left out, since the
 * predicate of a policy may stumble over the very value that it hides.
 */
export function quotable(message: string, written: string): string {
  const known = written.toLowerCase()
  return message.replaceAll(/"[^"]*"|'[^']*'/g, (quoted) =>
    known.includes(quoted.slice(1, -1).toLowerCase()) ? quoted : '…',
  )
}

/** The name that a message speaks of, if the caller wrote it. */
export function quotableName(name: string, written: string): string | undefined {
  const last = name.split('.').at(-1) ?? name
  return written.toLowerCase().includes(last.toLowerCase()) ? name : undefined
}
