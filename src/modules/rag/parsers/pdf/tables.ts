import type { PageLine } from './lines.ts'

/** A table's rows, and the line after its last. */
export interface TableLines {
  rows: string[][]
  end: number
}

/**
 * The table that begins at a line: two or more neighbouring lines of several cells each. A line that holds only
 * what goes on under some of the cells above it is put into those cells.
 */
export function tableAt(lines: PageLine[], start: number): TableLines | undefined {
  const rows: { cells: string[]; lefts: number[] }[] = []
  let end = start
  for (; end < lines.length; end++) {
    const line = lines[end]
    const above = lines[end - 1]
    const row = rows.at(-1)
    if (!line || (row && above && !isNear(above, line))) break
    const cells = row && above && isTight(above, line) ? continuedCells(row, line) : undefined
    if (row && cells) for (const [index, cell] of cells.entries()) row.cells[cell] += ` ${line.cells[index] ?? ''}`
    else if (line.cells.length >= 2) rows.push({ cells: [...line.cells], lefts: line.lefts })
    else break
  }
  return rows.length >= 2 && !isList(rows) ? { rows: rows.map((row) => row.cells), end } : undefined
}

function isNear(above: PageLine, line: PageLine): boolean {
  const step = above.y - line.y
  return step > 0 && step < 4 * Math.max(above.size, line.size)
}

function isTight(above: PageLine, line: PageLine): boolean {
  return above.y - line.y < 1.45 * Math.max(above.size, line.size)
}

/** Which cells of the row a line goes on with; not the first, for what stands there begins a row. */
function continuedCells(row: { cells: string[]; lefts: number[] }, line: PageLine): number[] | undefined {
  if (line.cells.length >= row.cells.length) return undefined
  const places = line.lefts.map((left) => row.lefts.findIndex((other) => Math.abs(other - left) < 3))
  return places.every((place) => place > 0) ? places : undefined
}

/** Bullets and numbers that stand a little apart from their items. */
function isList(rows: { cells: string[] }[]): boolean {
  return rows.every(({ cells }) => cells.length === 2 && /^(?:[•●▪◦‣–—-]|\(?\w{1,3}[.)])$/u.test(cells[0] ?? ''))
}
