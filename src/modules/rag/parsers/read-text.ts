import { decodeText, type DecodedText } from './charset/decode.ts'
import { cleanText, isBlank } from './document-builder.ts'
import type { ParseContext } from './parser.ts'
import { unreadable } from './unreadable.ts'

/**
 * The text of a file that is nothing but text, cleaned; counted against the budget, unless a builder will count it.
 * Throws `unsupported_type` for bytes that are no text, `no_text` when nothing is written there.
 */
export function readText(bytes: Uint8Array, context: ParseContext, { isCounted } = { isCounted: true }): DecodedText {
  const decoded = decodeText(bytes, context.charset)
  if (!decoded)
    throw unreadable(
      'unsupported_type',
      'The file holds binary data that is no document known here. Send PDF, Office, EPUB, HTML, e-mail, or text files.',
    )
  const text = withoutColours(cleanText(decoded.text))
  if (isBlank(text)) throw unreadable('no_text', 'The file is empty, so there is nothing to find in it.')
  if (isCounted) context.budget.spendText(text.length)
  return { text, charset: decoded.charset }
}

/** Logs carry the sequences that colour them in a terminal (ECMA-48); they would stick to the words. */
function withoutColours(text: string): string {
  if (!text.includes('\u001B[')) return text
  const [first = '', ...coloured] = text.split('\u001B[')
  return first + coloured.map((part) => part.replace(/^[0-?]*[ -/]*[@-~]/u, '')).join('')
}

/** A line of a text and where it stands; `end` is before its line feed. */
export interface Line {
  text: string
  start: number
  end: number
}

/** The lines of a text, with their offsets. */
export function* linesOf(text: string): Generator<Line> {
  let start = 0
  while (start <= text.length) {
    const feed = text.indexOf('\n', start)
    const end = feed === -1 ? text.length : feed
    yield { text: text.slice(start, end), start, end }
    if (feed === -1) return
    start = end + 1
  }
}

function baseOf(filename: string): string {
  return filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1)
}

/** The last part of a name or path, without its extension: what to call a document that has no title. */
export function stemOf(filename: string): string {
  const base = baseOf(filename)
  const dot = base.lastIndexOf('.')
  return dot > 0 ? base.slice(0, dot) : base
}

/** The extension of a name in lower case, with its dot; '' without one. */
export function extensionOf(filename: string): string {
  const base = baseOf(filename)
  const dot = base.lastIndexOf('.')
  return dot > 0 ? base.slice(dot).toLowerCase() : ''
}
