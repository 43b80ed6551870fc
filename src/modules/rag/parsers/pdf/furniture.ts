import type { PageOfLines } from './blocks.ts'
import type { PageLine } from './lines.ts'

const pageNumber =
  /^[-–—|\s]*(?:(?:page|seite|página|pagina|стр\.?|страница|pág\.?|p\.|s\.)\s*)?\d{1,4}(?:\s*(?:\/|of|von|de|di|из)\s*\d{1,4})?[-–—|\s]*$/iu
const apart = 1.5

/**
 * Takes out page numbers, and the heads and feet that stand word for word in the same place on half of the pages, but for their
 * first appearance. Only what stands apart from the text at the top or the foot counts.
 */
export function withoutRunningHeads(pages: PageOfLines[]): PageOfLines[] {
  if (pages.length < 3) return pages
  const edges = pages.map((page) => edgesOf(page.lines))
  const counts = new Map<string, number>()
  for (const lines of edges) for (const line of lines) counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1)
  const seen = new Set<string>()
  return pages.map((page, index) => {
    const dropped = new Set<PageLine>()
    for (const line of edges[index] ?? []) {
      const key = keyOf(line)
      const returns = (counts.get(key) ?? 0) >= Math.max(3, pages.length / 2)
      if (pageNumber.test(line.cells.join(' ')) || (returns && seen.has(key))) dropped.add(line)
      seen.add(key)
    }
    return { ...page, lines: page.lines.filter((line) => !dropped.has(line)) }
  })
}

function keyOf(line: PageLine): string {
  return `${Math.round(line.y / 4)} ${line.cells.join(' ')}`
}

/** The one or two lines at the top and at the foot with a wide space between them and the text. */
function edgesOf(lines: PageLine[]): PageLine[] {
  const fromTop = lines.toSorted((one, other) => other.y - one.y)
  return [...edge(fromTop), ...edge(fromTop.toReversed())]
}

function edge(lines: PageLine[]): PageLine[] {
  for (let count = 2; count > 0; count--) {
    const last = lines[count - 1]
    const next = lines[count]
    if (last && next && Math.abs(last.y - next.y) > apart * Math.max(last.size, next.size)) return lines.slice(0, count)
  }
  return []
}
