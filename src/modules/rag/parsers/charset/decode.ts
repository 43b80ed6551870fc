import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { detectLegacyCharset } from './legacy.ts'

/** Text and the charset it was decoded from, by its IANA name where it has one. */
export interface DecodedText {
  text: string
  charset: string
}

const byteOrderMarks: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0, 0], 'utf-32le'],
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0x84, 0x31, 0x95, 0x33], 'gb18030'],
]

/** Labels that mean a larger set in practice (WHATWG Encoding Standard). */
const widened: Record<string, string> = {
  'iso-8859-1': 'windows1252',
  'us-ascii': 'windows1252',
  ascii: 'windows1252',
  latin1: 'windows1252',
  'iso-8859-9': 'windows1254',
  'iso-8859-11': 'windows874',
  'tis-620': 'windows874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb_2312: 'gb18030',
  'x-gbk': 'gb18030',
  'euc-kr': 'cp949',
  'ks_c_5601-1987': 'cp949',
  big5: 'big5hkscs',
  'x-sjis': 'shiftjis',
  unicode: 'utf-16le',
  'iso-2022-jp': 'iso-2022-jp',
}

const multibyte = /^(?:gb18030|big5|cp949|shiftjis|shift_jis|windows-31j|eucjp|euc-jp|iso-2022-jp)/u

/**
 * Decodes text. A byte-order mark decides; then valid UTF-8; then what was declared, unless the bytes
 * contradict it; then UTF-16 by its pattern of zeros; then the likeliest of the old charsets.
 * Undefined when the bytes are no text at all.
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText | undefined {
  for (const [mark, charset] of byteOrderMarks)
    if (mark.every((byte, index) => bytes[index] === byte)) return decodeAs(bytes, charset)

  const label = normalLabel(declared)
  const escaped = escapedCharset(bytes)
  if (escaped) return decodeAs(bytes, escaped)
  const unicode = zerosPattern(bytes)
  if (unicode) return decodeAs(bytes, unicode)
  const controls = controlsIn(bytes)
  if (areMany(controls.all, controls.length)) return denseUtf16(bytes) ?? betweenZeros(bytes, controls)
  const quality = utf8Quality(bytes)
  if (controls.all > 0 && quality !== 'ascii' && quality !== 'valid') {
    const dense = denseUtf16(bytes)
    if (dense) return dense
  }
  if (quality === 'partly') return decodeByLines(bytes)
  if (quality === 'ascii') return decodeAs(bytes, 'utf-8')
  if (label && multibyte.test(label)) {
    const decoded = decodeAs(bytes, label)
    if (!decoded.text.includes('\uFFFD')) return decoded
  }
  if (quality !== 'no') return decodeAs(bytes, 'utf-8')
  if (label && !label.startsWith('utf')) {
    const decoded = decodeAs(bytes, label)
    if (!decoded.text.includes('\uFFFD')) return decoded
  }
  return decodeAs(bytes, detectLegacyCharset(bytes))
}

function normalLabel(declared: string | undefined): string | undefined {
  const label = declared
    ?.trim()
    .toLowerCase()
    .replaceAll(/^["']|["']$/gu, '')
  if (!label) return undefined
  const wide = widened[label] ?? label
  return wide === 'iso-2022-jp' || iconv.encodingExists(wide) ? wide : undefined
}

const utf8 = new TextDecoder('utf-8')

function decodeAs(bytes: Uint8Array, charset: string): DecodedText {
  if (charset === 'utf-8') return { text: utf8.decode(bytes), charset }
  if (charset === 'iso-2022-jp') return { text: new TextDecoder(charset).decode(bytes), charset }
  return { text: iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), charset), charset }
}

/** ISO-2022-JP is ASCII with escape sequences, so it would pass as UTF-8. */
function escapedCharset(bytes: Uint8Array): string | undefined {
  const escape = bytes.indexOf(0x1b)
  if (escape === -1 || bytes[escape + 1] !== 0x24) return undefined
  const set = bytes[escape + 2]
  return set === 0x40 || set === 0x42 ? 'iso-2022-jp' : undefined
}

/** A file that was put together from others, in UTF-8 and in something older: each line is read as what it is. */
function decodeByLines(bytes: Uint8Array): DecodedText {
  const lines: Uint8Array[] = []
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(10, start)
    const end = feed === -1 ? bytes.length : feed + 1
    lines.push(bytes.subarray(start, end))
    start = end
  }
  const isOld = (line: Uint8Array): boolean => {
    const quality = utf8Quality(line)
    return quality === 'no' || quality === 'partly'
  }
  const old = detectLegacyCharset(Buffer.concat(lines.filter(isOld)))
  const text = lines.map((line) => decodeAs(line, isOld(line) ? old : 'utf-8').text).join('')
  return { text, charset: 'utf-8' }
}

/** UTF-16 without a mark of a script that has no zero bytes, such as Chinese: nearly all of it must be of one such script. */
function denseUtf16(bytes: Uint8Array): DecodedText | undefined {
  if (bytes.length % 2 === 1) return undefined
  const sample = Buffer.from(bytes.subarray(0, 8_192))
  for (const charset of ['utf-16le', 'utf-16be']) {
    const text = iconv.decode(sample, charset)
    const usual = text.match(eastAsian)?.length ?? 0
    if (usual > text.length * 0.9) return decodeAs(bytes, charset)
  }
  return undefined
}

const eastAsian = /[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff5e\u0020-\u007e\s]/gu

/**
 * How well bytes read as UTF-8: a few broken sequences in a long text do not make it another charset; `partly` when twice as
 * many are whole as are broken, which no other charset looks like.
 */
function utf8Quality(bytes: Uint8Array): 'ascii' | 'valid' | 'mostly' | 'partly' | 'no' {
  if (isUtf8(bytes)) return isAscii(bytes) ? 'ascii' : 'valid'
  let sequences = 0
  let broken = 0
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    if (byte < 0x80) continue
    const length =
      byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 0
    let following = 0
    while (following < length && ((bytes[index + following + 1] ?? 0) & 0xc0) === 0x80) following++
    const cutByTheEnd = length > 0 && index + following + 1 === bytes.length
    if ((length > 0 && following === length) || cutByTheEnd) sequences++
    else broken++
    index += following
  }
  if (broken === 0) return sequences === 0 ? 'ascii' : 'valid'
  if (sequences > broken * 20) return 'mostly'
  return sequences > broken * 2 ? 'partly' : 'no'
}

/** UTF-16 or UTF-32 without a mark: where its zero bytes stand gives it away. */
function zerosPattern(bytes: Uint8Array): string | undefined {
  const length = Math.min(bytes.length, 4096) & ~3
  if (length < 4 || !bytes.subarray(0, length).includes(0)) return undefined
  const zeros = [0, 0, 0, 0]
  for (let index = 0; index < length; index++) if (bytes[index] === 0) zeros[index & 3] = (zeros[index & 3] ?? 0) + 1
  const [first = 0, second = 0, third = 0, fourth = 0] = zeros
  const quarter = length / 4
  const even = first + third
  const odd = second + fourth
  if (even + odd === 0) return undefined
  // Where all other bytes are plain ASCII, a zero would stand beside each of them.
  if (even + odd < length * 0.3 && bytes.subarray(0, length).every((byte) => byte === 0 || isPlain(byte)))
    return undefined
  const charset =
    third > quarter * 0.9 && fourth > quarter * 0.9
      ? 'utf-32le'
      : first > quarter * 0.9 && second > quarter * 0.9
        ? 'utf-32be'
        : odd > even * 8
          ? 'utf-16le'
          : even > odd * 8
            ? 'utf-16be'
            : undefined
  if (!charset) return undefined
  const text = iconv.decode(Buffer.from(bytes.subarray(0, length)), charset)
  const strange = text.match(/[\p{Cn}\p{Co}\p{Cs}\uFFFD]|(?!\s)\p{Cc}/gu)?.length ?? 0
  return strange <= text.length * 0.02 ? charset : undefined
}

function isPlain(byte: number): boolean {
  return (byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13)
}

interface Controls {
  /** Of how many bytes. */
  length: number
  all: number
  /** Of them, how many are zero. */
  zeros: number
}

/** The control characters at the beginning of a file, but for those of plain texts. */
function controlsIn(bytes: Uint8Array): Controls {
  const controls = { length: Math.min(bytes.length, 65_536), all: 0, zeros: 0 }
  for (let index = 0; index < controls.length; index++) {
    const byte = bytes[index] ?? 0
    if (byte < 32 && (byte < 9 || byte > 13) && byte !== 0x1b) controls.all++
    if (byte === 0) controls.zeros++
  }
  return controls
}

function areMany(controls: number, length: number): boolean {
  return controls > Math.max(2, length * 0.005)
}

/** Text between zero bytes, as lists and fields of a fixed width are written by some programs: each run of them ends a line. */
function betweenZeros(bytes: Uint8Array, { length, all, zeros }: Controls): DecodedText | undefined {
  const rest = length - zeros
  if (areMany(all - zeros, rest) || rest < length * 0.1) return undefined
  const quality = utf8Quality(bytes)
  if (quality !== 'ascii' && quality !== 'valid') return undefined
  const { text } = decodeAs(bytes, 'utf-8')
  return { text: text.replace(/\0+/gu, '\n'), charset: 'utf-8' }
}
