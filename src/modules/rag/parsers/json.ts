import type { Budget } from './budget.ts'
import { createDocumentBuilder, type DocumentBuilder } from './document-builder.ts'
import type { Parser } from './parser.ts'
import { linesOf, readText } from './read-text.ts'
import { unreadable } from './unreadable.ts'

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/**
 * JSON and JSON Lines: each record becomes a block of lines `path.to.value: value`, so that a passage
 * says what its values are. Numbers are kept as they are written, however many digits they have.
 */
export const jsonParser: Parser = {
  name: 'json',
  extensions: ['.json', '.jsonl', '.ndjson', '.geojson', '.webmanifest'],
  mediaTypes: [
    'application/json',
    'application/jsonl',
    'application/x-ndjson',
    'application/ld+json',
    'application/geo+json',
  ],
  parse(bytes, context) {
    const { text, charset } = readText(bytes, context, { isCounted: false })
    const builder = createDocumentBuilder(context.budget)
    const records = readRecords(text, builder)
    for (const [index, record] of records.entries()) {
      const lines: string[] = []
      describe(record, '', 0, context.budget, lines)
      if (lines.length > 0) builder.add('table', lines.join('\n'), {})
      else if (index === 0 && records.length === 1) break
    }
    return Promise.resolve({ document: builder.finish({ type: 'json', charset, records: records.length }) })
  },
}

/** The records of the text: the members of an outermost array, the lines of JSON Lines, or the one value. */
function readRecords(text: string, builder: DocumentBuilder): Json[] {
  try {
    const value = parseJson(text)
    return Array.isArray(value) && value.some((member) => typeof member === 'object') ? value : [value]
  } catch (error) {
    const records = readLines(text, builder)
    if (records) return records
    throw unreadable(
      'malformed',
      `The file is not valid JSON${placeOf(text, error)}. Correct it, or send it as .txt.`,
      error,
    )
  }
}

/** JSON Lines, in which a broken line is left out; not when most are. */
function readLines(text: string, builder: DocumentBuilder): Json[] | undefined {
  const records: Json[] = []
  let broken = 0
  for (const line of linesOf(text)) {
    if (line.text.trim() === '') continue
    try {
      records.push(parseJson(line.text))
    } catch {
      broken++
      if (broken > 100 && broken > records.length) return undefined
    }
  }
  const structured = records.filter((record) => typeof record === 'object').length
  if (structured < 2 || broken * 10 > records.length) return undefined
  if (broken > 0) builder.warn(`${broken} lines are not valid JSON and were left out.`)
  return records
}

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu

/** JSON.parse, but a number that a double would not write the same way is kept as text. */
function parseJson(text: string): Json {
  const exact = /\d{16}|\d\.\d*0\b|\d[eE]/u.test(text)
    ? text.replace(stringOrNumber, (token) =>
        token.startsWith('"') || String(Number(token)) === token ? token : JSON.stringify(token),
      )
    : text
  const value: Json = JSON.parse(exact)
  return value
}

function describe(value: Json, path: string, depth: number, budget: Budget, lines: string[]): void {
  if (depth > budget.limits.depth)
    throw unreadable('too_large', `The JSON is nested more than ${budget.limits.depth} deep, which no document is.`)
  if (Array.isArray(value)) {
    if (value.every((member) => typeof member !== 'object' || member === null)) {
      if (value.length > 0) lines.push(line(path, value.map((member) => scalarText(member)).join(', ')))
      return
    }
    for (const [index, member] of value.entries()) describe(member, `${path}[${index + 1}]`, depth + 1, budget, lines)
    return
  }
  if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value))
      describe(member, path === '' ? name : `${path}.${name}`, depth + 1, budget, lines)
    return
  }
  if (value !== null && value !== '') lines.push(line(path, scalarText(value)))
}

function line(path: string, value: string): string {
  return path === '' ? value : `${path}: ${value}`
}

function scalarText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function placeOf(text: string, error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/u.exec(error.message)?.[1] : undefined
  if (position === undefined) return ''
  const before = text.slice(0, Number(position)).split('\n')
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`
}
