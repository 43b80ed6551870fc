import type { Budget } from '../budget.ts'
import { readXml } from '../xml.ts'
import type { CellFormats } from './sheet-formats.ts'

/** A row that is not empty: its number from 1, and its cells from the first column on, '' where nothing stands. */
export interface SheetRow {
  number: number
  cells: string[]
}

const widestGap = 64
/** No program shows more. */
const mostColumns = 16_384
/** Cells and rows that only have a format or a formula's place: some programs write them by the million. */
const emptyCells = /<c r="[^"<>]*"(?: (?:s|t|cm|vm|ph)="[^"<>]*")*\s*(?:\/>|><\/c>)|<row r="[^"<>]*"(?: [^<>]*)?\/>/gu

/** Tells the rows of a worksheet one after another; hidden rows too, for filters hide what is looked for. True when cells were left out, a row having too many. */
export function readSheet(
  source: Uint8Array,
  budget: Budget,
  strings: string[],
  formats: CellFormats,
  told: (row: SheetRow) => void,
): boolean {
  let row: SheetRow = { number: 0, cells: [] }
  let column = 0
  let type = 'n'
  let style = 0
  let value = ''
  let formula = ''
  let isCut = false
  let reads: 'value' | 'formula' | undefined
  readXml(
    source,
    budget,
    {
      open(name, attributes) {
        reads = name === 'v' || name === 't' ? 'value' : name === 'f' ? 'formula' : undefined
        if (name === 'row') row = { number: Number(attributes['r']) || row.number + 1, cells: [] }
        else if (name === 'c') {
          column = columnOf(attributes['r'] ?? '') ?? column + 1
          type = attributes['t'] ?? 'n'
          style = Number(attributes['s']) || 0
          value = ''
          formula = ''
        }
      },
      text(text) {
        if (reads === 'value') value += text
        else if (reads === 'formula') formula += text
      },
      close(name) {
        reads = undefined
        // Programs that cannot calculate write formulas without their values.
        if (name === 'c' && value === '' && formula !== '') {
          value = `=${formula}`
          type = 'str'
        }
        if (name === 'c' && value !== '' && row.cells.length >= mostColumns) isCut = true
        else if (name === 'c' && value !== '') {
          const gap = Math.min(column - row.cells.length - 1, widestGap)
          for (let index = 0; index < gap; index++) row.cells.push('')
          row.cells.push(shown(value, type, style, strings, formats))
        } else if (name === 'row') {
          if (row.cells.some((cell) => cell !== '')) told(row)
          column = 0
        }
      },
    },
    emptyCells,
  )
  return isCut
}

function shown(value: string, type: string, style: number, strings: string[], formats: CellFormats): string {
  if (type === 's') return oneCell(strings[Number(value)] ?? '')
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  if (type === 'n') return formats.show(value, style)
  return oneCell(value)
}

function oneCell(text: string): string {
  return text.replace(/_x000D_|\s+/gu, ' ').trim()
}

/** `BC12` is in column 55. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/u.exec(reference)?.[0]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column
}
