import { buffer } from 'node:stream/consumers'
import PdfDocument from 'pdfkit'
import type { Day } from '../calendar.ts'
import { dateOf } from '../calendar.ts'
import { blocksOf } from './blocks.ts'
import type { Block } from './blocks.ts'

const SIZES = [0, 20, 14, 12]

/** The document as a PDF on A4, dated `day`; only for text that the standard fonts can write (WinAnsi). */
export async function renderPdf(markdown: string, author: string, day: Day): Promise<Uint8Array> {
  const blocks = blocksOf(markdown)
  const title = blocks.find((block) => block.kind === 'heading')?.text ?? ''
  const made = new Date(`${dateOf(day)}T00:00:00Z`)
  const document = new PdfDocument({
    size: 'A4',
    margin: 70,
    info: { Title: title, Author: author, CreationDate: made, ModDate: made },
  })
  const bytes = buffer(document)
  for (const block of blocks) draw(document, block)
  document.end()
  return bytes
}

function draw(document: PDFKit.PDFDocument, block: Block): void {
  const roman = () => document.font('Times-Roman').fontSize(11)
  if (block.kind === 'heading') {
    document
      .font('Helvetica-Bold')
      .fontSize(SIZES[block.level] ?? 11)
      .text(block.text)
  } else if (block.kind === 'paragraph') {
    roman().text(block.text, { align: 'left', lineGap: 2 })
  } else if (block.kind === 'list') {
    roman().list(block.items, { bulletRadius: 2, lineGap: 2 })
  } else {
    roman().table({ data: block.rows, defaultStyle: { border: 0.5, padding: 4 } })
  }
  document.moveDown(0.8)
}
