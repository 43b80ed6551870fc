import PostalMime, { type Address, type Email } from 'postal-mime'
import { beginningOf } from './beginning.ts'
import type { Budget } from './budget.ts'
import { createDocumentBuilder, isBlank, type DocumentBuilder } from './document-builder.ts'
import { inUtf8, wholeLetters } from './email/eight-bit.ts'
import { mendLetter } from './email/mend.ts'
import { writeHtml } from './html.ts'
import { nestedFiles } from './nested-files.ts'
import type { Block, NestedFile, Parser, UnreadableFile } from './parser.ts'
import { textParser } from './text.ts'
import { unreadable } from './unreadable.ts'

/** Letters (RFC 5322 and MIME): who wrote to whom and what; attachments are read as files of their own. */
export const emailParser: Parser = {
  name: 'email',
  extensions: ['.eml', '.mht', '.mhtml'],
  mediaTypes: ['message/rfc822'],
  recognises(bytes) {
    const head = beginningOf(bytes, 2048)
      .toString('latin1')
      .replace(/^(?:\u00EF\u00BB\u00BF)?\s*/u, '')
    return (
      /^(?:[\w-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3,}/u.test(head) &&
      /^(?:mime-version|received|message-id|return-path):/imu.test(head) &&
      /^(?:from|to|subject|date):/imu.test(head)
    )
  },
  async parse(bytes, context) {
    const { bytes: mended, warnings } = mendLetter(inUtf8(bytes))
    const letter = await readLetter(mended)
    if (!letter.headers.some(({ key }) => usualHeaders.has(key))) return textParser.parse(bytes, context)
    const builder = createDocumentBuilder(context.budget)
    const said = headOf(letter).map(([name, value]) => [name, wholeLetters(value, bytes)] as const)
    builder.add('note', said.map(([name, value]) => `${name}: ${value}`).join('\n'))
    writeBody(letter, bytes, builder, context.budget)
    for (const warning of warnings) builder.warn(warning)
    const from = said.find(([name]) => name === 'From')?.[1]
    const metadata = {
      type: 'email',
      ...(from ? { author: from } : {}),
      ...(letter.date ? { created: letter.date } : {}),
    }
    return {
      document: builder.finish(metadata, said.find(([name]) => name === 'Subject')?.[1]),
      nested: nestedFiles(attachmentsOf(letter), context.budget),
    }
  },
}

const usualHeaders = new Set([
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'received',
  'mime-version',
  'content-type',
])

/** The text as it was written; the page instead when the text says so much less that it only stands in for it. */
function writeBody(letter: Email, bytes: Uint8Array, builder: DocumentBuilder, budget: Budget): void {
  const text = isBlank(letter.text ?? '') ? undefined : wholeLetters(letter.text ?? '', bytes)
  const html = letter.html === undefined ? undefined : wholeLetters(letter.html, bytes)
  const page = html === undefined ? [] : recordHtml(html, budget)
  const pageLength = page.reduce((sum, block) => sum + block.text.length, 0)
  if (text === undefined || pageLength > 2 * text.length + 200)
    for (const block of page) builder.add(block.kind, block.text, block)
  else
    for (const paragraph of text.split(/\n\s*\n/u))
      builder.add(/^\s*>/u.test(paragraph) ? 'quote' : 'paragraph', paragraph)
}

function recordHtml(html: string, budget: Budget): (Block & { text: string })[] {
  const builder = createDocumentBuilder({ ...budget, spendText: () => undefined })
  writeHtml(html, builder, budget, { withTitle: false })
  if (builder.isEmpty) return []
  const { text, blocks } = builder.finish({ type: 'html' })
  return blocks.map((block) => ({ ...block, text: text.slice(block.start, block.end) }))
}

async function readLetter(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth: 64, forceRfc822Attachments: true })
  } catch (error) {
    if (error instanceof Error && /nesting/iu.test(error.message))
      throw unreadable('too_large', 'The parts of the letter are nested deeper than in any letter.', error)
    throw unreadable('malformed', 'The letter is damaged: its parts cannot be told apart.', error)
  }
}

function headOf(letter: Email): [string, string][] {
  const head: [string, string | undefined][] = [
    ['Subject', letter.subject],
    ['From', letter.from && written(letter.from)],
    ['To', letter.to?.map(written).join(', ')],
    ['Cc', letter.cc?.map(written).join(', ')],
    ['Date', letter.date],
  ]
  const attached = letter.attachments.map((attachment) => attachment.filename).filter((name) => name !== null)
  if (attached.length > 0) head.push(['Attachments', attached.join(', ')])
  return head.filter((field): field is [string, string] => field[1] !== undefined && field[1] !== '')
}

function written(address: Address): string {
  if (address.group) return `${address.name}: ${address.group.map(written).join(', ')}`
  return address.name && address.address ? `${address.name} <${address.address}>` : address.name || address.address
}

const seals = /^application\/(?:pgp-signature|(?:x-)?pkcs7-signature)$/u
/** What a page saved whole brings along. */
const furnishing = /^(?:text\/(?:css|(?:x-)?javascript)|application\/(?:x-)?javascript|font\/)/u
const sealed = /^application\/(?:pgp-encrypted|(?:x-)?pkcs7-mime)$/u

/** Pictures that belong to the letter's own text are not attachments, nor are signatures. */
function* attachmentsOf(letter: Email): Generator<NestedFile | UnreadableFile> {
  for (const [index, attachment] of letter.attachments.entries()) {
    const { content, mimeType } = attachment
    if (attachment.related === true || mimeType.startsWith('image/') || seals.test(mimeType)) continue
    if (attachment.disposition !== 'attachment' && furnishing.test(mimeType)) continue
    const fallback = mimeType === 'message/rfc822' ? `attachment-${index + 1}.eml` : `attachment-${index + 1}`
    const filename = attachment.filename ?? fallback
    if (sealed.test(mimeType)) {
      yield { name: filename, reason: 'encrypted', message: 'The letter is encrypted. Save it without encryption.' }
      continue
    }
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
    yield { bytes, filename, mediaType: mimeType }
  }
}
