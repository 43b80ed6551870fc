import { beginningOf } from './beginning.ts'
import type { Parser, SourceFile } from './parser.ts'
import { extensionOf } from './read-text.ts'
import { unreadable } from './unreadable.ts'

/** Picks who reads a file: by what its bytes can only be, then by its name, then by what was declared, then as text. */
export function chooseParser(parsers: Parser[], source: SourceFile): Parser {
  const { bytes, filename = '', mediaType } = source
  if (bytes.length === 0) throw unreadable('no_text', 'The file is empty (0 bytes), so there is nothing to find in it.')
  const recognised = parsers.find((parser) => parser.recognises?.(bytes))
  if (recognised) return recognised

  const foreign = foreignKind(bytes)
  if (foreign) throw unreadable(foreign.reason, foreign.message)

  const extension = extensionOf(filename)
  const declared = mediaType?.split(';')[0]?.trim().toLowerCase()
  const named =
    parsers.find((parser) => parser.extensions.includes(extension)) ??
    parsers.find((parser) => declared !== undefined && parser.mediaTypes.includes(declared))
  if (named?.binaryKind)
    throw unreadable(
      'malformed',
      `The file is named as ${named.binaryKind}, but its bytes are none: it is damaged or another kind of file.`,
    )
  const text = parsers.find((parser) => parser.name === 'text')
  const chosen = named ?? text
  if (!chosen) throw unreadable('unsupported_type', 'No parser reads this kind of file.')
  return chosen
}

const foreignKinds: { starts: number[]; at?: number; name: string; advice?: string }[] = [
  { starts: [0x89, 0x50, 0x4e, 0x47], name: 'a PNG image' },
  { starts: [0xff, 0xd8, 0xff], name: 'a JPEG image' },
  { starts: [0x47, 0x49, 0x46, 0x38], name: 'a GIF image' },
  { starts: [0x49, 0x49, 0x2a, 0], name: 'a TIFF image' },
  { starts: [0x4d, 0x4d, 0, 0x2a], name: 'a TIFF image' },
  { starts: [0x1f, 0x8b], name: 'a gzip archive', advice: 'Unpack it, or send a zip archive.' },
  { starts: [0x42, 0x5a, 0x68], name: 'a bzip2 archive', advice: 'Unpack it, or send a zip archive.' },
  { starts: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'an xz archive', advice: 'Unpack it, or send a zip archive.' },
  { starts: [0x37, 0x7a, 0xbc, 0xaf], name: 'a 7-Zip archive', advice: 'Unpack it, or send a zip archive.' },
  { starts: [0x52, 0x61, 0x72, 0x21], name: 'a RAR archive', advice: 'Unpack it, or send a zip archive.' },
  {
    starts: [0x75, 0x73, 0x74, 0x61, 0x72],
    at: 257,
    name: 'a tar archive',
    advice: 'Unpack it, or send a zip archive.',
  },
  { starts: [0x7f, 0x45, 0x4c, 0x46], name: 'a program' },
  { starts: [0x4d, 0x5a, 0x90], name: 'a program' },
  { starts: [0x66, 0x74, 0x79, 0x70], at: 4, name: 'a video or audio file' },
  { starts: [0x49, 0x44, 0x33], name: 'an audio file' },
  { starts: [0x4f, 0x67, 0x67, 0x53], name: 'an audio file' },
  { starts: [0x52, 0x49, 0x46, 0x46], name: 'a media file' },
  {
    starts: [0x78, 0x9f, 0x3e, 0x22],
    name: "an attachment in Outlook's own format (winmail.dat)",
    advice: 'Have the letter sent as HTML or plain text.',
  },
  {
    starts: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20],
    name: 'an SQLite database',
    advice: 'Connect it as a database.',
  },
]

const compoundFile = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

function holdsControls(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 9) return true
  return false
}

/** What is known not to be read here, by its first bytes, so that the refusal can say what to do. */
function foreignKind(bytes: Uint8Array): { reason: 'encrypted' | 'unsupported_type'; message: string } | undefined {
  if (compoundFile.every((byte, index) => bytes[index] === byte)) {
    const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (names.includes(Buffer.from('EncryptedPackage', 'utf16le')))
      return {
        reason: 'encrypted',
        message: 'The file is protected by a password. Save it without one and send it again.',
      }
    if (names.includes(Buffer.from('__substg1.0_', 'utf16le')))
      return {
        reason: 'unsupported_type',
        message: "The file is a letter in Outlook's own format. Save it as .eml, or as PDF.",
      }
    return {
      reason: 'unsupported_type',
      message: 'The file is of the old binary Office format. Save it as .docx, .xlsx or .pptx, or as PDF.',
    }
  }
  if (!holdsControls(beginningOf(bytes, 512))) return undefined
  for (const { starts, at = 0, name, advice } of foreignKinds)
    if (starts.every((byte, index) => bytes[at + index] === byte))
      return {
        reason: 'unsupported_type',
        message: `The file is ${name}, which holds no text that can be read. ${advice ?? ''}`.trim(),
      }
  return undefined
}
