import { expect } from 'chai'
import { docxOf, pptxOf, slideShape, wordParagraph, xlsxOf, zipOf } from '../../../../test/support/documents.ts'
import { AppError } from '../../../platform/errors.ts'
import { parseFile } from './index.ts'

async function textOf(bytes: Uint8Array, filename: string): Promise<string> {
  const { documents } = await parseFile({ bytes, filename })
  return documents.map(({ text }) => text).join('\n')
}

async function reasonOf(bytes: Uint8Array, filename: string): Promise<unknown> {
  try {
    await parseFile({ bytes, filename })
  } catch (error) {
    return error instanceof AppError ? error.details.reason : error
  }
  return undefined
}

const relation = (type: string, target: string): string =>
  `<Relationships><Relationship Id="r1" Type="http://x/${type}" Target="${target}"/></Relationships>`

describe('archives', () => {
  it('reads one with bytes after its end, or an announced comment that is missing', async () => {
    const good = docxOf(wordParagraph('still here'))
    expect(await textOf(Buffer.concat([good, Buffer.from('\r\n-- \r\nscanned')]), 'a.docx')).to.equal('still here')
    const announced = Buffer.from(good)
    announced.writeUInt16LE(1, announced.length - 2)
    expect(await textOf(announced, 'a.docx')).to.equal('still here')
  })

  it('refuses a member whose bytes were changed on the way', async () => {
    const words = 'stored as it stands, without being packed'
    const changed = Buffer.from(zipOf({ 'a.txt': Buffer.from(words) }))
    // A stored member keeps its words readable; one of packed ones is changed in its middle.
    const at = changed.indexOf(words) === -1 ? 45 : changed.indexOf(words)
    changed[at] = (changed[at] ?? 0) ^ 1
    const { documents, failures } = await parseFile({ bytes: changed, filename: 'a.zip' })
    expect(documents).to.have.length(0)
    expect(failures.map(({ reason }) => reason)).to.deep.equal(['malformed'])
  })

  it('finds the main part by the relationships of the package, and parts whatever their case', async () => {
    const moved = zipOf({
      '_rels/.rels': relation('officeDocument', '/Word/Document2.xml'),
      'word/document2.xml':
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>moved</w:t></w:r></w:p></w:body></w:document>',
    })
    expect(await textOf(moved, 'a.docx')).to.equal('moved')
  })

  it('takes no package of XML parts for an archive of documents', async () => {
    const parts = { '[Content_Types].xml': '<Types/>', 'visio/document.xml': '<VisioDocument/>' }
    expect(await reasonOf(zipOf(parts), 'a.vsdx')).to.equal('unsupported_type')
    expect(await reasonOf(zipOf(parts), 'a.docx')).to.equal('malformed')
    expect(await reasonOf(zipOf({ 'Index/Document.iwa': 'x' }), 'a.pages')).to.equal('unsupported_type')
    expect(await textOf(zipOf({ 'notes.txt': 'named as another kind' }), 'a.docx')).to.equal('named as another kind')
  })

  it('loses only the damaged part of an Office file, and says which', async () => {
    const broken = '<x><unclosed></x>'
    const slides = pptxOf([slideShape('First'), slideShape('Second'), slideShape('Third')], {
      'ppt/slides/slide2.xml': broken,
      'docProps/core.xml': broken,
    })
    const { documents } = await parseFile({ bytes: slides, filename: 'a.pptx' })
    expect(documents[0]?.text).to.equal('First\n\nThird')
    expect(documents[0]?.warnings[0]).to.match(/^Slide 2 is damaged/u)
    const word = docxOf(wordParagraph('whole'), { 'word/footnotes.xml': broken, 'word/styles.xml': broken })
    expect(await textOf(word, 'a.docx')).to.equal('whole')
    const rows = '<row><c t="str"><v>read before</v></c></row>'
    expect(await textOf(xlsxOf(`${rows}<row></sheet>`), 'a.xlsx')).to.equal('Preise\n\nread before')
    expect(await reasonOf(pptxOf([slideShape('x')], { 'ppt/slides/slide1.xml': broken }), 'a.pptx')).to.equal(
      'malformed',
    )
    expect(await reasonOf(xlsxOf('<row></sheet>'), 'a.xlsx')).to.equal('malformed')
  })

  it('keeps what stands before the damage, and reads past signs that XML has no place for', async () => {
    const { documents } = await parseFile({
      bytes: docxOf(`${wordParagraph('before')}<w:p><w:r><w:t>cut`),
      filename: 'a.docx',
    })
    expect(documents[0]?.text).to.equal('before')
    expect(documents[0]?.warnings[0]).to.include('not to its end')
    expect(await textOf(docxOf(wordParagraph('a\u0001b&#11;c&#x1F;d')), 'a.docx')).to.equal('a b c d')
    const strings = '<sst><si><t>read before</t></si><si><t>cut'
    const cells = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c><v>7</v></c></row>'
    expect(await textOf(xlsxOf(cells, [], { 'xl/sharedStrings.xml': strings }), 'a.xlsx')).to.equal(
      'Preise\n\nread before\t\t7',
    )
  })

  it('says which sheets and slides are missing, and reads sheets of charts and slides that no list names', async () => {
    const sheets =
      '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>' +
      '<sheet name="Gone" r:id="r9"/><sheet name="Chart" r:id="r1"/></sheets></workbook>'
    const { documents } = await parseFile({
      bytes: xlsxOf('', [], {
        'xl/workbook.xml': sheets,
        'xl/_rels/workbook.xml.rels': relation('chartsheet', 'chartsheets/s.xml'),
        'xl/chartsheets/s.xml': '<chartsheet/>',
        'xl/chartsheets/_rels/s.xml.rels': relation('drawing', '../d.xml'),
        'xl/d.xml': '<d/>',
        'xl/_rels/d.xml.rels': relation('chart', 'c.xml'),
        'xl/c.xml': '<c><a:p xmlns:a="a"><a:r><a:t>Sales by region</a:t></a:r></a:p></c>',
      }),
      filename: 'a.xlsx',
    })
    expect(documents[0]?.text).to.equal('Chart\n\nSales by region')
    expect(documents[0]?.warnings).to.deep.equal(['The sheet Gone is missing in the file.'])
    const noList = { 'ppt/presentation.xml': '<p:presentation xmlns:p="p"/>' }
    expect(await textOf(pptxOf([slideShape('First'), slideShape('Second')], noList), 'a.pptx')).to.equal(
      'First\n\nSecond',
    )
    const missing = await parseFile({
      bytes: pptxOf([slideShape('First'), slideShape('x')], {
        'ppt/_rels/presentation.xml.rels': relation('slide', 'slides/slide1.xml').replace('r1', 'rId1'),
      }),
      filename: 'a.pptx',
    })
    expect(missing.documents[0]?.warnings).to.deep.equal(['Slide 2 is missing in the file.'])
  })

  it('says that a sheet is wider than any', async () => {
    const { documents } = await parseFile({
      bytes: xlsxOf(`<row>${'<c><v>1</v></c>'.repeat(20_000)}</row>`),
      filename: 'a.xlsx',
    })
    expect(documents[0]?.text.split('\t')).to.have.length(16_384)
    expect(documents[0]?.warnings[0]).to.include('The sheet Preise has rows of more cells')
  })

  it('reads files that stand in a document, text boxes in tables, and notes of several paragraphs', async () => {
    const chunk = {
      'word/_rels/document.xml.rels': relation('aFChunk', 'c.htm'),
      'word/c.htm': '<p>From elsewhere</p>',
    }
    for (const [body, names] of [
      [wordParagraph('own'), ['', 'c.htm']],
      ['<w:altChunk/>', ['c.htm']],
    ] as const) {
      const { documents } = await parseFile({ bytes: docxOf(body, chunk), filename: 'a.docx' })
      expect(documents.map(({ name }) => name)).to.deep.equal(names)
      expect(documents.at(-1)?.text).to.equal('From elsewhere')
    }
    const box = `<w:p><w:r><w:t>cell</w:t><w:pict><w:txbxContent>${wordParagraph('boxed')}</w:txbxContent></w:pict></w:r></w:p>`
    const table = `<w:tbl><w:tr><w:tc>${box}</w:tc><w:tc>${wordParagraph('next')}</w:tc></w:tr></w:tbl>`
    expect(await textOf(docxOf(table), 'a.docx')).to.equal('cell boxed\tnext')
    const notes = `<w:footnotes xmlns:w="w"><w:footnote w:id="2">${wordParagraph('One.')}${wordParagraph('Two.')}</w:footnote></w:footnotes>`
    expect(await textOf(docxOf(wordParagraph('x'), { 'word/footnotes.xml': notes }), 'a.docx')).to.equal(
      'x\n\n[2] One. Two.',
    )
  })

  it('reads a book that does not say what it consists of', async () => {
    const page = '<html><body><h1>One</h1><p>chapter</p></body></html>'
    const container = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
    for (const book of [
      undefined,
      '<package><manifest>',
      '<package><manifest/><spine><itemref idref="x"/></spine></package>',
    ]) {
      const parts = book === undefined ? {} : { 'b.opf': book }
      const { documents } = await parseFile({
        bytes: zipOf({ 'META-INF/container.xml': container, ...parts, 'text/a.xhtml': page }),
        filename: 'a.epub',
      })
      expect(documents[0]?.text).to.equal('One\n\nchapter')
      expect(documents[0]?.warnings.at(-1)).to.include('order of the archive')
    }
  })

  it('says that a binary workbook is none that is read', async () => {
    const binary = zipOf({
      '_rels/.rels': relation('officeDocument', 'xl/workbook.bin'),
      'xl/workbook.bin': new Uint8Array(100),
    })
    expect(await reasonOf(binary, 'a.xlsb')).to.equal('unsupported_type')
  })

  it('reads what charts, text boxes of old, notes and comments say', async () => {
    const chart =
      '<c:chartSpace xmlns:c="c" xmlns:a="a"><c:title><a:p><a:r><a:t>Sales by region</a:t></a:r></a:p></c:title>' +
      '<c:pt><c:v>North</c:v></c:pt><c:pt><c:v>4.5</c:v></c:pt></c:chartSpace>'
    const box = `<w:p><w:r><w:pict><v:textbox xmlns:v="v"><w:txbxContent>${wordParagraph('in a box')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>`
    const word = docxOf(box, { 'word/_rels/document.xml.rels': relation('chart', 'c.xml'), 'word/c.xml': chart })
    expect(await textOf(word, 'a.docx')).to.equal('in a box\n\nSales by region\nNorth\n4.5')

    const remark = '<p:cmLst xmlns:p="p"><p:cm><p:text>Check this figure</p:text></p:cm></p:cmLst>'
    const slides = pptxOf([slideShape('Plan', 'title')], {
      'ppt/slides/_rels/slide1.xml.rels': relation('comments', '../c.xml'),
      'ppt/c.xml': remark,
    })
    expect(await textOf(slides, 'a.pptx')).to.equal('Plan\n\nCheck this figure')
    const formula =
      '<p:sp><p:txBody><a:p><a:r><a:t>E=</a:t></a:r><n:m xmlns:n="n"><n:t>mc2</n:t></n:m></a:p></p:txBody></p:sp>'
    expect(await textOf(pptxOf([formula]), 'a.pptx')).to.equal('E=mc2')

    const sheet = xlsxOf('<row><c t="str"><v>x</v></c></row>', [], {
      'xl/worksheets/_rels/sheet1.xml.rels': relation('drawing', '../drawings/d.xml'),
      'xl/drawings/d.xml': '<d/>',
      'xl/drawings/_rels/d.xml.rels': relation('chart', '../c.xml'),
      'xl/c.xml': chart,
    })
    expect(await textOf(sheet, 'a.xlsx')).to.equal('Preise\n\nx\n\nSales by region\nNorth')
  })
})
