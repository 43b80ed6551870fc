import iconv from 'iconv-lite'
import { decodeText } from '../charset/decode.ts'

/**
 * A letter with bytes outside ASCII that declares no charset anywhere, in UTF-8; any other as it is. Old programs send what their
 * system writes, and a reader of letters would take it for UTF-8.
 */
export function inUtf8(letter: Uint8Array): Uint8Array {
  const source = Buffer.from(letter.buffer, letter.byteOffset, letter.byteLength)
  if (isUtf8(source) || /charset\s*\*?\d*\*?=/iu.test(source.toString('latin1'))) return letter
  const decoded = decodeText(source)
  return decoded ? Buffer.from(decoded.text) : letter
}

/**
 * What a letter says, right where its charset was named or read wrongly: UTF-8 that the letter calls Latin was taken apart into
 * bytes, which still are there (if the whole letter is UTF-8); and some versions of Node read Windows-1252 as ISO-8859-1, so that
 * its quotation marks and euros become controls.
 */
export function wholeLetters(text: string, letter: Uint8Array): string {
  const whole = /[\u00C2-\u00F4][\u0080-\uFFFF]/u.test(text) && isUtf8(letter) ? fromLatin(text) : text
  return whole.replace(/[\u0080-\u009F]/gu, (control) => iconv.decode(Buffer.from(control, 'latin1'), 'windows1252'))
}

function fromLatin(text: string): string {
  const latin = text.replace(/[\u0100-\uFFFF]/gu, (sign) => iconv.encode(sign, 'windows1252').toString('latin1'))
  const bytes = Buffer.from(latin, 'latin1')
  const isLossless = (text.match(/\?/gu)?.length ?? 0) === (latin.match(/\?/gu)?.length ?? 0)
  return isLossless && isUtf8(bytes) ? bytes.toString('utf8') : text
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
