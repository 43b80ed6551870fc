import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PageAdditions } from './fields.ts'
import type { TextRun } from './segments.ts'
import { unreadable } from '../unreadable.ts'

type TextContent = Awaited<ReturnType<PDFPageProxy['getTextContent']>>

/** What is written on a page. */
export interface PageText {
  /** Those of each writing direction apart, the main one first. */
  runs: TextRun[][]
  /** Most of it is left out, for its fonts do not say which letters they show. */
  isIllegible: boolean
}

/** The text runs of a page and of what was filled into it. Throws `too_large` when it holds more than any page does. */
export async function textOfPage(page: PDFPageProxy, filled: PageAdditions['filled']): Promise<PageText> {
  const content = await contentOf(page)
  const illegible = illegibleFonts(content)
  const byTurn = new Map<number, TextRun[]>()
  let order = 0
  let isSpaced = false
  for (const item of content.items) {
    if (!('str' in item) || illegible.has(item.fontName)) continue
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
  return { runs: [...byTurn.values()].sort((one, other) => other.length - one.length), isIllegible: illegible.size > 0 }
}

const mostItems = 200_000

/** Piece by piece, so that a page made to hold millions of words ends soon. */
async function contentOf(page: PDFPageProxy): Promise<TextContent> {
  const content: TextContent = { items: [], styles: {}, lang: null }
  const reader: ReadableStreamDefaultReader<TextContent> = page.streamTextContent().getReader()
  for (let { value } = await reader.read(); value; { value } = await reader.read()) {
    for (const item of value.items) content.items.push(item)
    Object.assign(content.styles, value.styles)
    if (content.items.length <= mostItems) continue
    const tooMuch = unreadable(
      'too_large',
      'The PDF has a page with more text than any page holds. Leave that page out.',
    )
    // Who reads the page would else wait for ever.
    await reader.cancel(tooMuch)
    throw tooMuch
  }
  return content
}

/**
 * The fonts whose letters nobody can tell, where most of a page is written in such: a font without a table of its letters shows words,
 * and says numbers of glyphs, controls among them.
 */
function illegibleFonts({ items }: TextContent): Set<string> {
  const fonts = new Map<string, { all: number; controls: number }>()
  for (const item of items) {
    if (!('str' in item)) continue
    const font = fonts.get(item.fontName) ?? { all: 0, controls: 0 }
    font.all += item.str.length
    font.controls += item.str.match(/(?!\s)\p{Cc}/gu)?.length ?? 0
    fonts.set(item.fontName, font)
  }
  const illegible = [...fonts].filter(([, { all, controls }]) => controls > all * 0.08)
  const sum = (some: Iterable<[string, { all: number }]>): number =>
    [...some].reduce((total, [, { all }]) => total + all, 0)
  return new Set(sum(illegible) > sum(fonts) / 2 ? illegible.map(([name]) => name) : [])
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
