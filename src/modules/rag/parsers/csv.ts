import type { Parser } from './parser.ts'
import { readText } from './read-text.ts'

/** Comma-, tab-, semicolon- and bar-separated values: the text stays as it is, cut only between records (RFC 4180). */
export const csvParser: Parser = {
  name: 'csv',
  extensions: ['.csv', '.tsv', '.tab', '.psv'],
  mediaTypes: ['text/csv', 'text/tab-separated-values', 'application/csv', 'application/vnd.ms-excel.csv'],
  isLight: true,
  parse(bytes, context) {
    const { text, charset } = readText(bytes, context)
    const rows = recordStarts(text)
    const end = text.trimEnd().length
    return Promise.resolve({
      document: {
        text,
        blocks: [{ kind: 'table', start: rows[0] ?? 0, end, rows, headerRows: headerRows(text, rows) }],
        metadata: { type: 'csv', charset, rows: rows.length },
        warnings: [],
      },
    })
  },
}

const separators = [',', ';', '\t', '|'] as const

/** Where each record begins: at a line that is not inside quotes; blank lines are no records. */
function recordStarts(text: string): number[] {
  const separator = likelySeparator(text)
  const starts: number[] = []
  let position = 0
  let quote = text.indexOf('"')
  while (position < text.length) {
    const feed = text.indexOf('\n', position)
    let end = feed === -1 ? text.length : feed
    if (quote !== -1 && quote < position) quote = text.indexOf('"', position)
    if (quote !== -1 && quote < end) {
      const closed = quotedRecordEnd(text, position, separator)
      if (closed === undefined) quote = -1
      else end = closed
    }
    if (/\S/u.test(text.slice(position, Math.min(end, position + 200)))) starts.push(position)
    position = end + 1
  }
  return starts
}

const longestQuotedRecord = 100_000

/** Undefined when a quote is never closed: then quotes are signs like any other in the rest of the file. */
function quotedRecordEnd(text: string, start: number, separator: string): number | undefined {
  let quoted = false
  const limit = Math.min(text.length, start + longestQuotedRecord)
  for (let index = start; index < limit; index++) {
    const character = text[index]
    if (character === '"') {
      const opens = index === start || text[index - 1] === separator
      if (quoted || opens) quoted = !quoted
    } else if (character === '\n' && !quoted) return index
  }
  return quoted || limit < text.length ? undefined : limit
}

function likelySeparator(text: string): string {
  const head = text.slice(0, 4096).split('\n', 20)
  const counts = separators.map((separator) => ({
    separator,
    lines: head.filter((line) => line.includes(separator)).length,
    count: head.join('').split(separator).length,
  }))
  counts.sort((one, other) => other.lines - one.lines || other.count - one.count)
  return counts[0]?.separator ?? ','
}

/** The header ends with the first of the first rows in which every field is filled, and none is a number. */
function headerRows(text: string, rows: number[]): number {
  const separator = likelySeparator(text)
  for (let index = 0; index < Math.min(rows.length - 1, 4); index++) {
    const fields = text
      .slice(rows[index], rows[index + 1])
      .trimEnd()
      .split(separator)
    if (fields.some((field) => /^["\s]*[-+]?[\d.,]+%?["\s]*$/u.test(field))) return 0
    if (fields.length > 1 && fields.every((field) => field.trim() !== '')) return index + 1
  }
  return 0
}
