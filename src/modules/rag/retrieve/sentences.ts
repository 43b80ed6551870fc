import type { Span } from './highlight.ts'

/** What looks like an end and is none: initials, and abbreviations before a name or number. */
const noEnding =
  /(?:(?:^|[\s(.])\p{Lu}|\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|No|Nr|Abb|Fig|etc|e\.g|i\.e|z\.B|bzw|ca|approx|Inc|Ltd|Jr|Sr|al|vol|pp))\.\s*$/u
/** In these a number with a full stop is an ordinal: `am 3. Mai`. */
const withOrdinalStops = new Set(['de', 'da', 'no', 'fi', 'hu', 'cs', 'sl', 'hr', 'et', 'lv', 'pl', 'tr', 'is'])
const ordinal = /(?:^|\s)\d{1,2}\.\s*$/u
/** Unicode's rules do not end a sentence before a number that a small letter follows; after a whole word we do. */
const beforeNumber = /\p{L}{3,}[.!?]["'”’»)\]]*\s+(?=\p{N})/gu
const longest = 600

const segmenters = new Map<string, Intl.Segmenter>()

const segmenterOf = (language: string): Intl.Segmenter => {
  const known = segmenters.get(language)
  if (known) return known
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  segmenters.set(language, segmenter)
  return segmenter
}

/** A sentence that never ends is cut at blanks. */
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

/** The sentences of running text by Unicode's rules (UAX 29), with their places. Line feeds end none: text may be wrapped. */
export const sentencesOf = (text: string, language = 'en'): Span[] => {
  const flat = text.replaceAll(/\s/gu, ' ')
  const spans: Span[] = []
  let start = 0
  const push = (end: number): void => {
    const raw = flat.slice(start, end)
    const trimmed = raw.trim()
    const from = start + raw.length - raw.trimStart().length
    if (/[\p{L}\p{N}]/u.test(trimmed)) spans.push({ start: from, end: from + trimmed.length })
    start = end
  }
  for (const { segment, index } of segmenterOf(language).segment(flat)) {
    const end = index + segment.length
    for (const match of segment.matchAll(beforeNumber))
      if (!noEnding.test(match[0])) push(index + match.index + match[0].length)
    const sofar = flat.slice(Math.max(start, end - 16), end)
    if (noEnding.test(sofar) || (withOrdinalStops.has(language) && ordinal.test(sofar))) continue
    push(end)
  }
  push(flat.length)
  return spans.flatMap((span) => shorten(flat, span))
}

/** Whether a text ends as a question does, in any script. */
export const isQuestion = (text: string): boolean => /[?？؟⸮]["'”’»)\]*_\s]*$/u.test(text)
