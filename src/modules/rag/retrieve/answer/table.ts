import type { Span } from '../highlight.ts'

/** What parts the cells of a row: a character, or `blanks` for two and more of them. */
export type Delimiter = '|' | '\t' | ',' | ';' | 'blanks'

const rule = /^[\s|:+=-]+$/u
const wide = /\S {2,}\S/u
const quoted = /"(?:[^"]|"")*"/gu
const number = /^[\p{Sc}\s]*[\d.,]+[\s%\p{Sc}]*$/u

const columnsOf = (line: string, delimiter: Delimiter): number =>
  delimiter === 'blanks' ? line.trim().split(/ {2,}/u).length : line.replaceAll(quoted, '').split(delimiter).length

/** Whether lines are the rows of a table, by what parts their cells. */
export const delimiterOf = (lines: readonly string[]): Delimiter | undefined => {
  if (lines.every((line) => /^\s*\|.*\|\s*$/u.test(line))) return '|'
  if (lines.every((line) => line.includes('\t'))) return '\t'
  if (lines.length < 2) return undefined
  for (const delimiter of [';', ','] as const) {
    const columns = columnsOf(lines[0] ?? '', delimiter)
    const bare = lines.map((line) => line.replaceAll(quoted, ''))
    if (columns > 1 && bare.every((line) => columnsOf(line, delimiter) === columns && !line.includes(`${delimiter} `)))
      return delimiter
  }
  return lines.every((line) => wide.test(line)) ? 'blanks' : undefined
}

/** The cells of a row, trimmed. */
const cellsOf = (line: string, delimiter: Delimiter): string[] => {
  if (delimiter === 'blanks') return line.trim().split(/ {2,}/u)
  if (delimiter === '|')
    return line
      .trim()
      .replaceAll(/^\||\|$/gu, '')
      .split(/(?<!\\)\|/u)
      .map((cell) => cell.trim())
  const cells: string[] = []
  const pattern = new RegExp(`(?:^|${delimiter})("(?:[^"]|"")*"|[^${delimiter}]*)`, 'gu')
  for (const [, cell = ''] of line.matchAll(pattern))
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"').trim() : cell.trim())
  return cells
}

/** A row of a table with the columns' names, as far as they are known. */
export interface Row extends Span {
  names: string[]
  cells: string[]
}

/** The rows of a table, without its head and its rules. `head` is the head of a table that began in another passage. */
export const rowsOf = (
  text: string,
  { lines, delimiter }: { lines: readonly Span[]; delimiter: Delimiter },
  head: string | undefined,
): Row[] => {
  const rows = lines
    .map(({ start, end }) => ({ start, line: text.slice(start, end) }))
    .filter(({ line }) => !rule.test(line))
  const hasRule = rule.test(text.slice(lines[1]?.start, lines[1]?.end))
  const cells = rows.map(({ line }) => cellsOf(line, delimiter))
  const above = head?.split('\n').find((line) => !rule.test(line) && delimiterOf([line, line]) === delimiter)
  const isHead = above === undefined && rows.length > 1 && (hasRule || !cells[0]?.some((cell) => number.test(cell)))
  const names = above === undefined ? (isHead ? (cells[0] ?? []) : []) : cellsOf(above, delimiter)
  return rows.slice(isHead ? 1 : 0).map(({ start, line }, i) => {
    const from = start + line.length - line.trimStart().length
    return {
      start: from,
      end: start + line.trimEnd().length,
      names,
      cells: cells[i + (isHead ? 1 : 0)] ?? [],
    }
  })
}

/** Names of a second column that say no more than that the first names something. */
const valueNames =
  /^(?:values?|details?|wert|angabe|valeur|valor(?:es)?|valore|waarde|värde|værdi|verdi|wartość|hodnota|arvo|érték|valoare|значение|значення|τιμή|değer|मान|giá trị|القيمة|قيمة|مقدار|ערך|值|数值|値|값|ค่า)$/iu

/** A row as a sentence: each cell after the name of its column, or in a table of properties the value after its property. */
export const describeRow = ({ names, cells }: Row): string => {
  const [property = '', value = ''] = cells
  if (names.length === 2 && cells.length === 2 && property !== '' && valueNames.test(names[1] ?? ''))
    return value === '' ? property : `${property}: ${value}`
  return cells
    .map((cell, i) => (cell === '' ? '' : names[i] ? `${names[i]}: ${cell}` : cell))
    .filter((cell) => cell !== '')
    .join('; ')
}
