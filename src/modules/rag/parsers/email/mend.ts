import { isUtf8 } from 'node:buffer'
import { decodeText } from '../charset/decode.ts'

/** A letter that can be taken apart, and what of it is doubtful, in sentences. */
export interface MendedLetter {
  bytes: Uint8Array
  warnings: string[]
}

/**
 * Mends what keeps a letter's text from being found: line ends of old, a head in an old charset or without the blank line after it,
 * parts whose boundary is not said or said wrongly, and text that is called base64 but is none. Else a letter stays as it is.
 */
export function mendLetter(letter: Uint8Array): MendedLetter {
  const source = Buffer.from(letter.buffer, letter.byteOffset, letter.byteLength).toString('latin1')
  const lines = withLineFeeds(source.replace(/^(?:\u00EF\u00BB\u00BF)?[ \t\r\n]*/u, ''))
  const end = /\n\r?\n/u.exec(lines)?.index ?? lines.length
  const whole = mendHead(lines.slice(0, end), source) + lines.slice(end)
  const parted = lines.slice(end).trim() === '' ? whole : mendBoundaries(whole)
  const text = mendEncodings(parted)
  const warnings: string[] = []
  if (parted !== whole) warnings.push('The letter does not say rightly where its parts begin, so these were guessed.')
  if (isCut(parted)) warnings.push('The letter ends before its end is marked: something may be missing.')
  return { bytes: text === source ? letter : Buffer.from(text, 'latin1'), warnings }
}

function withLineFeeds(source: string): string {
  return source.includes('\n') ? source : source.replaceAll('\r', '\n')
}

const field = /^(?:[!-9;-~]+[ \t]*:|[ \t])/u
const usualField = /^(?:from|to|cc|date|subject|mime-version|content-[a-z-]+|message-id|received):/iu

/** A line that is no field continues the one before if fields follow; else the letter's text begins with it. */
function mendHead(head: string, letter: string): string {
  const lines = head.split('\n')
  const odd = lines.findIndex((line, index) => !field.test(line) && !(index === 0 && line.startsWith('From ')))
  if (odd !== -1) {
    const last = lines.findLastIndex((line) => usualField.test(line))
    for (let index = Math.max(odd, 1); index < last; index++)
      if (!field.test(lines[index] ?? '')) lines[index] = ` ${lines[index] ?? ''}`
    const first = lines.findIndex((line, index) => index >= Math.max(odd, last) && !field.test(line))
    if (first !== -1) lines.splice(first, 0, '')
  }
  const bytes = Buffer.from(lines.join('\n'), 'latin1')
  if (isUtf8(bytes)) return bytes.toString('latin1')
  const charset = /charset\s*=\s*["']?([\w.:-]+)/iu.exec(letter)?.[1]
  return Buffer.from(decodeText(bytes, charset)?.text ?? '').toString('latin1')
}

const multipart = /^content-type:[ \t]*multipart\/[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*){0,50}/gimu
const boundaryField = /;\s*boundary\s*=\s*(?:"([^"\r\n]*)"|([^\s;"]+))/iu
const mostMended = 50

/** Takes for a boundary what stands between the parts; where nothing does, there is one part, which is text. */
function mendBoundaries(letter: string): string {
  const said = new Set([...letter.matchAll(multipart)].map(([type]) => boundaryOf(type)))
  if (said.size === 0) return letter
  let mended = 0
  return letter.replace(multipart, (type: string, at: number) => {
    const boundary = boundaryOf(type)
    if (/boundary\*/iu.test(type) || mended >= mostMended) return type
    if (boundary !== '' && letter.includes(`\n--${boundary}`)) return type
    mended++
    const between = /^--(\S[^\r\n]{0,200}?)[ \t]*\r?\ncontent-/gimu
    between.lastIndex = at + type.length
    for (let found = between.exec(letter); found; found = between.exec(letter)) {
      const [, line = ''] = found
      if (said.has(line)) continue
      said.add(line)
      return `${type.replace(boundaryField, '')}; boundary="${line}"`
    }
    return 'Content-Type: text/plain'
  })
}

function isCut(letter: string): boolean {
  const boundaries = new Set([...letter.matchAll(multipart)].map(([type]) => boundaryOf(type)))
  return [...boundaries]
    .slice(0, mostMended)
    .some((boundary) => letter.includes(`\n--${boundary}`) && !letter.includes(`\n--${boundary}--`))
}

function boundaryOf(type: string): string {
  const [, quoted, bare] = boundaryField.exec(type) ?? []
  return (quoted ?? bare ?? '').trimEnd()
}

/** Base64 has no blanks within a line. */
function mendEncodings(letter: string): string {
  return letter.replace(/^(content-transfer-encoding:[ \t]*)base64\b/gimu, (said: string, name: string, at: number) => {
    const beginning = letter.slice(at, at + 4_096)
    const text = /\n\r?\n\s*([^\r\n]*)/u.exec(beginning)?.[1] ?? ''
    return /\S[ \t]+\S/u.test(text) && !text.startsWith('--') ? `${name}8bit` : said
  })
}
