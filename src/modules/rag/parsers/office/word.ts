import { oneLine, type DocumentBuilder } from '../document-builder.ts'
import { elementAt, elementsOf, type XmlElement } from '../xml.ts'
import type { Numbering } from './numbering.ts'
import type { WordStyle } from './word-styles.ts'

/** Writes the parts of a Word document, paragraph by paragraph. */
export interface WordWriter {
  /** A paragraph, a table, or what wraps them. */
  writeElement(element: XmlElement): void
  /** The paragraphs of a part as plain text, such as a header's. */
  textsOf(part: XmlElement | undefined): string[]
}

/** A writer into `builder`. */
export function createWordWriter(
  builder: DocumentBuilder,
  styles: ReadonlyMap<string, WordStyle>,
  numbering: Numbering,
): WordWriter {
  function writeElement(element: XmlElement): void {
    if (element.name === 'p') paragraph(element)
    else if (element.name === 'tbl') table(element)
    else write(element)
  }

  function write(element: XmlElement): void {
    for (const child of elementsOf(element)) writeElement(child)
  }

  function paragraph(element: XmlElement): void {
    const text = paragraphText(element)
    const properties = elementAt(element, 'pPr')
    const style = styles.get(elementAt(properties, 'pStyle')?.attributes['val'] ?? '')
    const outline = elementAt(properties, 'outlineLvl')?.attributes['val']
    const level = outline !== undefined && Number(outline) < 9 ? Number(outline) + 1 : style?.headingLevel
    const list = elementAt(properties, 'numPr')
    const listId = elementAt(list, 'numId')?.attributes['val'] ?? style?.listId
    const listLevel = Number(elementAt(list, 'ilvl')?.attributes['val'] ?? style?.listLevel ?? 0) || 0
    if (text.trim() !== '') {
      const label = listId === undefined ? '' : numbering.next(listId, listLevel)
      if (level === undefined && label === '' && looksLikeHeading(element, text))
        builder.add('heading', oneLine(text), { level: 4 })
      else if (level !== undefined) builder.add('heading', oneLine(`${label === '- ' ? '' : label}${text}`), { level })
      else if (label !== '') builder.add('list', `${'  '.repeat(Math.min(listLevel, 8))}${label}${text}`)
      else builder.add(style?.isCode === true ? 'code' : 'paragraph', text)
    }
    for (const box of boxesOf(element)) write(box)
  }

  /** A table of one cell, or of one column, frames text; any other is written row by row. */
  function table(element: XmlElement): void {
    const rows = rowsOf(element)
    if (rows.every((row) => cellsOf(row).length <= 1)) {
      for (const row of rows) for (const cell of cellsOf(row)) write(cell)
      return
    }
    const lines = rows.map((row) =>
      cellsOf(row).flatMap((cell) => [isContinued(cell) ? '' : cellText(cell), ...spanned(cell)]),
    )
    builder.table(lines, { headerRows: headerRowsOf(rows, lines) })
  }

  return {
    writeElement,
    textsOf: (part) =>
      paragraphsIn(part)
        .map((one) => oneLine(paragraphText(one)))
        .filter((text) => text !== ''),
  }
}

function cellText(cell: XmlElement): string {
  return elementsOf(cell)
    .map((child) => {
      if (child.name === 'p') return [paragraphText(child), ...boxesOf(child).map(cellText)].join(' ')
      if (child.name === 'tbl')
        return rowsOf(child)
          .map((row) => cellsOf(row).map(cellText).join(' '))
          .join('; ')
      return child.name === 'sdt' || child.name === 'sdtContent' ? cellText(child) : ''
    })
    .join(' ')
}

/** Rows and cells may be wrapped in content controls and revisions. */
function rowsOf(table: XmlElement): XmlElement[] {
  return unwrapped(table, 'tr')
}

function cellsOf(row: XmlElement): XmlElement[] {
  return unwrapped(row, 'tc')
}

function unwrapped(element: XmlElement, name: string): XmlElement[] {
  return elementsOf(element).flatMap((child) =>
    child.name === name
      ? [child]
      : ['sdt', 'sdtContent', 'ins', 'customXml'].includes(child.name)
        ? unwrapped(child, name)
        : [],
  )
}

/** Whether a cell only continues the one above it. */
function isContinued(cell: XmlElement): boolean {
  const merge = elementAt(cell, 'tcPr', 'vMerge')
  return merge !== undefined && merge.attributes['val'] !== 'restart'
}

function spanned(cell: XmlElement): string[] {
  const span = Math.min(Number(elementAt(cell, 'tcPr', 'gridSpan')?.attributes['val'] ?? 1) || 1, 60)
  return Array.from({ length: span - 1 }, () => '')
}

function headerRowsOf(rows: XmlElement[], lines: string[][]): number | undefined {
  let marked = 0
  while (marked < rows.length && elementAt(rows[marked], 'trPr', 'tblHeader')) marked++
  if (marked > 0) return marked
  const [first] = lines
  return lines.length > 1 && first?.every((cell) => cell.trim() !== '' && !/^[-\d.,%€$£\s]+$/u.test(cell))
    ? 1
    : undefined
}

const separateText = new Set(['txbxContent'])

function paragraphText(paragraph: XmlElement): string {
  let text = ''
  const visit = (element: XmlElement): void => {
    for (const child of element.children) {
      if (typeof child === 'string') {
        if (element.name === 't') text += child
      } else if (separateText.has(child.name)) continue
      else if (child.name === 'tab' && element.name === 'r') text += '\t'
      else if (child.name === 'br' || child.name === 'cr') text += '\n'
      else if (child.name === 'noBreakHyphen') text += '-'
      else if (child.name === 'footnoteReference' || child.name === 'endnoteReference')
        text += ` [${child.attributes['id'] ?? ''}]`
      else if (!(child.name === 'r' && isHidden(child))) visit(child)
    }
  }
  visit(paragraph)
  return text
}

/** Many set their headings by hand: a short line, all of it bold, that ends no sentence. */
function looksLikeHeading(paragraph: XmlElement, text: string): boolean {
  if (text.length > 100 || /[.!?:;,]\s*$|^.{9,}\t|\n/u.test(text) || !/\p{L}{2}/u.test(text)) return false
  const runs = runsIn(paragraph).filter((run) => elementsOf(run, 't').length > 0)
  return runs.length > 0 && runs.every((run) => isOn(elementAt(run, 'rPr', 'b')))
}

function runsIn(element: XmlElement): XmlElement[] {
  return elementsOf(element).flatMap((child) => (child.name === 'r' ? [child] : runsIn(child)))
}

/** A switch of WordprocessingML is on by standing there, unless it says otherwise. */
function isOn(element: XmlElement | undefined): boolean {
  return element !== undefined && !['0', 'false', 'off'].includes(element.attributes['val'] ?? '')
}

function isHidden(run: XmlElement): boolean {
  return isOn(elementAt(run, 'rPr', 'vanish'))
}

/** The text boxes anchored in a paragraph. */
function boxesOf(element: XmlElement): XmlElement[] {
  return elementsOf(element).flatMap((child) => (separateText.has(child.name) ? [child] : boxesOf(child)))
}

function paragraphsIn(part: XmlElement | undefined): XmlElement[] {
  return elementsOf(part).flatMap((child) => (child.name === 'p' ? [child] : paragraphsIn(child)))
}
