import type { Span } from './highlight.ts'

/** One letter of an alphabet before a full stop: an initial. */
const initial =
  /(?:^|[\s(.«„“"])[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Armenian}\p{sc=Devanagari}]\p{M}*\.\s*$/u
const abbreviations = [
  'Mr|Mrs|Ms|Dr|Prof|St|vs|No|Nr|Abb|Fig|etc|e\\.g|i\\.e|z\\.B|bzw|ca|approx|Inc|Ltd|Jr|Sr|al|vol|pp|Sra|EE|pág|núm',
  'Mme|Mlle|Lt|Sgt|Capt|Rev|Mt|Jh|Chr|Mio|Mrd|dl|dna|nr|TP|TS|yy|Doç|гг|вв|ул|им|тыс|млн|млрд|напр|проф|акад|св|π\\.χ|डॉ',
].join('|')
/** What looks like an end and is none: abbreviations before a name or number. */
const abbreviation = new RegExp(`(?<![\\p{L}\\p{M}])(?:${abbreviations})\\.\\s*$`, 'u')
/** Thai writes full stops in abbreviations alone. */
const thaiStop = /\p{sc=Thai}\p{M}*\.\s*$/u
const isNoEnding = (text: string): boolean => initial.test(text) || abbreviation.test(text) || thaiStop.test(text)
/** In these a number with a full stop is an ordinal: `am 3. Mai`. */
const withOrdinalStops = new Set(['de', 'da', 'no', 'fi', 'hu', 'cs', 'sl', 'hr', 'et', 'lv', 'pl', 'tr', 'is'])
const ordinal = /(?:^|\s)\d{1,2}\.\s*$/u
/** Unicode's rules do not end a sentence before a number that a small letter follows; after a whole word we do. */
const beforeNumber = /\p{L}{3,}[.!?]["'”’»)\]]*\s+(?=\p{N})/gu
/** What opens a bracket or quotation belongs to what follows, though Unicode's rules leave it with what is closed. */
const opening = /[\p{Ps}\p{Pi}]+$/u
/** Marks of emphasis right behind an end are closed by it: `**Who pays?** The seller.` */
const emphasised = /^(?:\*{1,3}|_{1,3})(?=\s|$)/u
const longest = 600
/** Thai and Lao mark no end of a sentence, but part what is said by blanks: so long pieces are about a sentence. */
const unmarked = /[\p{sc=Thai}\p{sc=Lao}]/u
const longestUnmarked = 160
const shortestUnmarked = 50

const segmenters = new Map<string, Intl.Segmenter>()

const segmenterOf = (language: string): Intl.Segmenter => {
  const known = segmenters.get(language)
  if (known) return known
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' })
  segmenters.set(language, segmenter)
  return segmenter
}

/** The last place to cut before `limit` that parts no surrogates and no letter from its marks. */
const cutBefore = (text: string, start: number, limit: number): number => {
  let end = limit
  while (end > start + 1 && (/[\udc00-\udfff]/.test(text.charAt(end)) || /^[\p{M}\u200c\u200d]/u.test(text.slice(end))))
    end--
  return end > start + 1 ? end : limit
}

/** The last blank before a limit that does not stand beside a number or a word of another script. */
const blankBefore = (text: string, from: number, limit: number): number => {
  for (let at = text.lastIndexOf(' ', limit); at > from; at = text.lastIndexOf(' ', at - 1))
    if (unmarked.test(text.charAt(at - 1)) && unmarked.test(text.charAt(at + 1))) return at
  return -1
}

/** A sentence that never ends is cut at blanks. */
const shorten = (text: string, span: Span): Span[] => {
  const isUnmarked = span.end - span.start > longestUnmarked && unmarked.test(text.slice(span.start, span.end))
  const most = isUnmarked ? longestUnmarked : longest
  const parts: Span[] = []
  let { start } = span
  while (span.end - start > (isUnmarked ? most + shortestUnmarked : most)) {
    const parting = isUnmarked ? blankBefore(text, start + shortestUnmarked, start + most) : -1
    const blank = parting > start ? parting : text.lastIndexOf(' ', start + longest)
    if (isUnmarked && parting < 0 && span.end - start <= longest) break
    const end = blank > start ? blank : cutBefore(text, start, start + longest)
    parts.push({ start, end })
    start = blank > start ? end + 1 : end
  }
  parts.push({ start, end: span.end })
  return parts.filter((part) => part.end > part.start)
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
      if (!isNoEnding(match[0])) push(index + match.index + match[0].length)
    const sofar = flat.slice(Math.max(start, end - 16), end)
    if (isNoEnding(sofar) || (withOrdinalStops.has(language) && ordinal.test(sofar))) continue
    const marks = emphasised.exec(flat.slice(end, end + 4))?.[0].length ?? 0
    push(end + marks - (opening.exec(segment)?.[0].length ?? 0))
  }
  push(flat.length)
  return spans.flatMap((span) => shorten(flat, span))
}

/** Whether a text ends as a question does, in any script; Greek asks with what looks like a semicolon. */
export const isQuestion = (text: string): boolean =>
  /[?？؟⸮\u037e]["'”’»)\]*_\s]*$/u.test(text) || /\p{sc=Greek}[»)]?;["'”’»)\]*_\s]*$/u.test(text)
