import { expect } from 'chai'
import { AppError } from '../../src/platform/errors.ts'
import { odfOf, docxOf, epubOf, pdfOf, rawPdfOf, wordParagraph, xlsxOf, zipOf } from '../support/documents.ts'
import { parseFile } from '../../src/modules/rag/parsers/index.ts'

async function reasonOf(bytes: Uint8Array | string, filename: string): Promise<string | undefined> {
  try {
    await parseFile({ bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes, filename })
  } catch (error) {
    expect(error).to.be.instanceOf(AppError)
    if (!(error instanceof AppError)) throw error
    expect(error.code).to.equal('unprocessable')
    expect(error.message).to.match(/\.$/u)
    return error.details.reason
  }
  return undefined
}

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])

describe('hostile and broken files', () => {
  it('refuses a decompression bomb before it unpacks', async () => {
    const bomb = zipOf({ 'word/document.xml': new Uint8Array(80_000_000), '[Content_Types].xml': '<Types/>' })
    expect(bomb.length).to.be.below(200_000)
    expect(await reasonOf(bomb, 'a.docx')).to.equal('too_large')
  })

  it('refuses a member that yields more than it declares', async () => {
    const lying = Buffer.from(zipOf({ 'a.txt': 'x'.repeat(100_000) }))
    for (const [signature, offset] of [
      [0x02014b50, 24],
      [0x04034b50, 22],
    ] as const)
      lying.writeUInt32LE(10, indexOfSignature(lying, signature) + offset)
    const { documents, failures } = await parseFile({ bytes: lying, filename: 'a.zip' })
    expect(documents).to.have.length(0)
    expect(failures[0]?.reason).to.equal('malformed')
  })

  it('stops at archives within archives within archives', async () => {
    let archive = zipOf({ 'a.txt': 'deep inside' })
    for (let level = 0; level < 6; level++) archive = zipOf({ 'inner.zip': archive })
    const { documents, failures } = await parseFile({ bytes: archive, filename: 'a.zip' })
    expect(documents).to.have.length(0)
    expect(failures.map((failure) => failure.reason)).to.deep.equal(['too_large'])
  })

  it('reads no member whose name leads out of the archive, but the others', async () => {
    const archive = zipOf({ '../../etc/cron.d/x': 'evil', '/root/x': 'evil', 'C:/x': 'evil', 'good.txt': 'good' })
    const { documents, failures } = await parseFile({ bytes: archive, filename: 'a.zip' })
    expect(documents.map((document) => document.text)).to.deep.equal(['good'])
    expect(failures).to.have.length(3)
  })

  it('loses only the bad file of an archive', async () => {
    const archive = zipOf({
      'a.pdf': '%PDF-1.7 broken',
      'b.json': '{"a":',
      'c.docx': 'no docx',
      'd.txt': 'good',
      'e.txt': '',
    })
    const { documents, failures } = await parseFile({ bytes: archive, filename: 'a.zip' })
    expect(documents.map((document) => document.name)).to.deep.equal(['d.txt'])
    expect(failures.map(({ name, reason }) => `${name} ${reason}`)).to.deep.equal([
      'a.pdf malformed',
      'b.json malformed',
      'c.docx malformed',
      'e.txt no_text',
    ])
  })

  it('expands no declared entity, and fetches none', async () => {
    const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    for (const entity of ['&b;', '&c;']) {
      const body = `${laughs}<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>x${entity}</w:t></w:r></w:p></w:body></w:document>`
      expect(await reasonOf(docxOf('', { 'word/document.xml': body }), 'a.docx')).to.equal('malformed')
    }
  })

  it('reads what lies under nesting that no document has, or refuses it', async () => {
    const deep = 100_000
    const textOf = async (source: string, filename: string): Promise<string | undefined> =>
      (await parseFile({ bytes: Buffer.from(source), filename })).documents[0]?.text
    expect(await reasonOf('['.repeat(deep) + ']'.repeat(deep), 'a.json')).to.equal('no_text')
    expect(await textOf('{"a":'.repeat(deep) + '"found"' + '}'.repeat(deep), 'a.json')).to.match(/^.{1,300}: found$/u)
    expect(await textOf(`<!doctype html>${'<div>'.repeat(deep)}x`, 'a.html')).to.equal('x')
    expect(await textOf('<p>first</p>' + '<blockquote>said '.repeat(2000), 'a.html')).to.match(/^first\n\nsaid/u)
    expect(await reasonOf(docxOf('<w:sdt>'.repeat(5000) + '</w:sdt>'.repeat(5000)), 'a.docx')).to.equal('too_large')
  })

  it('says that a password is needed', async () => {
    const locked = await pdfOf((pdf) => void pdf.text('secret'), { userPassword: 'x' })
    expect(await reasonOf(locked, 'a.pdf')).to.equal('encrypted')
    const archive = Buffer.from(zipOf({ 'a.txt': 'secret' }))
    for (const [signature, offset] of [
      [0x02014b50, 8],
      [0x04034b50, 6],
    ] as const)
      archive.writeUInt16LE(1, indexOfSignature(archive, signature) + offset)
    expect((await parseFile({ bytes: archive, filename: 'a.zip' })).failures[0]?.reason).to.equal('encrypted')
    const office = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(512),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    expect(await reasonOf(office, 'a.docx')).to.equal('encrypted')
  })

  it('reads a PDF that only its owner may change', async () => {
    const restricted = await pdfOf((pdf) => void pdf.text('for all to read'), { ownerPassword: 'x' })
    expect(await reasonOf(restricted, 'a.pdf')).to.equal(undefined)
  })

  it('says that a scan has no text layer', async () => {
    expect(await reasonOf(await pdfOf((pdf) => void pdf.rect(50, 50, 100, 100).fill()), 'scan.pdf')).to.equal('no_text')
  })

  it('refuses a page that says one thing for ever', async () => {
    expect(await reasonOf(rawPdfOf('BT /F1 9 Tf 9 9 Td (x) Tj ET '.repeat(250_000)), 'a.pdf')).to.equal('too_large')
  })

  it('refuses each kind of file cut short', async () => {
    const paragraphs = Array.from({ length: 200 }, (_, index) =>
      wordParagraph(`paragraph ${index} ${index * 7919}`),
    ).join('')
    const whole: Record<string, Uint8Array> = {
      'a.docx': docxOf(paragraphs),
      'a.xlsx': xlsxOf('<row><c t="str"><v>x</v></c></row>'),
      'a.epub': epubOf('t', ['<p>x</p>']),
      'a.zip': zipOf({ 'a.txt': 'x' }),
      'a.json': Buffer.from(JSON.stringify({ a: 'x'.repeat(100) })),
    }
    for (const [name, bytes] of Object.entries(whole))
      expect(await reasonOf(bytes.subarray(0, bytes.length * 0.6), name), name).to.equal('malformed')
  })

  it('says what is empty, and what is no document', async () => {
    expect(await reasonOf('', 'a.txt')).to.equal('no_text')
    expect(await reasonOf('', 'a.pdf')).to.equal('no_text')
    expect(await reasonOf(' \n\t ', 'a.md')).to.equal('no_text')
    expect(await reasonOf('{}', 'a.json')).to.equal('no_text')
    expect(await reasonOf(png, 'a.txt')).to.equal('unsupported_type')
    const tar = Buffer.concat([
      Buffer.from('a.txt'.padEnd(257, '\0') + 'ustar'.padEnd(255, '\0')),
      Buffer.from('words'),
    ])
    expect(await reasonOf(tar, 'a.txt')).to.equal('unsupported_type')
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919 + (index >> 3) * 31) & 255))
    expect(await reasonOf(noise, 'a.bin')).to.equal('unsupported_type')
    expect(await reasonOf(noise, 'a.pdf')).to.equal('malformed')
    expect(await reasonOf(noise, 'a.docx')).to.equal('malformed')
  })

  it('takes time in proportion to lines made to mislead', async () => {
    const evil = [
      '`'.repeat(200_000),
      `${' '.repeat(200_000)}x`,
      '.'.repeat(200_000),
      `|-${' '.repeat(200_000)}x`,
      '["'.repeat(100_000),
      '"\n'.repeat(100_000),
    ]
    for (const text of evil)
      for (const name of ['a.md', 'a.txt', 'a.csv', 'a.py']) {
        const { documents } = await parseFile({ bytes: Buffer.from(`# a ${text}\n|a|b|\n${text}`), filename: name })
        expect(documents).to.have.length(1)
      }
    for (const page of [`<ol>${'<li>x'.repeat(30_000)}`, `<table>${'<tr><td>a<td>b'.repeat(30_000)}`])
      expect(await reasonOf(page, 'a.html')).to.equal(undefined)
  }).timeout(10_000)

  it('takes a bomb for one bad file among others', async () => {
    const bomb = zipOf({ 'zeros.txt': new Uint8Array(60_000_000) })
    const { documents, failures } = await parseFile({
      bytes: zipOf({ 'b.zip': bomb, 'ok.txt': 'Text that does no harm.' }),
      filename: 'a.zip',
    })
    expect(documents.map(({ name }) => name)).to.deep.equal(['ok.txt'])
    expect(failures.map(({ name, reason }) => `${name} ${reason}`)).to.deep.equal(['b.zip/zeros.txt too_large'])
  })

  it('tells a bomb of nested archives as one bad file', async () => {
    let archive = zipOf({ 'zeros.txt': new Uint8Array(20_000_000) })
    for (let level = 0; level < 3; level++)
      archive = zipOf(Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`${index}.zip`, archive])))
    expect(await reasonOf(archive, 'a.zip')).to.equal('too_large')
    const { documents, failures } = await parseFile({
      bytes: zipOf({ 'b.zip': archive, 'ok.txt': 'Text that does no harm.', 'c.png': png }),
      filename: 'a.zip',
    })
    expect(documents.map(({ name }) => name)).to.deep.equal(['ok.txt'])
    expect(failures.map(({ name, reason }) => `${name} ${reason}`)).to.deep.equal([
      'b.zip too_large',
      'c.png unsupported_type',
    ])
  })

  it('keeps files of one name in an archive or a letter apart', async () => {
    const archive = Buffer.from(zipOf({ 'x/a.txt': 'first', 'x/b.txt': 'second', 'x/c.txt': 'third' }))
    for (const name of ['x/b.txt', 'x/c.txt'])
      for (let at = archive.indexOf(name); at !== -1; at = archive.indexOf(name)) archive.write('x/a.txt', at)
    const { documents } = await parseFile({ bytes: archive, filename: 'a.zip' })
    expect(documents.map(({ name, text }) => `${name}: ${text}`)).to.deep.equal([
      'x/a.txt: first',
      'x/a (2).txt: second',
      'x/a (3).txt: third',
    ])
    const part = (text: string): string => `--x\nContent-Disposition: attachment; filename=a.txt\n\n${text}\n`
    const letter = `From: a@b.c\nContent-Type: multipart/mixed; boundary=x\n\n${part('one')}${part('two')}--x--\n`
    const { documents: parts } = await parseFile({ bytes: Buffer.from(letter), filename: 'a.eml' })
    expect(parts.map(({ name }) => name)).to.deep.equal(['', 'a.txt', 'a (2).txt'])
  })

  it('refuses what is locked, nested without end or of the old Office formats', async () => {
    expect(await reasonOf(odfOf('', '<m:encryption-data/>'), 'a.odt')).to.equal('encrypted')
    expect(await reasonOf(odfOf('<office:text/>').subarray(0, 200), 'a.odt')).to.equal('malformed')
    expect(await reasonOf(`{\\rtf1${'{'.repeat(100_000)}x`, 'a.rtf')).to.equal('too_large')
    expect(await reasonOf('not rich at all', 'a.rtf')).to.equal('malformed')
    const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(1_000)])
    for (const name of ['a.doc', 'a.xls', 'a.ppt']) expect(await reasonOf(old, name)).to.equal('unsupported_type')
    const letter = Buffer.concat([old, Buffer.from('__substg1.0_0037001F', 'utf16le')])
    expect(await parseFile({ bytes: letter, filename: 'a.msg' }).catch(String)).to.include('.eml')
  })
})

function indexOfSignature(bytes: Buffer, signature: number): number {
  const wanted = Buffer.alloc(4)
  wanted.writeUInt32LE(signature)
  return bytes.indexOf(wanted)
}
