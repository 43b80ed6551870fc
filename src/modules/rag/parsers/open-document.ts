import { archiveHolds, openArchive } from './archive.ts'
import { createDocumentBuilder, oneLine, type DocumentBuilder } from './document-builder.ts'
import { createLenientReader } from './office/lenient.ts'
import type { DocumentMetadata, Parser } from './parser.ts'
import { unreadable } from './unreadable.ts'
import { elementAt, elementsOf, readXmlTree, textIn, type XmlElement } from './xml.ts'

/** OpenDocument texts, sheets and presentations (ISO/IEC 26300): headings, lists, tables, notes; what was deleted is not read. */
export const openDocumentParser: Parser = {
  name: 'open-document',
  extensions: ['.odt', '.ott', '.ods', '.ots', '.odp', '.otp'],
  mediaTypes: [
    'application/vnd.oasis.opendocument.text',
    'application/vnd.oasis.opendocument.spreadsheet',
    'application/vnd.oasis.opendocument.presentation',
  ],
  binaryKind: 'an OpenDocument file',
  recognises: (bytes) => archiveHolds(bytes, 'content.xml') && archiveHolds(bytes, 'META-INF/manifest.xml'),
  async parse(bytes, context) {
    const { budget } = context
    const archive = await openArchive(bytes, budget)
    const treeOf = async (name: string): Promise<XmlElement | undefined> => {
      const source = await archive.read(name)
      return source && readXmlTree(source, budget, { isKept })
    }
    const entries = elementsOf(elementAt(await treeOf('META-INF/manifest.xml'), 'manifest'), 'file-entry')
    if (entries.some((entry) => elementAt(entry, 'encryption-data') !== undefined))
      throw unreadable('encrypted', 'The file is protected by a password. Save it without one and send it again.')

    const builder = createDocumentBuilder(budget)
    const reader = createLenientReader(builder)
    const body = elementAt(await treeOf('content.xml'), 'document-content', 'body')
    let pages = 0
    for (const content of elementsOf(body))
      for (const part of elementsOf(content)) {
        const isPage = part.name === 'page' || (part.name === 'table' && content.name === 'spreadsheet')
        const page = isPage ? ++pages : undefined
        const name = part.attributes['name']
        if (isPage && name && !titleIn(part)) builder.add('heading', name, { level: 1, page })
        write(part, builder, page)
      }
    const styles = await reader.attempt('The part of styles', () => treeOf('styles.xml'))
    for (const edge of edgesIn(styles)) builder.add('note', edge)
    // A document that is whole is worth reading whatever is said of it.
    const meta = await treeOf('meta.xml').catch(() => undefined)
    const { title, metadata } = describe(elementAt(meta, 'document-meta', 'meta'))
    return { document: builder.finish({ ...metadata, type: 'open-document' }, title) }
  },
}

const unread = new Set([
  'page-number',
  'page-count',
  'tracked-changes',
  'forms',
  'image',
  'object',
  'scripts',
  'font-face-decls',
])

function isKept(name: string): boolean {
  return !unread.has(name)
}

/** The frame on a slide that holds its title. */
function titleIn(part: XmlElement): XmlElement | undefined {
  return elementsOf(part, 'frame').find((frame) => frame.attributes['class'] === 'title' && textIn(frame).trim() !== '')
}

/** What stands at the head and foot of every page, each once. */
function edgesIn(part: XmlElement | undefined): Set<string> {
  const masters = elementsOf(elementAt(part, 'document-styles', 'master-styles'), 'master-page')
  const edges = masters.flatMap((master) => elementsOf(master).filter(({ name }) => /^(?:header|footer)/u.test(name)))
  return new Set(edges.map((edge) => oneLine(wordsOf(edge))).filter((edge) => /\p{L}/u.test(edge)))
}

/** A cell or row that is repeated more often is filler to the sheet's edge. */
const mostRepeated = 100

function write(element: XmlElement, builder: DocumentBuilder, page: number | undefined): void {
  if (element.name === 'frame' && element.attributes['class'] === 'title')
    return builder.add('heading', oneLine(boxesIn(element).map(wordsOf).join(' ')), { level: 1, page })
  if (element.name === 'h') {
    const level = Number(element.attributes['outline-level'] ?? 1) || 1
    builder.add('heading', wordsOf(element), { level, page })
  } else if (element.name === 'p') {
    builder.add('paragraph', wordsOf(element), { page })
    for (const box of boxesIn(element)) write(box, builder, page)
  } else if (element.name === 'list') builder.add('list', itemsOf(element, '').join('\n'), { page })
  else if (element.name === 'table') builder.table(rowsOf(element), { page, headerRows: 1 })
  else if (element.name === 'annotation') return builder.add('note', remarkOf(element), { page })
  else return elementsOf(element).forEach((child) => write(child, builder, page))
  for (const remark of remarksIn(element)) builder.add('note', remark, { page })
}

/** Text boxes that hang on a paragraph. */
function boxesIn(element: XmlElement): XmlElement[] {
  return elementsOf(element).flatMap((child) => (child.name === 'text-box' ? [child] : boxesIn(child)))
}

function remarksIn(element: XmlElement): string[] {
  return elementsOf(element).flatMap((child) =>
    child.name === 'annotation' ? remarkOf(child) : child.name === 'text-box' ? [] : remarksIn(child),
  )
}

/** What a reader remarked, without who and when. */
function remarkOf(annotation: XmlElement): string {
  const said = elementsOf(annotation).filter(({ name }) => name === 'p' || name === 'list')
  return said.map(wordsOf).join(' ')
}

function itemsOf(list: XmlElement, indent: string): string[] {
  return elementsOf(list).flatMap((item) =>
    elementsOf(item).flatMap((part) =>
      part.name === 'list' ? itemsOf(part, `${indent}  `) : [`${indent}- ${oneLine(wordsOf(part))}`],
    ),
  )
}

function rowsOf(table: XmlElement): string[][] {
  return elementsOf(table).flatMap((part) => {
    if (part.name !== 'table-row') return /^table-(?:rows|header-rows|row-group)$/u.test(part.name) ? rowsOf(part) : []
    const cells = elementsOf(part).flatMap((cell) => {
      const text = elementsOf(cell)
        .filter(({ name }) => name !== 'annotation')
        .map(wordsOf)
        .join(' ')
      const times = Number(cell.attributes['number-columns-repeated'] ?? 1)
      return Array.from({ length: times <= mostRepeated ? times : 1 }, () => text)
    })
    return [cells]
  })
}

/** The text of a paragraph: blanks, tabs and line breaks are elements, and a note stands in brackets. */
function wordsOf(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return child.replace(/\s+/gu, ' ')
      if (child.name === 's') return ' '.repeat(Math.min(Number(child.attributes['c'] ?? 1) || 1, mostRepeated))
      if (child.name === 'tab') return '\t'
      if (child.name === 'line-break') return '\n'
      if (child.name === 'note') return ` [${oneLine(textIn(elementAt(child, 'note-body')))}]`
      return child.name === 'text-box' || child.name === 'annotation' ? '' : wordsOf(child)
    })
    .join('')
}

function describe(meta: XmlElement | undefined): { title?: string; metadata: Partial<DocumentMetadata> } {
  const word = (name: string): string | undefined => textIn(elementAt(meta, name)).trim().slice(0, 500) || undefined
  const title = word('title')
  const author = word('creator') ?? word('initial-creator')
  const [created, modified] = [word('creation-date'), word('date')]
  const [description, language] = [word('description'), word('language')]
  return {
    ...(title ? { title } : {}),
    metadata: {
      ...(author ? { author } : {}),
      ...(created ? { created } : {}),
      ...(modified ? { modified } : {}),
      ...(description ? { description } : {}),
      ...(language ? { language } : {}),
    },
  }
}
