import { crc32 } from 'node:zlib'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import type { Budget } from './budget.ts'
import { decodeText } from './charset/decode.ts'
import { unreadable } from './unreadable.ts'

/** A zip archive whose members are inflated one at a time, and only as far as the budget goes. */
export interface Archive {
  /** All members, in the archive's order; folders left out. Two may have one name. */
  readonly entries: readonly ArchiveEntry[]
  /** Reads the member of this name, the last where there are several. */
  read(name: string): Promise<Uint8Array | undefined>
  /** Whether there is such a member; as in `read`, a name of other case will do where none is written the same way. */
  holds(name: string): boolean
}

/** A member of an archive. */
export interface ArchiveEntry {
  name: string
  /** Throws `too_large` before inflating what the budget does not allow, `malformed` when it is broken. */
  read: () => Promise<Uint8Array>
}

/**
 * Opens a zip archive (APPNOTE 6.3). Nothing is ever written to disk, so a member's name leads nowhere; names that would
 * leave the archive are still refused, by `isUnsafeName`.
 */
export async function openArchive(bytes: Uint8Array, budget: Budget): Promise<Archive> {
  const entries: ArchiveEntry[] = []
  const zip = await open(bytes)
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry)
      budget.spendEntries(1)
      if (!name.endsWith('/')) entries.push({ name, read: () => unpack(zip, entry, budget) })
    }
  } catch (error) {
    throw brokenArchive(error)
  }
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const anyCase = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const entryOf = (name: string): ArchiveEntry | undefined => byName.get(name) ?? anyCase.get(name.toLowerCase())
  return {
    entries,
    holds: (name) => entryOf(name) !== undefined,
    async read(name) {
      return entryOf(name)?.read()
    },
  }
}

async function unpack(zip: ZipFile, entry: Entry, budget: Budget): Promise<Uint8Array> {
  if (entry.isEncrypted())
    throw unreadable('encrypted', 'The archive is protected by a password. Pack it again without one.')
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw unreadable(
      'unsupported_type',
      'A part of the archive is packed in a way that is not read here. Pack it again with the usual method (deflate).',
    )
  budget.spendInflated(entry.uncompressedSize, entry.compressedSize)
  return inflate(zip, entry)
}

/** Whether a member's name points outside of its archive. */
export function isUnsafeName(name: string): boolean {
  return /^(?:[/\\]|[a-z]:)/iu.test(name) || name.split(/[/\\]/u).includes('..')
}

/** Names that do not say they are UTF-8 are written in any charset. */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw
  const name = (entry.generalPurposeBitFlag & 0x800) === 0 ? decodeText(raw)?.text : raw.toString('utf8')
  return (name ?? raw.toString('latin1')).replaceAll('\\', '/')
}

async function open(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true }
  try {
    return await fromBufferPromise(buffer, options)
  } catch (error) {
    const tidy = withoutTrailer(buffer)
    if (!tidy) throw brokenArchive(error)
    try {
      return await fromBufferPromise(tidy, options)
    } catch {
      throw brokenArchive(error)
    }
  }
}

const endSignature = Buffer.from([0x50, 0x4b, 0x05, 0x06])
const endBytes = 22

/** What mail gateways and careless writers append after an archive's end, or announce as its comment, is cut off. */
function withoutTrailer(buffer: Buffer): Buffer | undefined {
  const end = buffer.lastIndexOf(endSignature)
  if (end === -1 || end + endBytes > buffer.length) return undefined
  const tidy = Buffer.from(buffer.subarray(0, end + endBytes))
  tidy.writeUInt16LE(0, end + endBytes - 2)
  return tidy
}

/** The declared size is what the budget was asked for, and yauzl stops a member that yields more; it checks no sums. */
async function inflate(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const parts: Buffer[] = []
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const part of stream) if (Buffer.isBuffer(part)) parts.push(part)
    if (parts.reduce((sum, part) => crc32(part, sum), 0) !== entry.crc32) throw new Error('The checksum differs.')
  } catch (error) {
    throw unreadable(
      'malformed',
      'A part of the file is damaged and cannot be unpacked. Save or download it again.',
      error,
    )
  }
  return Buffer.concat(parts)
}

function brokenArchive(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'AppError') return error
  return unreadable(
    'malformed',
    'The file is damaged or incomplete: its table of contents cannot be read. Save or download it again.',
    error,
  )
}

const zipSignature = [0x50, 0x4b, 0x03, 0x04]

/** Whether the bytes are a zip archive; an empty one begins with its end. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  )
}

/** Whether the bytes are a zip archive with a member whose name begins so; looks at the names only. */
export function archiveHolds(bytes: Uint8Array, nameStart: string): boolean {
  if (!zipSignature.every((byte, index) => bytes[index] === byte)) return false
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const contents = tableOfContents(buffer)
  const [names, signature, nameOffset] = contents
    ? ([contents, 0x02014b50, 46] as const)
    : ([buffer, 0x04034b50, 30] as const)
  for (const name of new Set([nameStart, nameStart.replaceAll('/', '\\')]))
    for (let found = names.indexOf(name); found !== -1; found = names.indexOf(name, found + 1))
      if (found >= nameOffset && names.readUInt32LE(found - nameOffset) === signature) return true
  return false
}

/** The table of contents at an archive's end; a truncated archive has none. */
function tableOfContents(buffer: Buffer): Buffer | undefined {
  const end = buffer.lastIndexOf(endSignature)
  if (end === -1 || end + 20 > buffer.length) return undefined
  const size = buffer.readUInt32LE(end + 12)
  return size > 0 && size <= end ? buffer.subarray(end - size, end) : undefined
}
