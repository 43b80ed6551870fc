import { createHash } from 'node:crypto'
import type { Cell, ResultSet } from './result.ts'

/**
 * SHA-256 of a result in one canonical form: labels, then rows in their order, objects by sorted key. The types of
 * columns are left out, since SQLite reads them off the data.
 */
export function resultSha256({ columns, rows, truncated }: ResultSet): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([columns.map(({ name }) => name), truncated]))
  for (const row of rows) hash.update(`\n${JSON.stringify(row.map(canonical))}`)
  return hash.digest('hex')
}

function canonical(cell: Cell): Cell {
  if (cell === null || typeof cell !== 'object') return cell
  if (Array.isArray(cell)) return cell.map(canonical)
  const keys = Object.keys(cell).sort()
  return Object.fromEntries(keys.map((key) => [key, canonical(cell[key] ?? null)]))
}
