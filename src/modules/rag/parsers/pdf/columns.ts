import type { Row, Segment } from './segments.ts'

const leastLines = 3
const leastCharacters = 14
const deepest = 6

/**
 * The rows of a page in the order they are read: where two or more columns of running text stand side by side, one column
 * after the other; headings and figures across them part the page in bands. Rows of a table stay whole, since its cells are short.
 */
export function inReadingOrder(rows: Row[], depth = 0): Row[] {
  if (rows.length < leastLines || depth > deepest) return rows
  const gutter = findGutter(rows)
  if (!gutter) return rows
  const ordered: Row[] = []
  let next = 0
  for (const band of gutter.bands) {
    ordered.push(...inReadingOrder(rows.slice(next, band.from), depth + 1))
    const inside = rows.slice(band.from, band.to)
    ordered.push(
      ...inReadingOrder(
        sideOf(inside, (segment) => centre(segment) < gutter.x),
        depth + 1,
      ),
    )
    ordered.push(
      ...inReadingOrder(
        sideOf(inside, (segment) => centre(segment) >= gutter.x),
        depth + 1,
      ),
    )
    next = band.to
  }
  ordered.push(...inReadingOrder(rows.slice(next), depth + 1))
  return ordered
}

interface Gutter {
  x: number
  bands: { from: number; to: number }[]
}

/** The line that parts the most running text into a left and a right side. */
function findGutter(rows: Row[]): Gutter | undefined {
  let best: { gutter: Gutter; lines: number } | undefined
  for (const x of commonLeftEdges(rows)) {
    const bands: { from: number; to: number }[] = []
    let lines = 0
    for (const band of bandsBeside(rows, x)) {
      const inside = rows.slice(band.from, band.to)
      const left = sideOf(inside, (segment) => centre(segment) < x)
      const right = sideOf(inside, (segment) => centre(segment) >= x)
      if (!isRunningText(left) || !isRunningText(right) || !standBeside(left, right)) continue
      bands.push(band)
      lines += Math.min(left.length, right.length)
    }
    if (bands.length > 0 && (!best || lines > best.lines)) best = { gutter: { x, bands }, lines }
  }
  return best?.gutter
}

/** Where several lines begin that do not stand at the left margin. */
function commonLeftEdges(rows: Row[]): number[] {
  const counts = new Map<number, number>()
  for (const row of rows)
    for (const segment of row.segments) {
      const edge = Math.round(segment.left / 2) * 2
      counts.set(edge, (counts.get(edge) ?? 0) + 1)
    }
  return [...counts]
    .filter(([, count]) => count >= leastLines)
    .sort((one, other) => other[1] - one[1])
    .slice(0, 24)
    .flatMap(([edge]) => [edge - 6, edge - 2, edge - 12])
}

/** The stretches of rows that nothing crosses at `x`. */
function bandsBeside(rows: Row[], x: number): { from: number; to: number }[] {
  const bands: { from: number; to: number }[] = []
  let from = 0
  for (let index = 0; index <= rows.length; index++) {
    const row = rows[index]
    if (row && !row.segments.some((segment) => segment.left < x - 1 && segment.right > x + 1)) continue
    if (index - from >= leastLines) bands.push({ from, to: index })
    from = index + 1
  }
  return bands
}

function sideOf(rows: Row[], belongs: (segment: Segment) => boolean): Row[] {
  return rows
    .map((row) => ({ ...row, segments: row.segments.filter(belongs) }))
    .filter((row) => row.segments.length > 0)
    .map((row) => ({
      ...row,
      y: row.segments[0]?.y ?? row.y,
      size: Math.max(...row.segments.map((segment) => segment.size)),
    }))
}

/** Lines of running text fill their column; the cells of a table do not. */
function isRunningText(rows: Row[]): boolean {
  if (rows.length < leastLines) return false
  const widths = rows
    .map((row) => (row.segments.at(-1)?.right ?? 0) - (row.segments[0]?.left ?? 0))
    .sort((one, other) => one - other)
  const widest = widths[Math.floor(widths.length * 0.95)] ?? 0
  const middle = widths[widths.length >> 1] ?? 0
  const single = rows.filter((row) => row.segments.length === 1).length
  const characters = rows.reduce(
    (sum, row) =>
      sum +
      row.segments.reduce(
        (length, segment) => length + segment.runs.reduce((runs, run) => runs + weightOf(run.text), 0),
        0,
      ),
    0,
  )
  return middle >= widest * 0.5 && characters / rows.length >= leastCharacters && single >= rows.length * 0.5
}

/** A character of a script without blanks says as much as two or three letters. */
function weightOf(text: string): number {
  return (
    text.length +
    1.5 * (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0)
  )
}

/** Whether two sides are next to each other for most of the shorter one's height. */
function standBeside(left: Row[], right: Row[]): boolean {
  const top = Math.min(left[0]?.y ?? 0, right[0]?.y ?? 0)
  const foot = Math.max(left.at(-1)?.y ?? 0, right.at(-1)?.y ?? 0)
  const heights = [left, right].map((side) => (side[0]?.y ?? 0) - (side.at(-1)?.y ?? 0))
  return top - foot >= Math.min(...heights) * 0.5
}

function centre(segment: Segment): number {
  return (segment.left + segment.right) / 2
}
