import { strToU8, zipSync, type Zippable } from 'fflate'
import Pdf from 'pdfkit'

/** A zip archive of texts and bytes. */
export function zipOf(files: Record<string, string | Uint8Array>): Uint8Array {
  const members: Zippable = {}
  for (const [name, content] of Object.entries(files))
    members[name] = typeof content === 'string' ? strToU8(content) : content
  return zipSync(members)
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function relationships(targets: Record<string, [type: string, target: string]>): string {
  const lines = Object.entries(targets).map(
    ([id, [type, target]]) => `<Relationship Id="${id}" Type="${officeRelations}/${type}" Target="${target}"/>`,
  )
  return `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${lines.join('')}</Relationships>`
}

/** A Word document with this body; `parts` are further members, such as `word/footnotes.xml`. */
export function docxOf(body: string, parts: Record<string, string> = {}): Uint8Array {
  return zipOf({
    '[Content_Types].xml': `${xmlHead}<Types/>`,
    '_rels/.rels': relationships({ rId1: ['officeDocument', 'word/document.xml'] }),
    'word/document.xml': `${xmlHead}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': relationships({
      rId1: ['styles', 'styles.xml'],
      rId2: ['numbering', 'numbering.xml'],
      rId3: ['footnotes', 'footnotes.xml'],
      rId4: ['header', 'header1.xml'],
    }),
    'word/styles.xml':
      `${xmlHead}<w:styles xmlns:w="w"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>` +
      '<w:style w:styleId="Unter"><w:name w:val="Unter"/><w:basedOn w:val="berschrift2"/></w:style>' +
      '<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style></w:styles>',
    ...parts,
  })
}

/** A Word paragraph. */
export function wordParagraph(text: string, style?: string): string {
  const properties = style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
}

/** A workbook of one sheet with this `sheetData`, shared strings, and cell formats (style 1 is a date, 2 a percentage); `parts` as above. */
export function xlsxOf(
  sheetData: string,
  sharedStrings: string[] = [],
  parts: Record<string, string> = {},
): Uint8Array {
  const strings = sharedStrings.map((text) => `<si><t>${text}</t></si>`).join('')
  return zipOf({
    '_rels/.rels': relationships({ rId1: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml': `${xmlHead}<workbook xmlns:r="${officeRelations}"><sheets><sheet name="Preise" sheetId="7" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships({
      rId1: ['worksheet', 'worksheets/sheet1.xml'],
      rId2: ['sharedStrings', '/xl/sharedStrings.xml'],
      rId3: ['styles', 'styles.xml'],
    }),
    'xl/sharedStrings.xml': `${xmlHead}<sst>${strings}</sst>`,
    'xl/styles.xml': `${xmlHead}<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `${xmlHead}<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    ...parts,
  })
}

/** A presentation; each slide is the inside of its `spTree`. */
export function pptxOf(slides: string[], parts: Record<string, string> = {}): Uint8Array {
  const members: Record<string, string> = {}
  const targets: Record<string, [string, string]> = {}
  for (const [index, shapes] of slides.entries()) {
    members[`ppt/slides/slide${index + 1}.xml`] =
      `${xmlHead}<p:sld xmlns:p="p" xmlns:a="a"><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`
    targets[`rId${index + 1}`] = ['slide', `slides/slide${index + 1}.xml`]
  }
  const ids = slides.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 1}"/>`).join('')
  return zipOf({
    '_rels/.rels': relationships({ rId1: ['officeDocument', 'ppt/presentation.xml'] }),
    'ppt/presentation.xml': `${xmlHead}<p:presentation xmlns:p="p" xmlns:r="${officeRelations}"><p:sldIdLst>${ids}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(targets),
    ...members,
    ...parts,
  })
}

/** A slide's shape with text; `placeholder` such as `title`. */
export function slideShape(text: string, placeholder?: string): string {
  const kind = placeholder === undefined ? '' : `<p:ph type="${placeholder}"/>`
  return `<p:sp><p:nvSpPr><p:nvPr>${kind}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`
}

/** A book of these chapters, each the inside of a page's body. */
export function epubOf(title: string, chapters: string[]): Uint8Array {
  const members: Record<string, string> = {}
  for (const [index, body] of chapters.entries())
    members[`OEBPS/chapter ${index}.xhtml`] =
      `${xmlHead}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`
  const items = chapters.map((_, index) => `<item id="c${index}" href="chapter%20${index}.xhtml"/>`).join('')
  const spine = chapters.map((_, index) => `<itemref idref="c${index}"/>`).join('')
  return zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': `${xmlHead}<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`,
    'OEBPS/book.opf': `${xmlHead}<package><metadata xmlns:dc="dc"><dc:title>${title}</dc:title></metadata><manifest>${items}</manifest><spine>${spine}</spine></package>`,
    ...members,
  })
}

/** A PDF that `draw` fills. */
export function pdfOf(
  draw: (pdf: PDFKit.PDFDocument) => void,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pdf = new Pdf({ size: 'A4', margin: 50, ...options })
    const parts: Buffer[] = []
    pdf.on('data', (part: Buffer) => parts.push(part))
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
    draw(pdf)
    pdf.end()
  })
}

/** An OpenDocument file with this in its body; `manifest` goes into the entry for the whole. */
export function odfOf(body: string, manifest = ''): Uint8Array {
  return zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'META-INF/manifest.xml': `${xmlHead}<m:manifest xmlns:m="m"><m:file-entry m:full-path="content.xml">${manifest}</m:file-entry></m:manifest>`,
    'content.xml': `${xmlHead}<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body>${body}</office:body></office:document-content>`,
  })
}

/** A PDF of one page whose content is this, as it stands; of its fonts F1 is Helvetica, and F2 does not say which letters it shows. */
export function rawPdfOf(content: string): string {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    '<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Foo/Encoding/Identity-H/DescendantFonts[7 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Foo/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>',
  ].map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`)
  return `%PDF-1.5\n${objects.join('')}trailer\n<</Root 1 0 R>>\n%%EOF\n`
}
