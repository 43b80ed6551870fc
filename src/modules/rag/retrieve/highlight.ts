import { stemmerOf } from '../text/stem.ts'
import { isPaired, isUnspaced, unit, wordsOf } from '../text/words.ts'

/** A place in a text, in UTF-16 code units; the end is not part of it. */
export interface Span {
  start: number
  end: number
}

/** Pieces of a run without blanks, with their places. */
const piecesOf = (run: string, from: number): Span[] => {
  const size = isPaired.test(run) ? 2 : 3
  const starts: number[] = []
  let at = from
  for (const character of run) {
    starts.push(at)
    at += character.length
  }
  starts.push(at)
  const last = starts.length - 1
  return starts
    .slice(0, Math.max(1, last - size + 1))
    .map((start, i) => ({ start, end: starts[Math.min(i + size, last)] ?? at }))
}

/** Spans in order, those that touch or overlap made one. */
export const mergeSpans = (spans: readonly Span[]): Span[] => {
  const merged: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}

/** Where a text holds any of the stems, in the same sense in which search found it. Offsets point into the text as given. */
export const highlight = (text: string, stems: ReadonlySet<string>, language: string): Span[] => {
  const stem = stemmerOf(language)
  const spans: Span[] = []
  for (const match of text.matchAll(unit)) {
    if (isUnspaced.test(match[0])) {
      for (const piece of piecesOf(match[0], match.index)) {
        const [word = ''] = wordsOf(text.slice(piece.start, piece.end), language)
        const [first = ''] = word
        if (stems.has(word)) spans.push(piece)
        else if (stems.has(first)) spans.push({ start: piece.start, end: piece.start + first.length })
      }
    } else if (wordsOf(match[0], language).some((word) => stems.has(stem(word))))
      spans.push({ start: match.index, end: match.index + match[0].length })
  }
  return mergeSpans(spans)
}
