import type { Block, Parser } from './parser.ts'
import { linesOf, readText, type Line } from './read-text.ts'

/** Plain text: paragraphs are parted by blank lines; short lines that stand alone and look like headings are. */
export const textParser: Parser = {
  name: 'text',
  extensions: ['.txt', '.text', '.log', '.rst', '.adoc', '.asciidoc', '.org', '.tex', '.srt', '.vtt', '.nfo'],
  mediaTypes: ['text/plain'],
  isLight: true,
  parse(bytes, context) {
    const { text, charset } = readText(bytes, context)
    return Promise.resolve({
      document: { text, blocks: blocksOfText(text), metadata: { type: 'text', charset }, warnings: [] },
    })
  },
}

/** The blocks of a plain text. */
export function blocksOfText(text: string): Block[] {
  const blocks: Block[] = []
  let paragraph: Line[] = []

  function close(): void {
    const first = paragraph[0]
    const last = paragraph.at(-1)
    if (!first || !last) return
    const place = { start: first.start, end: last.end }
    const level = headingLevel(paragraph)
    blocks.push(level === undefined ? { kind: 'paragraph', ...place } : { kind: 'heading', ...place, level })
    paragraph = []
  }

  for (const line of linesOf(text)) {
    if (line.text.trim() === '') close()
    else {
      const standsAlone = line.text.length < 200 && wikiHeading.test(line.text)
      if (standsAlone) close()
      paragraph.push(line)
      if (standsAlone) close()
    }
  }
  close()
  return blocks
}

const wikiHeading = /^\s*(?:(?:= ){1,6}[^=\n]{1,120}(?: =){1,6}|={1,6}[^=\n]{1,120}={1,6})\s*$/u
const underline = /^\s*(?:={3,}|-{3,}|~{3,}|\*{3,})\s*$/u
const numbered = /^\s*(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{Lu}[^.!?:;]{2,70}$/u
const chapter =
  /^\s*(?:chapter|part|section|appendix|book|kapitel|teil|abschnitt|chapitre|partie|capítulo|capitolo|глава|第.{1,4}[章节節編部])\s?[\dIVXLCivxlc]*\b.{0,70}$/iu
const capitals = /^[^\p{Ll}]*\p{Lu}[^\p{Ll}]*\p{Lu}[^\p{Ll}]*$/u

function headingLevel(lines: Line[]): number | undefined {
  const first = lines[0]?.text ?? ''
  const second = lines[1]?.text
  if (
    lines.length === 2 &&
    second !== undefined &&
    second.length <= 200 &&
    underline.test(second) &&
    first.length <= 120
  )
    return second.trim().startsWith('=') ? 1 : 2
  if (lines.length !== 1 || first.length > 100) return undefined
  if (wikiHeading.test(first)) return Math.max(1, (first.match(/=/gu)?.length ?? 2) >> 1)
  const number = numbered.exec(first)?.[1]
  if (number !== undefined) return number.split('.').length
  if (chapter.test(first) && !/[.!?]\s*$/u.test(first)) return 1
  return capitals.test(first) && !/\p{Nd}{4,}/u.test(first) ? 2 : undefined
}
