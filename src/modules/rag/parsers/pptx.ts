import { archiveHolds } from './archive.ts'
import { createDocumentBuilder, oneLine, type DocumentBuilder } from './document-builder.ts'
import { drawnTexts, paragraphsIn } from './office/drawing.ts'
import { createLenientReader } from './office/lenient.ts'
import { openOfficePackage, type OfficePackage } from './office/package.ts'
import type { Parser } from './parser.ts'
import { elementAt, elementsOf, textIn, type XmlElement } from './xml.ts'

/** PowerPoint presentations (ECMA-376 PresentationML): slide by slide, with tables, diagrams and the speaker's notes. */
export const pptxParser: Parser = {
  name: 'pptx',
  extensions: ['.pptx', '.pptm', '.ppsx', '.ppsm', '.potx'],
  mediaTypes: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  binaryKind: 'a PowerPoint presentation',
  recognises: (bytes) => archiveHolds(bytes, 'ppt/presentation.xml'),
  async parse(bytes, context) {
    const office = await openOfficePackage(bytes, context.budget, 'ppt/presentation.xml')
    const related = await office.relationshipsOf(office.main)
    const presentation = elementAt(await office.treeOf(office.main), 'presentation')
    const parts = related.filter(({ type }) => type === 'slide')
    const listed = elementsOf(elementAt(presentation, 'sldIdLst'), 'sldId').map(({ attributes }) => attributes[':id'])
    const slides = listed.length > 0 ? listed : parts.map(({ id }) => id)
    const builder = createDocumentBuilder(context.budget)
    const read = new Set<string>()
    const reader = createLenientReader(builder)
    for (const [index, id] of slides.entries()) {
      const part = parts.find((one) => one.id === id)
      if (!part) builder.warn(`Slide ${index + 1} is missing in the file.`)
      if (!part || read.has(part.target)) continue
      read.add(part.target)
      await reader.attempt(`Slide ${index + 1}`, () => writeSlide(office, part.target, builder, index + 1))
    }
    reader.refuseEmpty()
    const { title, metadata } = await office.metadata()
    return { document: builder.finish({ ...metadata, type: 'pptx', pages: slides.length }, title) }
  },
}

async function writeSlide(office: OfficePackage, slide: string, builder: DocumentBuilder, page: number): Promise<void> {
  const treeOf = (part: string): Promise<XmlElement | undefined> => office.treeOf(part, { isKept })
  const tree = await treeOf(slide)
  writeShapes(elementAt(tree, 'sld', 'cSld', 'spTree'), builder, page)
  for (const { type, target } of await office.relationshipsOf(slide)) {
    if (type === 'notesSlide') writeNotes(await treeOf(target), builder, page)
    else if (type === 'comments')
      for (const text of commentsIn(await treeOf(target))) builder.add('note', text, { page })
    else if (type === 'diagramData' || type === 'chart')
      builder.add('paragraph', drawnTexts(await treeOf(target)).join('\n'), { page })
  }
}

function isKept(name: string): boolean {
  return name !== 'Fallback' && name !== 'blip' && name !== 'fld'
}

/** The title first, whatever its place in the file; then the shapes in their order. */
function writeShapes(tree: XmlElement | undefined, builder: DocumentBuilder, page: number): void {
  const shapes = shapesIn(tree)
  const title = shapes.find(isTitle)
  if (title) builder.add('heading', oneLine(paragraphsIn(elementAt(title, 'txBody')).join(' ')), { level: 1, page })
  for (const shape of shapes) {
    if (shape === title) continue
    if (shape.name === 'tbl') writeTable(shape, builder, page)
    else
      for (const text of paragraphsIn(elementAt(shape, 'txBody')))
        builder.add(isBody(shape) ? 'list' : 'paragraph', text, { page })
  }
}

function writeTable(table: XmlElement, builder: DocumentBuilder, page: number): void {
  const rows = elementsOf(table, 'tr').map((row) =>
    elementsOf(row, 'tc').map((cell) => (isContinued(cell) ? '' : paragraphsIn(elementAt(cell, 'txBody')).join(' '))),
  )
  const hasHeader = rows.length > 1 && elementAt(table, 'tblPr')?.attributes['firstRow'] === '1'
  builder.table(rows, hasHeader ? { page, headerRows: 1 } : { page })
}

function isContinued(cell: XmlElement): boolean {
  return cell.attributes['hMerge'] === '1' || cell.attributes['vMerge'] === '1'
}

/** The slide's picture, its number, and what stands at the edges of every page of notes. */
const noteFurniture = new Set(['sldImg', 'sldNum', 'dt', 'hdr', 'ftr'])

function writeNotes(tree: XmlElement | undefined, builder: DocumentBuilder, page: number): void {
  for (const shape of shapesIn(elementAt(tree, 'notes', 'cSld', 'spTree')))
    if (!noteFurniture.has(placeholderOf(shape) ?? ''))
      for (const text of paragraphsIn(elementAt(shape, 'txBody'))) builder.add('note', text, { page })
}

/** Shapes with text and tables, those in groups and frames too. */
function shapesIn(element: XmlElement | undefined): XmlElement[] {
  return elementsOf(element).flatMap((child) =>
    child.name === 'sp' || child.name === 'tbl' ? [child] : shapesIn(child),
  )
}

function placeholderOf(shape: XmlElement): string | undefined {
  const placeholder = elementAt(shape, 'nvSpPr', 'nvPr', 'ph')
  return placeholder && (placeholder.attributes['type'] ?? 'content')
}

function isTitle(shape: XmlElement): boolean {
  return ['title', 'ctrTitle'].includes(placeholderOf(shape) ?? '')
}

function isBody(shape: XmlElement): boolean {
  return ['body', 'content'].includes(placeholderOf(shape) ?? '')
}

/** Comments: those of old hold their text as such, newer ones as paragraphs. */
function commentsIn(tree: XmlElement | undefined): string[] {
  return elementsOf(tree).flatMap((child) =>
    child.name === 'text' ? [textIn(child)] : child.name === 'p' ? [textIn(child)] : commentsIn(child),
  )
}
