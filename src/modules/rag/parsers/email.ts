import PostalMime, { type Address, type Email } from 'postal-mime'
import { createDocumentBuilder } from './document-builder.ts'
import { writeHtml } from './html.ts'
import type { NestedFile, Parser } from './parser.ts'
import { unreadable } from './unreadable.ts'

/** Letters (RFC 5322 and MIME): who wrote to whom and what; attachments are read as files of their own. */
export const emailParser: Parser = {
  name: 'email',
  extensions: ['.eml', '.mht', '.mhtml'],
  mediaTypes: ['message/rfc822'],
  recognises(bytes) {
    const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
    return (
      /^(?:[\w-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3,}/u.test(head) &&
      /^(?:mime-version|received|message-id|return-path):/imu.test(head) &&
      /^(?:from|to|subject|date):/imu.test(head)
    )
  },
  async parse(bytes, context) {
    const letter = await readLetter(bytes)
    const builder = createDocumentBuilder(context.budget)
    const said = headOf(letter)
    builder.add('note', said.map(([name, value]) => `${name}: ${value}`).join('\n'))
    if (letter.text !== undefined && letter.text.trim() !== '')
      for (const paragraph of letter.text.split(/\n\s*\n/u))
        builder.add(/^\s*>/u.test(paragraph) ? 'quote' : 'paragraph', paragraph)
    else if (letter.html !== undefined) writeHtml(letter.html, builder, context.budget, { withTitle: false })
    const from = said.find(([name]) => name === 'From')?.[1]
    const metadata = {
      type: 'email',
      ...(from ? { author: from } : {}),
      ...(letter.date ? { created: letter.date } : {}),
    }
    return { document: builder.finish(metadata, letter.subject), nested: attachmentsOf(letter) }
  },
}

async function readLetter(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth: 64, forceRfc822Attachments: true })
  } catch (error) {
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
  return address.name === '' ? address.address : `${address.name} <${address.address}>`
}

/** Pictures that belong to the letter's own text are not attachments. */
async function* attachmentsOf(letter: Email): AsyncGenerator<NestedFile> {
  for (const [index, attachment] of letter.attachments.entries()) {
    if (attachment.related === true || attachment.mimeType.startsWith('image/')) continue
    const { content } = attachment
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
    const fallback =
      attachment.mimeType === 'message/rfc822' ? `attachment-${index + 1}.eml` : `attachment-${index + 1}`
    yield { bytes, filename: attachment.filename ?? fallback, mediaType: attachment.mimeType }
  }
}
