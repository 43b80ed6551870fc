import { beginningOf, beginningsOf, keepsBeginnings } from '../text/beginnings.ts'
import { fold } from '../text/fold.ts'
import { stemmerOf } from '../text/stem.ts'
import { isPaired, isUnspaced, unit, wordsOf } from '../text/words.ts'

/** A place in a text, in UTF-16 code units; the end is not part of it. */
export interface Span {
  start: number
  end: number
}

/** Pieces of a run without blanks, with their places. */
const piecesOf = (run: string, from: number): Span[] => {
  const size = isPaired(run) ? 2 : 3
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
const mergeSpans = (spans: readonly Span[]): Span[] => {
  const merged: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}

const plainWord = /^[A-Za-z]?[a-z]*$/

/** Says where texts of a language hold any of the stems, in the same sense in which search found them. */
export const createHighlighter = (stems: ReadonlySet<string>, language: string): ((text: string) => Span[]) => {
  const stem = stemmerOf(language)
  const beginnings = keepsBeginnings(language) ? beginningsOf(stems) : undefined
  /** Most words are told at a glance. */
  const isOther = (piece: string): boolean =>
    beginnings?.[beginningOf(piece.charCodeAt(0), piece.charCodeAt(1), piece.charCodeAt(2))] === 0 &&
    plainWord.test(piece)
  /** What of a piece or word is to be marked: so many characters from its beginning. */
  const marked = new Map<string, number>()
  const look = (piece: string): number => {
    if (isOther(piece)) return 0
    if (!isUnspaced(piece)) return wordsOf(piece, language).some((word) => stems.has(stem(word))) ? piece.length : 0
    if (stems.has(fold(piece, language))) return piece.length
    const [first = ''] = piece
    return stems.has(first) ? first.length : 0
  }
  const mark = (piece: string): number => {
    const known = marked.get(piece)
    if (known !== undefined) return known
    const length = look(piece)
    marked.set(piece, length)
    return length
  }
  return (text) => {
    const spans: Span[] = []
    for (const match of text.matchAll(unit)) {
      const pieces = isUnspaced(match[0])
        ? piecesOf(match[0], match.index)
        : [{ start: match.index, end: match.index + match[0].length }]
      for (const { start, end } of pieces) {
        const length = mark(text.slice(start, end))
        if (length > 0) spans.push({ start, end: start + length })
      }
    }
    return mergeSpans(spans)
  }
}
