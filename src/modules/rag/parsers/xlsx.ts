import { archiveHolds } from './archive.ts'
import type { Budget } from './budget.ts'
import { createDocumentBuilder, type DocumentBuilder } from './document-builder.ts'
import { drawnTexts, paragraphsIn } from './office/drawing.ts'
import { createLenientReader } from './office/lenient.ts'
import { openOfficePackage, type OfficePackage, type Relationship } from './office/package.ts'
import { readCellFormats } from './office/sheet-formats.ts'
import { readSheet, type SheetRow } from './office/sheet.ts'
import type { Parser } from './parser.ts'
import { unreadable } from './unreadable.ts'
import { elementAt, elementsOf, readXml, textIn, type XmlElement } from './xml.ts'

/** Excel workbooks (ECMA-376 SpreadsheetML): each sheet under its name, values as they are shown. */
export const xlsxParser: Parser = {
  name: 'xlsx',
  extensions: ['.xlsx', '.xlsm', '.xltx', '.xltm'],
  mediaTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  binaryKind: 'an Excel workbook',
  recognises: (bytes) => archiveHolds(bytes, 'xl/workbook'),
  async parse(bytes, context) {
    const office = await openOfficePackage(bytes, context.budget, 'xl/workbook.xml')
    if (office.main.endsWith('.bin'))
      throw unreadable('unsupported_type', 'The workbook is of the binary kind (.xlsb). Save it as .xlsx.')
    const related = await office.relationshipsOf(office.main)
    const targetOf = (type: string): string => related.find((one) => one.type === type)?.target ?? ''
    const workbook = elementAt(await office.treeOf(office.main), 'workbook')
    const epoch1904 = ['1', 'true'].includes(elementAt(workbook, 'workbookPr')?.attributes['date1904'] ?? '')
    const builder = createDocumentBuilder(context.budget)
    const reader = createLenientReader(builder)
    const strings: string[] = []
    await reader.attempt('The part of texts', () =>
      readStrings(office, targetOf('sharedStrings'), strings, context.budget),
    )
    const styles = await reader.attempt('The part of formats', () => office.treeOf(targetOf('styles')))
    const formats = readCellFormats(styles, epoch1904)
    const sheets = elementsOf(elementAt(workbook, 'sheets'), 'sheet')
    const read = new Set<string>()
    for (const [index, sheet] of sheets.entries()) {
      const part = related.find((one) => one.id === sheet.attributes[':id'])
      if (part && (read.has(part.target) || !/^(?:work|chart)sheet$/u.test(part.type))) continue
      const page = index + 1
      const name = sheet.attributes['name'] ?? `Sheet ${page}`
      await reader.attempt(`The sheet ${name}`, async () => {
        const source = part && (await office.bytesOf(part.target))
        if (!source) return builder.warn(`The sheet ${name} is missing in the file.`)
        read.add(part.target)
        const writer = createSheetWriter(builder, context.budget, { page, name })
        try {
          const isCut = readSheet(source, context.budget, strings, formats, (row) => writer.add(row))
          if (isCut)
            builder.warn(`The sheet ${name} has rows of more cells than any program shows; the rest was left out.`)
          writer.name()
        } finally {
          writer.end()
        }
        await writeExtras(office, part, builder, page)
      })
    }
    reader.refuseEmpty()
    if (sheets.length === 0) builder.warn('The workbook has no sheets.')
    const { title, metadata } = await office.metadata()
    return { document: builder.finish({ ...metadata, type: 'xlsx', pages: sheets.length }, title) }
  },
}

/** Fills in the texts that cells refer to, as far as they can be read. */
async function readStrings(office: OfficePackage, part: string, strings: string[], budget: Budget): Promise<void> {
  const source = part === '' ? undefined : await office.bytesOf(part)
  if (!source) return
  let current = ''
  let isText = false
  let phonetic = 0
  readXml(source, budget, {
    open(name) {
      if (name === 'si') current = ''
      if (name === 'rPh') phonetic++
      isText = name === 't' && phonetic === 0
    },
    text(text) {
      if (isText) current += text
    },
    close(name) {
      if (name === 'si') strings.push(current)
      if (name === 'rPh') phonetic--
      isText = false
    },
  })
}

interface SheetWriter {
  add(row: SheetRow): void
  end(): void
  /** Writes the sheet's name, before its first row or where it has none. */
  name(): void
}

/** Rows that stand together are a table; a row of one cell before them is a line of text. */
function createSheetWriter(
  builder: DocumentBuilder,
  budget: Budget,
  { page, name }: { page: number; name: string },
): SheetWriter {
  let length = 0
  let isNamed = false
  let lines: string[] = []
  let header: string[] = []
  let previous = 0

  function end(): void {
    const isHeader = lines.length > 1 && header.filter(Boolean).length > 1 && !header.some(isNumber)
    builder.tableLines(lines, isHeader ? { page, headerRows: 1 } : { page })
    lines = []
  }

  function writeName(): void {
    if (!isNamed) builder.add('heading', name, { level: 1, page })
    isNamed = true
  }

  return {
    name: writeName,
    add({ number, cells }) {
      writeName()
      if (number > previous + 1) end()
      previous = number
      const filled = cells.filter((cell) => cell !== '')
      if (filled.length === 1 && lines.length === 0) return builder.add('paragraph', filled[0] ?? '', { page })
      if (lines.length === 0) header = cells
      const line = cells.join('\t')
      length += line.length
      // A few long texts may be shown in cells without number.
      if (length > budget.limits.textCharacters) budget.spendText(length)
      lines.push(line)
    },
    end,
  }
}

function isNumber(cell: string): boolean {
  return /^-?[\d.,]+%?$/u.test(cell)
}

/** Comments on cells, the texts of shapes that lie on a sheet, and what charts name. */
async function writeExtras(
  office: OfficePackage,
  sheet: Relationship,
  builder: DocumentBuilder,
  page: number,
): Promise<void> {
  for (const { type, target } of await office.relationshipsOf(sheet.target)) {
    if (type === 'comments') {
      const comments = elementAt(await office.treeOf(target), 'comments', 'commentList')
      for (const comment of elementsOf(comments, 'comment'))
        builder.add('note', `${comment.attributes['ref'] ?? ''}: ${textIn(comment).trim()}`, { page })
    } else if (type === 'drawing') {
      for (const text of paragraphsIn(await office.treeOf(target))) builder.add('paragraph', text, { page })
      for (const chart of await office.relationshipsOf(target))
        if (chart.type === 'chart')
          builder.add('paragraph', namesIn(await office.treeOf(chart.target)).join('\n'), { page })
    }
  }
}

/** The values of a chart stand in the cells. */
function namesIn(chart: XmlElement | undefined): string[] {
  return drawnTexts(chart).filter((text) => Number.isNaN(Number(text)))
}
