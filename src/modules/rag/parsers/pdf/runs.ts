import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { TextRun } from './segments.ts'

/** The text runs of a page, those of each writing direction apart, the main one first. */
export async function runsOfPage(page: PDFPageProxy): Promise<TextRun[][]> {
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
  return [...byTurn.values()].sort((one, other) => other.length - one.length)
}

/** Coordinates as they would be if the text were written from left to right. */
function upright(x: number, y: number, turn: number): { x: number; y: number } {
  if (turn === 1) return { x: y, y: -x }
  if (turn === 2) return { x: -x, y: -y }
  if (turn === 3) return { x: -y, y: x }
  return { x, y }
}
