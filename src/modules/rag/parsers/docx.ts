import { posix } from 'node:path'
import { createDocumentBuilder } from './document-builder.ts'
import { createLenientReader } from './office/lenient.ts'
import { createNumbering } from './office/numbering.ts'
import { drawnTexts } from './office/drawing.ts'
import { openOfficePackage, type OfficePackage } from './office/package.ts'
import { readStyles } from './office/word-styles.ts'
import { createWordWriter } from './office/word.ts'
import type { NestedFile, Parser, UnreadableFile } from './parser.ts'
import { archiveHolds } from './archive.ts'
import { failureOf } from './unreadable.ts'
import { elementsOf, type XmlElement } from './xml.ts'

/** Word documents (ECMA-376 WordprocessingML): headings, lists, tables, notes; what was deleted or hidden is not read. */
export const docxParser: Parser = {
  name: 'docx',
  extensions: ['.docx', '.docm', '.dotx', '.dotm'],
  mediaTypes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  binaryKind: 'a Word document',
  recognises: (bytes) => archiveHolds(bytes, 'word/document'),
  async parse(bytes, context) {
    const office = await openOfficePackage(bytes, context.budget, 'word/document.xml')
    const related = await office.relationshipsOf(office.main)
    const builder = createDocumentBuilder(context.budget)
    const reader = createLenientReader(builder)
    const treeOf = (part: string): Promise<XmlElement | undefined> =>
      reader.attempt(`The part ${posix.basename(part)}`, () => office.treeOf(part, { isKept }))
    const partOf = async (type: string): Promise<XmlElement | undefined> => {
      const target = related.find((one) => one.type === type)?.target
      return target === undefined ? undefined : treeOf(target)
    }
    const writer = createWordWriter(
      builder,
      readStyles(await partOf('styles')),
      createNumbering(await partOf('numbering')),
    )
    await reader.attempt('The main part', () =>
      office.treeOf(office.main, {
        isKept,
        handOver: { within: 'body', to: (element) => writer.writeElement(element) },
      }),
    )

    for (const type of ['footnotes', 'endnotes', 'comments']) {
      const notes = await partOf(type)
      for (const note of elementsOf(elementsOf(notes)[0])) {
        const text = writer.textsOf(note).join(' ')
        const id = note.attributes['id'] ?? ''
        if (note.attributes['type'] === undefined && text !== '')
          builder.add('note', type === 'comments' ? text : `[${id}] ${text}`)
      }
    }
    for (const { type, target } of related)
      if (type === 'chart' || type === 'diagramData')
        builder.add('paragraph', drawnTexts(await treeOf(target)).join('\n'))
    const edges = new Set<string>()
    for (const { type, target } of related) {
      if (type !== 'header' && type !== 'footer') continue
      const part = await treeOf(target)
      for (const paragraph of writer.textsOf(part)) if (/\p{L}/u.test(paragraph)) edges.add(paragraph)
    }
    for (const edge of edges) builder.add('note', edge)

    const inserted = related.filter(({ type }) => type === 'aFChunk' || type === 'package').map(({ target }) => target)
    const nested = insertedFiles(office, inserted)
    if (builder.isEmpty && inserted.length > 0) return { nested }
    reader.refuseEmpty()
    const { title, metadata } = await office.metadata()
    return { document: builder.finish({ ...metadata, type: 'docx' }, title), nested }
  },
}

/** Whole files that stand in a document, such as pages that a program put there, and workbooks. */
async function* insertedFiles(office: OfficePackage, parts: string[]): AsyncGenerator<NestedFile | UnreadableFile> {
  for (const part of parts) {
    const filename = posix.basename(part)
    try {
      const bytes = await office.bytesOf(part)
      yield bytes ? { bytes, filename } : { name: filename, reason: 'not_found', message: 'It is missing in the file.' }
    } catch (error) {
      yield { name: filename, ...failureOf(error) }
    }
  }
}

/** Deleted and moved-away text, field codes, images and what stands in for newer drawings. */
const unread = new Set([
  'del',
  'moveFrom',
  'delText',
  'instrText',
  'Fallback',
  'blip',
  'rt',
  'sectPr',
  ...(
    'rFonts lang sz szCs bCs i iCs u color shd highlight kern w spacing ind jc tabs pBdr tblBorders tblCellMar tblLook ' +
    'tcW tcBorders tblW tblGrid proofErr bookmarkStart bookmarkEnd contextualSpacing keepNext keepLines widowControl'
  ).split(' '),
])

function isKept(name: string): boolean {
  return !unread.has(name)
}
