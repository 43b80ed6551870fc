import type { DocumentBuilder } from '../document-builder.ts'
import { mainSize, type PageLine } from './lines.ts'
import { tableAt } from './tables.ts'

/** A page's lines in reading order. */
export interface PageOfLines {
  number: number
  lines: PageLine[]
}

const bullet = /^(?:[•●▪◦‣■□–—*·-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S/u
const captionOrEnd = /[.!?:;,…。！？；：،؛۔।]["'”’»)]*$/u
const numberedTitle = /^(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+\p{Lu}[^.!?]{2,90}$/u

/** Puts lines together as headings, paragraphs, lists and tables, and adds them to a document. */
export function addBlocks(pages: PageOfLines[], builder: DocumentBuilder, outline: ReadonlyMap<string, number>): void {
  const known = wordsOf(pages)
  const body = mainSize(
    pages.flatMap((page) => page.lines.map((line) => ({ text: line.cells.join(' '), size: line.size }))),
  )
  const headingSizes = [...new Set(pages.flatMap((page) => page.lines.map((line) => line.size)))]
    .filter((size) => size >= body * 1.06)
    .sort((one, other) => other - one)
  for (const page of pages) {
    let index = 0
    while (index < page.lines.length) {
      const line = page.lines[index]
      if (!line) break
      const table = tableAt(page.lines, index)
      if (table) {
        builder.table(table.rows, { page: page.number })
        index = table.end
        continue
      }
      const level = headingLevel(line, page.lines[index + 1], page.lines[index - 1], body, headingSizes, outline)
      const end = level === undefined ? endOfParagraph(page.lines, index, body) : endOfHeading(page.lines, index)
      const text = joinLines(
        page.lines.slice(index, end).map((one) => one.cells.join('\t')),
        known,
      )
      if (level !== undefined) builder.add('heading', text, { level, page: page.number })
      else builder.add(bullet.test(text) ? 'list' : 'paragraph', text, { page: page.number })
      index = end
    }
  }
}

function headingLevel(
  line: PageLine,
  next: PageLine | undefined,
  previous: PageLine | undefined,
  body: number,
  sizes: number[],
  outline: ReadonlyMap<string, number>,
): number | undefined {
  const text = line.cells.join(' ')
  const listed = outline.get(outlineKey(text))
  if (listed !== undefined) return listed
  if (!/\p{L}{2}/u.test(text) || text.length > 160) return undefined
  const isLarge = line.size >= body * 1.12 || (line.size >= body * 1.06 && text.length < 60 && isApart(previous, line))
  if (isLarge) return Math.min(6, 1 + sizes.filter((size) => size > line.size * 1.04).length)
  const alone = isApart(previous, line) && (next === undefined || isApart(line, next) || next.left !== line.left)
  return alone && line.size >= body * 0.95 && numberedTitle.test(text)
    ? Math.min(
        6,
        2 +
          (text
            .match(/^[\d.]+/u)?.[0]
            .split('.')
            .filter(Boolean).length ?? 1),
      )
    : undefined
}

/** How an outline's title is compared with a line. */
export function outlineKey(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

function isApart(upper: PageLine | undefined, lower: PageLine): boolean {
  return !upper || upper.y - lower.y > 1.5 * lower.size || upper.y < lower.y
}

function endOfHeading(lines: PageLine[], start: number): number {
  let end = start + 1
  const first = lines[start]
  while (end < lines.length && end - start < 4) {
    const line = lines[end]
    const above = lines[end - 1]
    if (
      !first ||
      !line ||
      !above ||
      Math.abs(line.size - first.size) > 0.5 ||
      above.y - line.y > 1.7 * line.size ||
      above.y < line.y
    )
      break
    end++
  }
  return end - start < 4 ? end : start + 1
}

function endOfParagraph(lines: PageLine[], start: number, body: number): number {
  let end = start + 1
  const first = lines[start]
  if (!first) return end
  let right = first.right
  while (end < lines.length) {
    const line = lines[end]
    const above = lines[end - 1]
    if (!line || !above) break
    const step = above.y - line.y
    if (step <= 0 || step > 1.9 * Math.max(line.size, above.size)) break
    if (Math.abs(line.size - above.size) > Math.max(1, 0.12 * body) && Math.abs(line.size - first.size) > 1) break
    if (bullet.test(line.cells.join(' '))) break
    if (line.cells.length >= 2 && tableAt(lines, end)) break
    const text = above.cells.at(-1) ?? ''
    const indented = line.left > above.left + 0.8 * line.size && line.left < above.left + 4 * line.size
    const shortAbove = above.right < right - 3 * above.size
    if (captionOrEnd.test(text) && (indented || shortAbove)) break
    if (step > 1.55 * line.size && captionOrEnd.test(text)) break
    right = Math.max(right, line.right)
    end++
  }
  return end
}

const withoutBlanks =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}，。、！？：；（）「」『』《》]/u

const longestWord = 100

/** Joins lines; a word that was divided is made whole, unless it is written with a hyphen elsewhere. */
function joinLines(lines: string[], known: ReadonlySet<string>): string {
  let text = ''
  for (const line of lines) {
    const end = text.slice(-longestWord)
    const divided = /(\p{L}+)[-\u00AD\u2010]$/u.exec(end)
    const beginning = /^\p{Ll}[\p{L}\p{M}]*/u.exec(line)?.[0]
    if (divided?.[1] !== undefined && beginning !== undefined) {
      const first = divided[1].toLowerCase()
      const hyphenated = `${first}-${beginning}`
      const whole = `${first}${beginning}`
      const isCompound =
        known.has(hyphenated) ||
        first.length === 1 ||
        (first.length > 3 && beginning.length > 3 && known.has(first) && known.has(beginning))
      text = (!known.has(whole) && isCompound ? text.replace(/[\u00AD\u2010]$/u, '-') : text.slice(0, -1)) + line
    } else if (/[\p{L}\p{N}][-\u2010]$/u.test(end) && /^[\p{L}\p{N}]/u.test(line)) text += line
    else if (withoutBlanks.test(text.at(-1) ?? '') && withoutBlanks.test(line[0] ?? '')) text += line
    else text += text === '' ? line : ` ${line}`
  }
  return text
}

/** The words that stand whole on a line. */
function wordsOf(pages: PageOfLines[]): Set<string> {
  const words = new Set<string>()
  for (const page of pages) {
    let continues = false
    for (const line of page.lines) {
      const text = line.cells.join(' ').toLowerCase()
      const isDivided = /[-\u00AD\u2010]$/u.test(text)
      const whole = text
        .slice(continues ? (/^\S+/u.exec(text)?.[0].length ?? 0) : 0)
        .replace(isDivided ? /\S+$/u : /$/u, '')
      for (const [word] of whole.matchAll(/[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*/gu))
        if (words.size < 200_000) words.add(word)
      continues = isDivided
    }
  }
  return words
}
