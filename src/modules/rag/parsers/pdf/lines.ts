import { inReadingOrder } from './columns.ts'
import { rowsOf, segmentText, type Row, type Segment, type TextRun } from './segments.ts'

/** A line as it is read; `cells` are its parts with wide gaps between them, `lefts` where they begin. */
export interface PageLine {
  cells: string[]
  lefts: number[]
  left: number
  right: number
  y: number
  size: number
}

const cellGap = 1.1
const mostStretched = 3

/** The lines of a page in reading order. */
export function linesOfPage(runs: TextRun[]): PageLine[] {
  return inReadingOrder(rowsOf(runs))
    .map(lineOf)
    .filter((line) => line.cells.length > 0)
}

function lineOf(row: Row): PageLine {
  const rightToLeft = row.segments.filter(isRightToLeft).length * 2 > row.segments.length
  const segments = rightToLeft ? row.segments.toReversed() : row.segments
  const gaps = segments.slice(1).map((segment, index) => gapBetween(segments[index] ?? segment, segment))
  const widest = isStretched(segments, gaps) ? Infinity : cellGap * row.size
  const cells: string[] = []
  const lefts: number[] = []
  for (const [index, segment] of segments.entries()) {
    const text = segmentText(segment)
    const last = cells.length - 1
    if (text === '') continue
    if (last >= 0 && (gaps[index - 1] ?? 0) <= widest) cells[last] = `${cells[last] ?? ''} ${text}`
    else {
      cells.push(text)
      lefts.push(segment.left)
    }
  }
  const left = row.segments[0]?.left ?? 0
  const right = row.segments.at(-1)?.right ?? 0
  return { cells, lefts, left, right, y: row.y, size: mainSize(row.segments.flatMap((segment) => segment.runs)) }
}

function isRightToLeft(segment: Segment): boolean {
  return segment.runs.some((run) => run.rightToLeft)
}

function gapBetween(one: Segment, other: Segment): number {
  return Math.max(one.left, other.left) - Math.min(one.right, other.right)
}

/** A line of words, evenly spread to fill its width; the columns of a table are not so even. */
function isStretched(segments: Segment[], gaps: number[]): boolean {
  const widest = Math.max(...gaps)
  if (gaps.length < 2 || widest > mostStretched * (segments[0]?.size ?? 0)) return false
  const even = widest <= Math.min(...gaps) * 1.1 + 0.5
  return even && segments.every((segment) => /^[^\s\d]+$/u.test(segmentText(segment)))
}

/** The size in which most of the characters are set. */
export function mainSize(runs: { text: string; size: number }[]): number {
  const counts = new Map<number, number>()
  for (const run of runs) {
    const size = Math.round(run.size * 2) / 2
    counts.set(size, (counts.get(size) ?? 0) + run.text.length)
  }
  let best = 0
  for (const [size, count] of counts) if (count > (counts.get(best) ?? 0)) best = size
  return best
}
