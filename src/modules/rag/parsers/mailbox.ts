import { beginningOf } from './beginning.ts'
import { nestedFiles } from './nested-files.ts'
import type { NestedFile, Parser } from './parser.ts'
import { textParser } from './text.ts'

const firstLetter = /^From [^\n]{1,200}\n[\w-]{2,40}:/u
const nextLetter = /^(?:[^]\n|\n\r)\nFrom [^\n]{1,200}\n[\w-]{2,40}:/u

/** Mailboxes (RFC 4155): each letter is read as a file of its own. */
export const mailboxParser: Parser = {
  name: 'mailbox',
  extensions: ['.mbox', '.mbx'],
  mediaTypes: ['application/mbox'],
  recognises: (bytes) => beginsAsMailbox(bytes) && nextLetterAfter(bytes, 0) !== -1,
  async parse(bytes, context) {
    return beginsAsMailbox(bytes)
      ? { nested: nestedFiles(lettersOf(bytes), context.budget) }
      : textParser.parse(bytes, context)
  },
}

function beginsAsMailbox(bytes: Uint8Array): boolean {
  return firstLetter.test(beginningOf(bytes, 512).toString('latin1'))
}

/** Where the next letter begins; -1 after the last. */
function nextLetterAfter(bytes: Uint8Array, start: number): number {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = source.indexOf('\nFrom ', start); at !== -1; at = source.indexOf('\nFrom ', at + 1))
    if (at >= 2 && nextLetter.test(source.toString('latin1', at - 2, at + 512))) return at + 1
  return -1
}

function* lettersOf(bytes: Uint8Array): Generator<NestedFile> {
  let number = 0
  for (let start = 0; start !== -1;) {
    const next = nextLetterAfter(bytes, start)
    yield {
      bytes: bytes.subarray(start, next === -1 ? bytes.length : next),
      filename: `letter-${++number}.eml`,
      mediaType: 'message/rfc822',
    }
    start = next
  }
}
