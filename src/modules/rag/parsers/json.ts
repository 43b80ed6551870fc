import { createDocumentBuilder, type DocumentBuilder } from './document-builder.ts'
import { recordLines } from './json/describe.ts'
import { looseJson, parseJson, type Json } from './json/read.ts'
import type { ParseContext, Parser } from './parser.ts'
import { extensionOf, linesOf, readText } from './read-text.ts'
import { unreadable } from './unreadable.ts'

const lineExtensions = ['.jsonl', '.ndjson', '.ldjson']
const lineTypes = ['application/jsonl', 'application/x-ndjson', 'application/jsonlines', 'application/x-jsonlines']

/**
 * JSON and JSON Lines: each record becomes a block of lines `path.to.value: value`, so that a passage
 * says what its values are. Numbers are kept as they are written, however many digits they have. Of JSON Lines a broken
 * line is kept as it stands, and told.
 */
export const jsonParser: Parser = {
  name: 'json',
  extensions: ['.json', ...lineExtensions, '.geojson', '.webmanifest'],
  mediaTypes: ['application/json', ...lineTypes, 'application/ld+json', 'application/geo+json'],
  parse(bytes, context) {
    const { text, charset } = readText(bytes, context, { isCounted: false })
    const builder = createDocumentBuilder(context.budget)
    const records = readRecords(text, context)
    const broken: number[] = []
    for (const record of records) {
      if (record.line === undefined) builder.add('table', recordLines(record.value, context.budget).join('\n'))
      else {
        builder.add('code', record.source)
        broken.push(record.line)
      }
    }
    warnOfLines(builder, broken)
    return Promise.resolve({ document: builder.finish({ type: 'json', charset, records: records.length }) })
  },
}

/** A value, or a line that holds none. */
type JsonRecord = { value: Json; line?: undefined } | { line: number; source: string }

/** The members of an outermost array, the lines of JSON Lines, or the one value. */
function readRecords(text: string, context: ParseContext): JsonRecord[] {
  try {
    return membersOf(parseJson(text))
  } catch (error) {
    const isNamedSo =
      lineExtensions.includes(extensionOf(context.filename ?? '')) || lineTypes.includes(context.mediaType ?? '')
    const lines = readLines(text, isNamedSo)
    if (lines) return lines
    const values = looseJson(text)
    if (values) return values.flatMap(membersOf)
    throw unreadable(
      'malformed',
      `The file is not valid JSON${placeOf(text, error)}. Correct it, or send it as .txt.`,
      error,
    )
  }
}

function membersOf(value: Json): JsonRecord[] {
  const isList = Array.isArray(value) && value.some((member) => typeof member === 'object')
  return (isList ? value : [value]).map((member) => ({ value: member }))
}

/** JSON Lines: most lines are values; only a file that is named so may consist of anything but objects and lists. */
function readLines(text: string, isNamedSo: boolean): JsonRecord[] | undefined {
  const records: JsonRecord[] = []
  let number = 0
  let structured = 0
  let broken = 0
  for (const { text: source } of linesOf(text)) {
    number++
    if (source.trim() === '') continue
    try {
      const value = parseJson(source)
      if (isNamedSo || (typeof value === 'object' && value !== null)) structured++
      records.push({ value })
    } catch {
      broken++
      if (broken > 100 && broken > structured) return undefined
      records.push({ line: number, source })
    }
  }
  return structured > 0 && records.length > 1 && broken <= structured * (isNamedSo ? 1 : 0.2) ? records : undefined
}

function warnOfLines(builder: DocumentBuilder, broken: number[]): void {
  if (broken.length === 0) return
  const named = broken.slice(0, 20).join(', ') + (broken.length > 20 ? ` and ${broken.length - 20} more` : '')
  builder.warn(`Lines that are not valid JSON and were kept as they stand: ${named}.`)
}

function placeOf(text: string, error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/u.exec(error.message)?.[1] : undefined
  if (position === undefined) return ''
  const before = text.slice(0, Number(position)).split('\n')
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`
}
