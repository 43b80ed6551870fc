import iconv from 'iconv-lite'
import { beginningOf } from './beginning.ts'
import { createDocumentBuilder, oneLine, type DocumentBuilder } from './document-builder.ts'
import type { Parser } from './parser.ts'
import { unreadable } from './unreadable.ts'

/** Rich Text Format (Microsoft's specification 1.9): paragraphs and tables; fonts, pictures, fields' codes are left out. */
export const rtfParser: Parser = {
  name: 'rtf',
  extensions: ['.rtf'],
  mediaTypes: ['application/rtf', 'text/rtf'],
  binaryKind: 'an RTF document',
  recognises: (bytes) => /^\s{0,8}\{\\rtf/u.test(beginningOf(bytes, 16).toString('latin1')),
  parse(bytes, context) {
    const builder = createDocumentBuilder(context.budget)
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const { title, author } = readRtf(source, builder)
    return Promise.resolve({ document: builder.finish({ type: 'rtf', ...(author ? { author } : {}) }, title) })
  },
}

/** What a group in braces says of its text; the group within inherits it. */
interface State {
  isSkipped: boolean
  /** Hidden from readers, or deleted in a revision. */
  isHidden: boolean
  charset: string
  /** How many characters stand in for one that is written as a number. */
  substitutes: number
  /** What is to be written when the group ends. */
  ending: string
  /** What the group tells of the document, instead of being a part of it. */
  tells?: 'title' | 'author' | undefined
}

const skipped = new Set(
  `fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf fldinst xe tc sp shprslt
   listtable listoverridetable generator filetbl revtbl rsidtbl themedata datastore latentstyles xmlnstbl bkmkstart bkmkend`
    .trim()
    .split(/\s+/u),
)
/** Groups that a reader of old may leave out, and that hold the text of boxes. */
const shapeText = new Set(['shpinst', 'shptxt', 'shp'])
const characters: Record<string, string> = {
  tab: '\t',
  line: '\n',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  '~': '\u00a0',
  _: '-',
}
/** Fonts say their character set by Windows' numbers. */
const fontCharsets: Record<number, string> = {
  128: 'shiftjis',
  129: 'cp949',
  134: 'gb18030',
  136: 'big5',
  161: 'windows1253',
  162: 'windows1254',
  163: 'windows1258',
  177: 'windows1255',
  178: 'windows1256',
  186: 'windows1257',
  204: 'windows1251',
  222: 'windows874',
  238: 'windows1250',
}
const mostDepth = 2_000
/** Braces, a control word with its number, a control character, a character by its code; else text. */
const token = /[{}]|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|[^{}\\\r\n]+|[\r\n]+/giu

function readRtf(source: string, builder: DocumentBuilder): Partial<Record<'title' | 'author', string>> {
  const states: State[] = []
  let state: State = { isSkipped: false, isHidden: false, charset: 'windows1252', substitutes: 1, ending: '' }
  const told: Partial<Record<'title' | 'author', string>> = {}
  let isOptional = false
  let level: number | undefined
  const charsetOfFont = new Map<number, string>()
  let font = 0
  let isFontTable = false
  let text = ''
  let bytes: number[] = []
  let row: string[] = []
  let rows: string[][] = []
  let toSkip = 0

  const decode = (): void => {
    if (bytes.length > 0) append(iconv.decode(Buffer.from(bytes), state.charset))
    bytes = []
  }
  const append = (more: string): void => {
    if (state.tells) told[state.tells] = (told[state.tells] ?? '') + more
    else if (!state.isHidden) text += more
  }
  const write = (more: string): void => {
    if (state.isSkipped && !state.tells) return
    decode()
    append(more)
  }
  const endTable = (): void => {
    if (rows.length > 0) builder.table(rows, { headerRows: 1 })
    rows = []
  }
  const endParagraph = (): void => {
    decode()
    if (row.length === 0) endTable()
    if (row.length > 0) text += ' '
    else if (level === undefined) builder.add('paragraph', text)
    else builder.add('heading', oneLine(text), { level })
    if (row.length === 0) text = ''
  }
  const control = (word: string, number: number | undefined): void => {
    if (word === 'fonttbl') isFontTable = true
    const mayBeLeftOut = isOptional
    isOptional = false
    if (word === 'shptxt') write('\n')
    if (shapeText.has(word)) return
    if ((word === 'footnote' || word === 'annotation') && !state.isSkipped) {
      write(' [')
      state.ending = ']'
    } else if (mayBeLeftOut || skipped.has(word)) state.isSkipped = true
    else if ((word === 'title' || word === 'author') && state.isSkipped) state.tells = word
    else if (word === 'ansicpg' && number !== undefined && iconv.encodingExists(`cp${number}`))
      state.charset = `cp${number}`
    else if (word === 'uc') state.substitutes = Math.min(Math.max(number ?? 1, 0), 8)
    else if (word === 'f' && isFontTable) font = number ?? 0
    else if (word === 'fcharset' && isFontTable) charsetOfFont.set(font, fontCharsets[number ?? 0] ?? '')
    else if (word === 'f') {
      const charset = charsetOfFont.get(number ?? 0)
      if (!state.isSkipped) decode()
      if (charset) state.charset = charset
    } else if (word === 'u') {
      write(String.fromCharCode((number ?? 0) & 0xffff))
      toSkip = state.substitutes
    } else if (word === 'v' || word === 'deleted') {
      decode()
      state.isHidden = number !== 0
    } else if (word === 'plain') {
      decode()
      state.isHidden = false
    } else if (state.isSkipped) return
    else if (word === 'pard') level = undefined
    else if (word === 'outlinelevel') level = number !== undefined && number < 9 ? number + 1 : undefined
    else if (word === 'par' || word === 'sect' || word === 'page') endParagraph()
    else if (word === 'cell') {
      decode()
      row.push(text)
      text = ''
    } else if (word === 'row') {
      rows.push(row)
      row = []
    } else write(characters[word] ?? '')
  }

  for (const [found, word, number, code, symbol] of source.matchAll(token)) {
    if (found === '{') {
      if (states.length >= mostDepth)
        throw unreadable('too_large', 'The file is nested deeper than any document. Save it as .docx or PDF.')
      decode()
      states.push(state)
      state = { ...state, ending: '' }
    } else if (found === '}') {
      decode()
      isOptional = false
      write(state.ending)
      const outer = states.pop()
      if (outer) state = outer
      if (!state.isSkipped) isFontTable = false
    } else if (word !== undefined) control(word.toLowerCase(), number === undefined ? undefined : Number(number))
    else if (code !== undefined) {
      if (toSkip > 0) toSkip--
      else if (!state.isSkipped || state.tells) bytes.push(Number.parseInt(code, 16))
    } else if (symbol === '*') isOptional = true
    else if (symbol !== undefined) write(/[\\{}]/u.test(symbol) ? symbol : (characters[symbol] ?? ''))
    else if (!/^[\r\n]/u.test(found)) {
      const skip = Math.min(toSkip, found.length)
      toSkip -= skip
      write(
        Buffer.from(found.slice(skip), 'latin1').some((byte) => byte > 127)
          ? iconv.decode(Buffer.from(found.slice(skip), 'latin1'), state.charset)
          : found.slice(skip),
      )
    }
  }
  if (states.length > 0) builder.warn('The file ends before its end is marked: something may be missing.')
  row.push(...(row.length > 0 ? [text] : []))
  if (row.length > 0) rows.push(row)
  else endParagraph()
  endTable()
  return told
}
