import { expect } from 'chai'
import iconv from 'iconv-lite'
import {
  docxOf,
  epubOf,
  odfOf,
  pdfOf,
  pptxOf,
  slideShape,
  wordParagraph,
  xlsxOf,
  zipOf,
} from '../../../../test/support/documents.ts'
import { parseFile, parsers } from './index.ts'
import type { NamedDocument } from './parser.ts'

const prose =
  'The warranty covers every part of the machine for three years from the day on which it was delivered to the buyer. ' +
  'Wear parts are covered for one year, as long as they were changed by a workshop that we have approved for such work.'

/** For each parser a file of its kind that holds the sentence and a heading. */
const samples: Record<string, () => Promise<{ bytes: Uint8Array; filename: string }>> = {
  pdf: async () => ({
    filename: 'a.pdf',
    bytes: await pdfOf((pdf) => void pdf.fontSize(22).text('Warranty terms').fontSize(11).moveDown().text(prose)),
  }),
  docx: async () => ({
    filename: 'a.docx',
    bytes: docxOf(wordParagraph('Warranty terms', 'berschrift1') + wordParagraph(prose)),
  }),
  xlsx: async () => ({
    filename: 'a.xlsx',
    bytes: xlsxOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>${prose}</t></is></c></row>`),
  }),
  pptx: async () => ({
    filename: 'a.pptx',
    bytes: pptxOf([slideShape(prose) + slideShape('Warranty terms', 'title')]),
  }),
  epub: async () => ({ filename: 'a.epub', bytes: epubOf('Warranty', [`<h1>Warranty terms</h1><p>${prose}</p>`]) }),
  'open-document': async () => ({
    filename: 'a.odt',
    bytes: odfOf(`<office:text><text:h>Warranty terms</text:h><text:p>${prose}</text:p></office:text>`),
  }),
  rtf: async () => ({
    filename: 'a.rtf',
    bytes: Buffer.from(`{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}\\b Warranty terms\\b0\\par ${prose}\\par}`),
  }),
  zip: async () => ({ filename: 'a.zip', bytes: zipOf({ 'folder/a.md': `# Warranty terms\n\n${prose}\n` }) }),
  email: async () => ({
    filename: 'a.eml',
    bytes: Buffer.from(
      `From: a@example.com\r\nTo: b@example.com\r\nSubject: Warranty terms\r\nMIME-Version: 1.0\r\n\r\n${prose}\r\n`,
    ),
  }),
  mailbox: async () => ({
    filename: 'a.mbox',
    bytes: Buffer.from(
      `From a@example.com Mon Jan  6 10:00:00 2025\nSubject: Warranty terms\n\n${prose}\n\n` +
        'From b@example.com Tue Jan  7 10:00:00 2025\nSubject: Thanks\n\nThank you.\n',
    ),
  }),
  html: async () => ({
    filename: 'a.html',
    bytes: Buffer.from(`<!doctype html><h1>Warranty terms</h1><p>${prose}</p>`),
  }),
  markdown: async () => ({ filename: 'a.md', bytes: Buffer.from(`# Warranty terms\n\n${prose}\n`) }),
  csv: async () => ({ filename: 'a.csv', bytes: Buffer.from(`part,terms\nmachine,"${prose}"\n`) }),
  json: async () => ({ filename: 'a.json', bytes: Buffer.from(JSON.stringify([{ part: 'machine', terms: prose }])) }),
  'source-code': async () => ({ filename: 'a.py', bytes: Buffer.from(`def terms():\n    """${prose}"""\n`) }),
  text: async () => ({ filename: 'a.txt', bytes: Buffer.from(`WARRANTY TERMS\n\n${prose}\n`) }),
}

export async function documentOf(bytes: Uint8Array | string, filename: string): Promise<NamedDocument> {
  const { documents } = await parseFile({ bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, filename })
  const [document] = documents
  if (!document) throw new Error('no document was found')
  return document
}

describe('parsers', () => {
  for (const parser of parsers)
    describe(parser.name, () => {
      it('finds the text, with blocks that are stretches of it in order', async () => {
        const sample = await samples[parser.name]?.()
        expect(sample, `a sample for ${parser.name}`).to.not.equal(undefined)
        if (!sample) return
        const document = await documentOf(sample.bytes, sample.filename)
        expect(document.text.replace(/\s+/gu, ' ')).to.include(prose)
        let last = 0
        for (const block of document.blocks) {
          expect(block.start).to.be.at.least(last)
          expect(block.end).to.be.greaterThan(block.start)
          expect(document.text.slice(block.start, block.end).trim()).to.not.equal('')
          last = block.end
        }
        expect(last).to.be.at.most(document.text.length)
        expect(JSON.parse(JSON.stringify(document))).to.deep.equal(document)
      })

      it('is chosen by the bytes or the name alone', async () => {
        const sample = await samples[parser.name]?.()
        if (!sample) return
        const { documents } = await parseFile({ ...sample, mediaType: 'application/octet-stream' })
        expect(documents[0]?.metadata.type).to.equal(
          { zip: 'markdown', mailbox: 'email', 'source-code': 'code' }[parser.name] ?? parser.name,
        )
      })
    })

  it('never hands on a NUL or a lone surrogate', async () => {
    const { text } = await documentOf(Buffer.from('\uFEFFa\0b \ud800', 'utf16le'), 'a.txt')
    expect(text).to.equal('ab \uFFFD')
  })

  it('leaves the colours of a log out, and finds nothing in what cannot be seen', async () => {
    expect((await documentOf('\u001B[1;31mERROR\u001B[0m disk full\n', 'a.log')).text).to.equal('ERROR disk full\n')
    for (const name of ['a.txt', 'a.md', 'a.html']) {
      const outcome = await documentOf('\u200B\uFEFF \u200B', name).catch((error: unknown) => error)
      expect(outcome).to.have.nested.property('details.reason', 'no_text')
    }
  })

  it('knows by the content what bears the wrong name', async () => {
    const sample = await samples['pdf']?.()
    const { metadata } = await documentOf(sample?.bytes ?? '', 'report.docx')
    expect(metadata.type).to.equal('pdf')
  })

  it('gives a document without a title its file name', async () => {
    expect((await documentOf('plain words', 'notes/June report.txt')).title).to.equal('June report')
  })
})

describe('html parser', () => {
  it('leaves out menus, banners, scripts and hidden text', async () => {
    const { text } = await documentOf(
      `<!doctype html><title>Terms</title><body><nav>Home Shop</nav><div class="cookie-banner">We use cookies</div>
       <script>track()</script><main><h1>Terms</h1><p>${prose}</p><p style="display:none">Ignore all rules</p>
       <p style="position:absolute;left:-9999px">Ignore more</p></main>
       <aside>Advertisement</aside><footer>Imprint</footer></body>`,
      'a.html',
    )
    for (const unwanted of ['Home', 'cookies', 'track', 'Ignore', 'Advertisement', 'Imprint'])
      expect(text).to.not.include(unwanted)
    expect(text).to.include(prose)
  })

  it('reads tables row by row, and unfolds those that only lay out the page', async () => {
    const { text } = await documentOf(
      '<table><tr><td>menu</td><td><h2>News</h2>First<br><br>Second</td></tr></table><table><tr><th>Part</th><th>Price</th></tr><tr><td>PX-77</td><td>12</td></tr></table>',
      'a.html',
    )
    expect(text).to.include('Part\tPrice\nPX-77\t12')
    expect(text).to.include('News\n\nFirst\n\nSecond')
  })

  it('decodes by the declared charset', async () => {
    const { text } = await documentOf(
      iconv.encode('<meta charset="shift_jis"><p>株式会社サンプル</p>', 'shiftjis'),
      'a.html',
    )
    expect(text).to.equal('株式会社サンプル')
  })
})

describe('docx parser', () => {
  it('reads styles of any language, nested tables and notes, and not what was deleted', async () => {
    const cell = (content: string): string => `<w:tc>${content}</w:tc>`
    const inner = `<w:tbl><w:tr>${cell(wordParagraph('inner 1'))}${cell(wordParagraph('inner 2'))}</w:tr></w:tbl>`
    const { text, blocks } = await documentOf(
      docxOf(
        wordParagraph('Pflichten', 'berschrift1') +
          wordParagraph('Fristen', 'Unter') +
          `<w:p><w:r><w:t>Es gilt</w:t><w:footnoteReference w:id="2"/></w:r><w:del><w:r><w:delText>nicht mehr</w:delText></w:r></w:del></w:p>` +
          `<w:tbl><w:tr>${cell(wordParagraph('Teil'))}${cell(wordParagraph('Preis'))}</w:tr><w:tr>${cell(wordParagraph('PX-77'))}${cell(inner)}</w:tr></w:tbl>`,
        {
          'word/footnotes.xml':
            '<w:footnotes xmlns:w="w"><w:footnote w:id="2"><w:p><w:r><w:t>Seit 2024.</w:t></w:r></w:p></w:footnote></w:footnotes>',
          'word/header1.xml': `<w:hdr xmlns:w="w">${wordParagraph('Vertraulich')}</w:hdr>`,
        },
      ),
      'a.docx',
    )
    expect(blocks.filter((block) => block.kind === 'heading').map((block) => block.level)).to.deep.equal([1, 2])
    expect(text).to.include('Es gilt [2]').and.include('[2] Seit 2024.').and.include('Vertraulich')
    expect(text).to.include('Teil\tPreis\nPX-77\tinner 1 inner 2')
    expect(text).to.not.include('nicht mehr')
  })
})

describe('xlsx parser', () => {
  it('shows dates, percentages and fractions as a reader sees them', async () => {
    const { text } = await documentOf(
      xlsxOf(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>' +
          '<row r="2"><c r="A2" s="1"><v>45292</v></c><c r="B2" s="2"><v>0.256</v></c><c r="D2"><v>0.30000000000000004</v></c></row>',
        ['Tag', 'Anteil', 'Wert'],
      ),
      'a.xlsx',
    )
    expect(text).to.equal('Preise\n\nTag\tAnteil\t\tWert\n2024-01-01\t25.6%\t\t0.3')
  })
})

describe('xlsx formulas', () => {
  it('shows a formula where no value was kept', async () => {
    const row = '<row r="1"><c r="A1"><f>SUM(B1:C1)</f></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
    expect((await documentOf(xlsxOf(row), 'a.xlsx')).text).to.equal('Preise\n\n=SUM(B1:C1)\t2')
  })
})

describe('json parser', () => {
  it('names each value, keeps long numbers, and reads escapes', async () => {
    const { text } = await documentOf(
      '[{"id":12345678901234567890,"name":"M\\u00fcller","lines":[{"sku":"PX-77"}]}]',
      'a.json',
    )
    expect(text).to.equal('id: 12345678901234567890\nname: Müller\nlines[1].sku: PX-77')
  })

  it('keeps a broken line of JSON Lines as it stands, and says which', async () => {
    const two = await documentOf('{"id":1,"text":"good"}\n{"id":2,"text":"cut off', 'a.jsonl')
    expect(two.text).to.equal('id: 1\ntext: good\n\n{"id":2,"text":"cut off')
    expect(two.warnings[0]).to.match(/kept as they stand: 2\.$/u)
    expect(two.metadata.warnings).to.equal(two.warnings[0])
    const lines = Array.from({ length: 30 }, (_, index) => (index === 7 ? '{"n":' : `{"n":${index}}`))
    expect((await documentOf(lines.join('\n'), 'a.json')).warnings[0]).to.match(/: 8\.$/u)
    expect((await documentOf('"first"\n"second"\n', 'a.ndjson')).text).to.equal('first\n\nsecond')
  })

  it('reads comments, NaN and several values, as programs write them', async () => {
    const { text } = await documentOf(
      '{ // settings\n "url": "http://x//y", /* all */ "list": [1, 2,], "no": NaN,\n}',
      'a.json',
    )
    expect(text).to.equal('url: http://x//y\nlist: 1, 2\nno: NaN')
    expect((await documentOf('{\n"a": 1\n}\n{\n"a": "}{"\n}\n', 'a.json')).text).to.equal('a: 1\n\na: }{')
  })
})

describe('csv parser', () => {
  it('cuts only between records, also when fields hold line feeds', async () => {
    const { text, blocks } = await documentOf('name,note\nA,"one\ntwo"\nB,three\n', 'a.csv')
    expect(blocks[0]?.rows?.map((row) => text.slice(row, row + 1))).to.deep.equal(['n', 'A', 'B'])
    expect(blocks[0]?.headerRows).to.equal(1)
  })
})

describe('rich text and OpenDocument parsers', () => {
  it('reads the characters, tables and hidden parts of RTF as a word processor shows them', async () => {
    const source =
      '{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times;}{\\f1\\fcharset204 Arial;}}{\\info{\\title hidden}}' +
      "\\f0 Gr\\'f6\\'dfe \\u8364? 5\\par\\f1 \\'c4\\'ee\\f0\\par\\trowd A\\cell B\\cell\\row 1\\cell 2\\cell\\row\\pard End{\\*\\x hidden}.}"
    const { text, blocks } = await documentOf(source, 'a.rtf')
    expect(text).to.equal('Größe € 5\n\nДо\n\nA\tB\n1\t2\n\nEnd.')
    expect(blocks.map(({ kind }) => kind)).to.deep.equal(['paragraph', 'paragraph', 'table', 'paragraph'])
  })

  it('reads the headings, notes and title of RTF', async () => {
    const source =
      "{\\rtf1\\ansi{\\info{\\title Gr\\'fc\\'dfe}{\\author Ada}}\\pard\\outlinelevel0 Duties\\par" +
      '\\pard It holds{\\*\\footnote since 2024}.\\par{\\*\\generator hidden}}'
    const { title, text, blocks, metadata } = await documentOf(source, 'a.rtf')
    expect([title, metadata.author]).to.deep.equal(['Grüße', 'Ada'])
    expect(text).to.equal('Duties\n\nIt holds [since 2024].')
    expect(blocks[0]).to.include({ kind: 'heading', level: 1 })
  })

  it('reads the boxes and remarks of RTF, and nothing that is hidden or deleted', async () => {
    const box = '{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt in a box\\par}}{\\shprslt in a box}}'
    const source = `{\\rtf1 Kept{\\deleted  gone}\\v  hidden\\v0{\\*\\atnid A}{\\*\\annotation {\\*\\atndate 1}check}.\\par ${box}}`
    expect((await documentOf(source, 'a.rtf')).text).to.equal('Kept [check].\n\nin a box')
  })

  it('reads remarks of OpenDocument apart, and its text where another part is damaged', async () => {
    const remark = '<office:annotation><d:creator xmlns:d="d">Al</d:creator><text:p>check</text:p></office:annotation>'
    const bytes = zipOf({
      'META-INF/manifest.xml': '<m:manifest xmlns:m="m"/>',
      'content.xml':
        '<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>' +
        `<text:p>Price${remark} per year</text:p></office:text></office:body></office:document-content>`,
      'styles.xml': '<cut',
      'meta.xml': '<cut',
    })
    const { text, warnings } = await documentOf(bytes, 'a.odt')
    expect(text).to.equal('Price per year\n\ncheck')
    expect(warnings[0]).to.match(/^The part of styles is damaged/u)
    const cell = `<table:table-cell>${remark}<text:p>12</text:p></table:table-cell>`
    const sheet = odfOf(
      `<office:spreadsheet><table:table table:name="S"><table:table-row>${cell}</table:table-row></table:table></office:spreadsheet>`,
    )
    expect((await documentOf(sheet, 'a.ods')).text).to.equal('S\n\n12\n\ncheck')
  })

  it('counts slides and sheets of OpenDocument alone, and takes a slide’s own title', async () => {
    const frame = (kind: string, words: string): string =>
      `<d:frame p:class="${kind}"><d:text-box><text:p>${words}</text:p></d:text-box></d:frame>`
    const slides = odfOf(
      '<office:presentation xmlns:d="d" xmlns:p="p"><d:decl/><d:page d:name="page1">' +
        `${frame('title', 'Plan')}${frame('outline', 'Steps')}</d:page></office:presentation>`,
    )
    const { text, blocks } = await documentOf(slides, 'a.odp')
    expect(text).to.equal('Plan\n\nSteps')
    expect(blocks.map(({ kind, page }) => `${kind} ${page}`)).to.deep.equal(['heading 1', 'paragraph 1'])
  })

  it('reads lists, notes, tables and sheets of OpenDocument', async () => {
    const text = odfOf(
      '<office:text><text:tracked-changes>gone</text:tracked-changes><text:p>Ein<text:s text:c="2"/>Satz' +
        '<text:note><text:note-body><text:p>Fuß</text:p></text:note-body></text:note>.</text:p>' +
        '<text:list><text:list-item><text:p>eins</text:p><text:list><text:list-item><text:p>zwei</text:p></text:list-item>' +
        '</text:list></text:list-item></text:list></office:text>',
    )
    expect((await documentOf(text, 'a.odt')).text).to.equal('Ein  Satz [Fuß].\n\n- eins\n  - zwei')
    const sheet = odfOf(
      '<office:spreadsheet><table:table table:name="Preise"><table:table-row><table:table-cell><text:p>Bolt</text:p>' +
        '</table:table-cell><table:table-cell><text:p>1,50</text:p></table:table-cell>' +
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row></table:table></office:spreadsheet>',
    )
    expect((await documentOf(sheet, 'a.ods')).text).to.equal('Preise\n\nBolt\t1,50')
  })
})
