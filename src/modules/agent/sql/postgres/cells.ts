import type { Cell } from '../result.ts'

type Reader = (text: string) => Cell

/** Types by their object id (`pg_type.dat`): these ids are part of PostgreSQL's protocol and never change. */
const scalars: Record<number, { name: string; read: Reader }> = {
  16: { name: 'boolean', read: (text) => text === 't' },
  17: { name: 'bytea', read: (text) => Buffer.from(text.slice(2), 'hex').toString('base64') },
  20: { name: 'bigint', read: readNumber },
  21: { name: 'smallint', read: readNumber },
  23: { name: 'integer', read: readNumber },
  26: { name: 'oid', read: readNumber },
  700: { name: 'real', read: readNumber },
  701: { name: 'double precision', read: readNumber },
  1700: { name: 'numeric', read: readNumber },
  114: { name: 'json', read: readJson },
  3802: { name: 'jsonb', read: readJson },
  1082: { name: 'date', read: readText },
  1083: { name: 'time', read: readText },
  1266: { name: 'timetz', read: readText },
  1114: { name: 'timestamp', read: readTimestamp },
  1184: { name: 'timestamptz', read: readTimestamp },
  1186: { name: 'interval', read: readText },
  25: { name: 'text', read: readText },
  1043: { name: 'varchar', read: readText },
  1042: { name: 'char', read: readText },
  18: { name: 'char', read: readText },
  19: { name: 'name', read: readText },
  2950: { name: 'uuid', read: readText },
}

const arrays: Record<number, number> = {
  1000: 16, 1001: 17, 1016: 20, 1005: 21, 1007: 23, 1021: 700, 1022: 701, 1231: 1700, 199: 114, 3807: 3802, 1182: 1082,
  1183: 1083, 1270: 1266, 1115: 1114, 1185: 1184, 1187: 1186, 1009: 25, 1015: 1043, 1014: 1042, 2951: 2950,
} // prettier-ignore

/** The name of a type as users know it; `other` for types of extensions and of the user. */
export function typeName(oid: number): string {
  const element = arrays[oid]
  if (element !== undefined) return `${typeName(element)}[]`
  return scalars[oid]?.name ?? 'other'
}

/** Turns the text form of a value (ISO dates, hex bytes) into a cell. */
export function readCell(oid: number, text: string | null): Cell {
  if (text === null) return null
  const element = arrays[oid]
  if (element !== undefined) return readArray(text, scalars[element]?.read ?? readText)
  return (scalars[oid]?.read ?? readText)(text)
}

function readText(text: string): Cell {
  return text
}

/** As a number when JSON can carry it; integers beyond 2^53 and NaN stay text. */
function readNumber(text: string): Cell {
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number
}

/** What is nested so deeply that no client could read it stays text. */
const maxJsonDepth = 200

function readJson(text: string): Cell {
  if (text.length > 2 * maxJsonDepth && jsonDepth(text) > maxJsonDepth) return text
  return JSON.parse(text) as Cell // oxlint-disable-line typescript/no-unsafe-type-assertion -- PostgreSQL checked it
}

function jsonDepth(text: string): number {
  let depth = 0
  let deepest = 0
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (piece === '[' || piece === '{') deepest = Math.max(deepest, ++depth)
    else if (piece === ']' || piece === '}') depth--
  }
  return deepest
}

/** `2026-01-31 10:00:00+00` becomes `2026-01-31T10:00:00Z`. */
function readTimestamp(text: string): Cell {
  const match = /^(\d{4,}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?:([+-]\d{2})(:\d{2})?)?$/.exec(text)
  if (match === null) return text
  const [, date, time, hours, minutes] = match
  if (hours === undefined) return `${date}T${time}`
  return hours === '+00' && minutes === undefined ? `${date}T${time}Z` : `${date}T${time}${hours}${minutes ?? ':00'}`
}

/** Reads `{a,"b,c",NULL,{…}}`. */
function readArray(text: string, read: Reader): Cell {
  let at = text.startsWith('[') ? text.indexOf('=') + 1 : 0

  function list(): Cell[] {
    const items: Cell[] = []
    at++
    while (at < text.length && text[at] !== '}') {
      if (text[at] === ',') at++
      else if (text[at] === '{') items.push(list())
      else items.push(item())
    }
    at++
    return items
  }

  function item(): Cell {
    if (text[at] !== '"') {
      const start = at
      while (at < text.length && text[at] !== ',' && text[at] !== '}') at++
      const raw = text.slice(start, at)
      return raw === 'NULL' ? null : read(raw)
    }
    let value = ''
    for (at++; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\') at++
      value += text[at]
    }
    at++
    return read(value)
  }

  return list()
}
