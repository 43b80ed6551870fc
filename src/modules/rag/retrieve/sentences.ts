import type { Span } from './highlight.ts'

/** The end of a sentence: its marks with closing quotes and brackets, and a blank unless the script has none. */
const ending = /(?:[.!?…]+["'”’»)\]]*(?=\s)|[。！？｡．؟।॥။።]+["'”’」』）]*|\n{2,}|\n(?=[-*•#|>\d]))/gu
/** What looks like an end and is none: initials, and abbreviations before a name or number. */
const noEnding =
  /(?:\b\p{Lu}|\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|No|Nr|Abb|Fig|etc|e\.g|i\.e|z\.B|bzw|ca|approx|Inc|Ltd|Jr|Sr))\.$/u
const longest = 600

/** The sentences of a text, with their places; list items and table rows are sentences of their own. */
export const sentencesOf = (text: string): Span[] => {
  const spans: Span[] = []
  let start = 0
  const push = (end: number): void => {
    const raw = text.slice(start, end)
    const lead = raw.length - raw.trimStart().length
    const trimmed = raw.trim()
    if (/[\p{L}\p{N}]/u.test(trimmed)) spans.push({ start: start + lead, end: start + lead + trimmed.length })
    start = end
  }
  for (const match of text.matchAll(ending)) {
    const end = match.index + match[0].length
    if (match[0] === '.' && noEnding.test(text.slice(Math.max(start, end - 12), end))) continue
    push(end)
  }
  push(text.length)
  return spans.flatMap((span) => shorten(text, span))
}

/** A sentence that never ends, as in a page of a table, is cut at blanks. */
const shorten = (text: string, span: Span): Span[] => {
  if (span.end - span.start <= longest) return [span]
  const parts: Span[] = []
  let { start } = span
  while (span.end - start > longest) {
    const blank = text.lastIndexOf(' ', start + longest)
    const end = blank > start ? blank : start + longest
    parts.push({ start, end })
    start = blank > start ? end + 1 : end
  }
  parts.push({ start, end: span.end })
  return parts
}
