import type { PageOfLines } from './blocks.ts'

const edgeLines = 2

/** Takes out page numbers, and the heads and feet that return on page after page, but for their first appearance. */
export function withoutRunningHeads(pages: PageOfLines[]): PageOfLines[] {
  if (pages.length < 3) return pages
  const counts = new Map<string, number>()
  for (const page of pages)
    for (const key of new Set(edgesOf(page).map((edge) => edge.key))) counts.set(key, (counts.get(key) ?? 0) + 1)
  const seen = new Set<string>()
  return pages.map((page) => {
    const dropped = new Set<number>()
    for (const { key, index } of edgesOf(page)) {
      const returns = (counts.get(key) ?? 0) >= Math.max(3, pages.length * 0.3)
      if (returns && (key === '#' || seen.has(key))) dropped.add(index)
      if (returns) seen.add(key)
    }
    return { ...page, lines: page.lines.filter((_, index) => !dropped.has(index)) }
  })
}

/** The lines nearest to the top and the foot of a page, compared without their numbers. */
function edgesOf(page: PageOfLines): { key: string; index: number }[] {
  const byHeight = page.lines.map((line, index) => ({ line, index })).sort((one, other) => other.line.y - one.line.y)
  const edges =
    byHeight.length <= edgeLines * 2 ? byHeight : [...byHeight.slice(0, edgeLines), ...byHeight.slice(-edgeLines)]
  return edges
    .map(({ line, index }) => ({
      key: line.cells
        .join(' ')
        .replace(/\p{N}+/gu, '#')
        .trim(),
      index,
    }))
    .filter(({ key }) => key.length < 120)
}
