import { inReadingOrder } from './columns.ts'
import { rowsOf, segmentText, type TextRun } from './segments.ts'

/** A line as it is read; `cells` are its parts with wide gaps between them. */
export interface PageLine {
  cells: string[]
  left: number
  right: number
  y: number
  size: number
}

const cellGap = 1.1

/** The lines of a page in reading order. */
export function linesOfPage(runs: TextRun[]): PageLine[] {
  return inReadingOrder(rowsOf(runs))
    .map((row) => {
      const rightToLeft =
        row.segments.filter((segment) => segment.runs.some((run) => run.rightToLeft)).length * 2 > row.segments.length
      const segments = rightToLeft ? row.segments.toReversed() : row.segments
      const cells: string[] = []
      let previous: (typeof segments)[number] | undefined
      for (const segment of segments) {
        const gap = previous ? (rightToLeft ? previous.left - segment.right : segment.left - previous.right) : 0
        const text = segmentText(segment)
        const last = cells.length - 1
        if (previous && gap <= cellGap * row.size) cells[last] = `${cells[last] ?? ''} ${text}`.trim()
        else if (text !== '') cells.push(text)
        previous = segment
      }
      return {
        cells,
        left: row.segments[0]?.left ?? 0,
        right: row.segments.at(-1)?.right ?? 0,
        y: row.y,
        size: mainSize(row.segments.flatMap((segment) => segment.runs)),
      }
    })
    .filter((line) => line.cells.length > 0)
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
