import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PageAdditions } from './fields.ts'
import type { TextRun } from './segments.ts'

/** The text runs of a page and of what was filled into it, those of each writing direction apart, the main one first. */
export async function runsOfPage(page: PDFPageProxy, filled: PageAdditions['filled']): Promise<TextRun[][]> {
  const content = await page.getTextContent()
  const byTurn = new Map<number, TextRun[]>()
  let order = 0
  let isSpaced = false
  for (const item of content.items) {
    if (!('str' in item)) continue
    if (item.str.trim() === '') {
      isSpaced ||= item.str !== ''
      continue
    }
    const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = item.transform.map(Number)
    const size = Math.hypot(c, d) || Math.hypot(a, b) || item.height
    if (!Number.isFinite(size) || size < 0.5) continue
    const turn = (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4
    const runs = byTurn.get(turn) ?? []
    const vertical = content.styles[item.fontName]?.vertical === true
    runs.push({
      text: item.str,
      ...upright(x, y, turn),
      width: vertical ? size : item.width,
      size,
      rightToLeft: item.dir === 'rtl',
      order: order++,
      isSpaced,
    })
    byTurn.set(turn, runs)
    isSpaced = false
  }
  const runs = filledRuns(filled, order)
  if (runs.length > 0) byTurn.set(0, [...(byTurn.get(0) ?? []), ...runs])
  return [...byTurn.values()].sort((one, other) => other.length - one.length)
}

const usualSize = 10
const usualWidth = 0.5

/** What was filled in, line by line from the top of its box; on the line of the words beside a box of one line. */
function filledRuns(filled: PageAdditions['filled'], order: number): TextRun[] {
  return filled.flatMap(({ lines, left, right, top, bottom }) => {
    const size = Math.min(usualSize, (top - bottom) / lines.length)
    return lines
      .map((text, index) => ({
        text,
        x: left,
        y: lines.length === 1 ? (top + bottom) / 2 - size * 0.35 : top - size * (index + 1),
        width: Math.min(right - left, text.length * size * usualWidth),
        size,
        rightToLeft: false,
        order: order++,
        isSpaced: true,
      }))
      .filter(({ text, size: height }) => text.trim() !== '' && height >= 0.5)
  })
}

/** Coordinates as they would be if the text were written from left to right. */
function upright(x: number, y: number, turn: number): { x: number; y: number } {
  if (turn === 1) return { x: y, y: -x }
  if (turn === 2) return { x: -x, y: -y }
  if (turn === 3) return { x: -y, y: x }
  return { x, y }
}
