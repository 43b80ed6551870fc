import stringWidth from 'string-width'
import { oneLine } from './output.ts'

const widest = 60

/** A cell as a person reads it: nothing for null, one line. */
const shown = (cell: unknown): string => {
  const text = cell == null ? '' : typeof cell === 'string' ? cell : JSON.stringify(cell)
  const line = oneLine(text)
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line
}

/** Rows as a table for the terminal; numbers to the right. */
export const table = (columns: string[], rows: unknown[][]): string => {
  const cells = rows.map((row) => row.map(shown))
  const widths = columns.map((name, index) =>
    Math.max(stringWidth(shown(name)), ...cells.map((row) => stringWidth(row[index] ?? ''))),
  )
  const numeric = columns.map(
    (_, index) => rows.length > 0 && rows.every((row) => row[index] == null || typeof row[index] === 'number'),
  )
  const pad = (text: string, index: number) => {
    const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - stringWidth(text)))
    return numeric[index] ? space + text : text + space
  }
  const line = (row: string[]) => row.map(pad).join('  ').trimEnd()
  return [line(columns.map(shown)), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(line)].join('\n')
}

/** A field as CSV (RFC 4180); what a spreadsheet would take for a formula is made text. */
const csvField = (cell: unknown): string => {
  const text = cell == null ? '' : typeof cell === 'string' ? cell : JSON.stringify(cell)
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV with a header line. */
export const csv = (columns: string[], rows: unknown[][]): string =>
  [columns, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')
