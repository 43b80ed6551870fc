import type { FoundPassage } from '../search.ts'

const date = /(?<!\d)(1[89]\d\d|20\d\d)(?:[-./](0?[1-9]|1[0-2])(?:[-./](0?[1-9]|[12]\d|3[01]))?)?(?!\d)/gu
/** What documents keep their date as, the surest first. */
const fields = ['date', 'valid_from', 'effective', 'modified', 'updated', 'published', 'year', 'created'] as const

/** The latest day, month or year that a text names, as a number that grows with time. */
const latest = (text: string): number =>
  Math.max(
    0,
    ...[...text.matchAll(date)].map(
      ([, year, month, day]) => Number(year) * 10_000 + Number(month ?? 0) * 100 + Number(day ?? 0),
    ),
  )

/** How new what a passage says is, as its document's date, title, place and headings tell; 0 where they do not. */
export const newnessOf = ({ document, chunk }: FoundPassage): number => {
  for (const field of fields) {
    const value = document.metadata[field]
    const found = typeof value === 'string' || typeof value === 'number' ? latest(String(value)) : 0
    if (found > 0) return found
  }
  return latest([document.title, document.source, ...chunk.headingPath].join('\n'))
}
