import { expect } from 'chai'
import { pdfOf, rawPdfOf } from '../../../../../test/support/documents.ts'
import { parseFile } from '../index.ts'
import type { NamedDocument } from '../parser.ts'

const prose =
  'The warranty covers every part of the machine for three years from the day on which it was delivered to the buyer. ' +
  'Wear parts are covered for one year, as long as they were changed by a workshop that we have approved for such work.'

async function documentOf(bytes: Uint8Array | string, filename: string): Promise<NamedDocument> {
  const { documents } = await parseFile({ bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, filename })
  const [document] = documents
  if (!document) throw new Error('no document was found')
  return document
}

describe('pdf parser', () => {
  it('reads columns one after the other and makes divided words whole', async () => {
    const bytes = await pdfOf((pdf) => {
      for (const [x, side] of [
        [50, 'left'],
        [310, 'right'],
      ] as const)
        for (let line = 0; line < 12; line++)
          pdf
            .fontSize(10)
            .text(`${side} ${line} some words of running text here in-`, x, 100 + line * 14, { lineBreak: false })
    })
    const { text } = await documentOf(bytes, 'a.pdf')
    expect(text.indexOf('right 0')).to.be.greaterThan(text.indexOf('left 11'))
    expect(text).to.include('inleft 1 some')
  })

  it('keeps the rows of a table together, and tells the page', async () => {
    const bytes = await pdfOf((pdf) => {
      pdf.addPage()
      for (const [row, cells] of [
        ['Team', 'City', 'Cups'],
        ['Blues', 'STL', '1'],
        ['Flyers', 'PHI', '2'],
        ['Leafs', 'TOR', '13'],
      ].entries())
        for (const [column, cell] of cells.entries())
          pdf.text(cell, 50 + column * 150, 100 + row * 20, { lineBreak: false })
    })
    const { text, blocks } = await documentOf(bytes, 'a.pdf')
    expect(text).to.include('Team\tCity\tCups\nBlues\tSTL\t1\nFlyers\tPHI\t2\nLeafs\tTOR\t13')
    expect(blocks[0]).to.include({ kind: 'table', page: 2 })
  })

  it('reads the files that are attached, also where the page itself says nothing', async () => {
    const attach = (words: string): Promise<Uint8Array> =>
      pdfOf((pdf) => {
        if (words !== '') pdf.text(words)
        pdf.file(Buffer.from('PX-77 costs 12 euros'), { name: 'prices.txt' })
      })
    const names = async (words: string): Promise<string[]> =>
      (await parseFile({ bytes: await attach(words), filename: 'a.pdf' })).documents.map(({ name }) => name)
    expect(await names('Portfolio')).to.deep.equal(['', 'prices.txt'])
    expect(await names('')).to.deep.equal(['prices.txt'])
  })

  it('takes no glyph numbers for letters, and says so', async () => {
    const mute = 'BT /F2 12 Tf 50 700 Td <002B0048004F004F005200030057004800560057> Tj ET '
    const refused = await documentOf(rawPdfOf(mute), 'a.pdf').catch((error: unknown) => error)
    expect(refused).to.have.nested.property('details.reason', 'no_text')
    expect(refused).to.have.property('message').that.includes('fonts')
    const half = await documentOf(rawPdfOf(`${mute}BT /F1 12 Tf 50 600 Td (Plain) Tj ET`), 'a.pdf')
    expect(half.text).to.equal('Plain')
    expect(half.warnings[0]).to.match(/^Pages that are written.*: 1\.$/u)
  })

  it('takes no text for a PDF that only speaks of one', async () => {
    const text = 'Jede Datei beginnt mit %PDF-1.7, gefolgt von Objekten. Größe: egal.'
    expect((await documentOf(text, 'a.md')).text).to.equal(text)
    const pdf = await pdfOf((one) => void one.text('After a head'))
    expect((await documentOf(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), pdf]), 'a')).text).to.equal(
      'After a head',
    )
  })

  it('reads what was filled into a form beside its label, and what readers remarked', async () => {
    const bytes = await pdfOf((pdf) => {
      pdf.initForm()
      pdf.fontSize(10).text('Name of the applicant', 50, 100, { lineBreak: false })
      pdf.formText('name', 170, 95, 200, 20, { value: 'Ada Lovelace' })
      pdf.text('Approved', 50, 140, { lineBreak: false })
      pdf.note(300, 300, 20, 20, 'Ask for the second signature')
    })
    const { text, blocks } = await documentOf(bytes, 'a.pdf')
    expect(text).to.equal('Name of the applicant\tAda Lovelace\n\nApproved\n\nAsk for the second signature')
    expect(blocks.at(-1)).to.include({ kind: 'note', page: 1 })
  })

  it('takes larger type as headings', async () => {
    const bytes = await pdfOf((pdf) => {
      for (const title of ['Duties', 'Rights']) pdf.fontSize(18).text(title).fontSize(10).text(prose).moveDown()
    })
    const { text, blocks } = await documentOf(bytes, 'a.pdf')
    const headings = blocks
      .filter((block) => block.kind === 'heading')
      .map((block) => text.slice(block.start, block.end))
    expect(headings).to.deep.equal(['Duties', 'Rights'])
  })
})
