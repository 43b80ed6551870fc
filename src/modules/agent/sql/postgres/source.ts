/** PostgreSQL counts in bytes of UTF-8; this turns such an offset into one of the string. */
export function byteOffsets(sql: string): (byte: number) => number {
  if (/^[\x00-\x7f]*$/.test(sql)) return (byte) => byte // oxlint-disable-line no-control-regex -- all of ASCII is meant
  const bytes = Buffer.from(sql)
  return (byte) => bytes.toString('utf8', 0, byte).length
}

const part = /(?:[uU]&)?"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}\p{M}_$]*/uy
const gap = /(?:\s|--[^\n\r]*|\/\*[\s\S]*?\*\/)*\.?(?:\s|--[^\n\r]*|\/\*[\s\S]*?\*\/)*/y

/** Where the name that starts at `start`, with or without schema, ends. */
export function nameEnd(sql: string, start: number): number {
  let end = start
  for (let at = start; ;) {
    part.lastIndex = at
    const name = part.exec(sql)
    if (name === null) return end
    end = at + name[0].length
    gap.lastIndex = end
    const between = gap.exec(sql)
    if (between === null || !between[0].includes('.')) return end
    at = end + between[0].length
  }
}

/** Where the second part of the dotted name that starts at `start` begins. */
export function prefixEnd(sql: string, start: number): number {
  part.lastIndex = start
  const name = part.exec(sql)
  if (name === null) return start
  gap.lastIndex = start + name[0].length
  return start + name[0].length + (gap.exec(sql)?.[0].length ?? 0)
}
