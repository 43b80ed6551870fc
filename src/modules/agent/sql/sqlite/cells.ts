import { inspect } from 'node:util'
import type { Cell, ResultColumn } from '../result.ts'

/** Turns a value of SQLite, read with safe integers, into a cell. */
export function toCell(value: unknown): Cell {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value.toString()
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return inspect(value)
}

/** Roughly the bytes that a cell takes in memory and on the wire. */
export function cellBytes(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (value instanceof Uint8Array) return value.length * 1.4
  return 8
}

/** The type of a column: as declared, else that of the first value that is not null. */
function columnType(declared: string | null, index: number, rows: readonly Cell[][]): string {
  if (declared !== null && declared !== '') return declared
  const value = rows.find((row) => row[index] !== null)?.[index]
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return Number.isInteger(value) ? 'INTEGER' : 'REAL'
  return 'TEXT'
}

/** The columns of a result with their types. */
export function resultColumns(
  columns: readonly { name: string; type: string | null }[],
  rows: Cell[][],
): ResultColumn[] {
  return columns.map(({ name, type }, index) => ({ name, type: columnType(type, index, rows) }))
}
