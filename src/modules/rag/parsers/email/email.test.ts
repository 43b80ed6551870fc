import { expect } from 'chai'
import iconv from 'iconv-lite'
import { parseFile } from '../index.ts'
import type { ParsedFile } from '../parser.ts'

async function read(lines: string[], charset = 'utf-8'): Promise<ParsedFile> {
  return parseFile({ bytes: iconv.encode(lines.join('\r\n'), charset), filename: 'a.eml' })
}

const head = ['From: a@example.com', 'To: b@example.com', 'Subject: Rechnung', 'MIME-Version: 1.0']

describe('email parser', () => {
  it('reads the head, the letter and its attachments', async () => {
    const letter = [
      'From: =?utf-8?q?J=C3=BCrgen?= <j@example.com>',
      'Subject: Angebot',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="x"',
      '',
      '--x',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Der Preis f=FCr alle.',
      '--x',
      'Content-Type: text/csv; name="p.csv"',
      'Content-Disposition: attachment; filename="p.csv"',
      '',
      'sku,price',
      '--x--',
      '',
    ].join('\r\n')
    const { documents } = await parseFile({ bytes: Buffer.from(letter), filename: 'a.eml' })
    expect(documents.map((document) => document.name)).to.deep.equal(['', 'p.csv'])
    expect(documents[0]?.text).to.include('Jürgen <j@example.com>').and.include('Der Preis für alle.')
  })

  it('reads the page when the text only stands in for it', async () => {
    const parts = (plain: string): string[] => [
      ...head,
      'Content-Type: multipart/alternative; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain',
      '',
      plain,
      '--x',
      'Content-Type: text/html',
      '',
      `<h2>Your order</h2><p>${'The shipment leaves on Monday. '.repeat(20)}</p><table><tr><th>Part</th><th>Price</th></tr><tr><td>PX-77</td><td>12</td></tr></table>`,
      '--x--',
    ]
    const stub = await read(parts('Please use a program that shows HTML.'))
    expect(stub.documents[0]?.text).to.include('Part\tPrice\nPX-77\t12').and.not.include('Please use')
    expect(stub.documents[0]?.blocks.map(({ kind }) => kind)).to.include('heading')
    const whole = await read(parts('Your order: PX-77 for 12. The shipment leaves on Monday. '.repeat(8)))
    expect(whole.documents[0]?.text).to.include('Your order: PX-77 for 12.').and.not.include('Part\tPrice')
  })

  it('reads a page saved whole without what it is furnished with', async () => {
    const { documents } = await read([
      'From: <Saved by Blink>',
      'Subject: Terms',
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; type="text/html"; boundary=x',
      '',
      '--x',
      'Content-Type: text/html',
      '',
      '<h1>Terms</h1><p>The warranty lasts three years.</p>',
      '--x',
      'Content-Type: text/css',
      'Content-Location: cid:css-1@mhtml.blink',
      '',
      'body { color: red }',
      '--x--',
    ])
    expect(documents.map(({ text }) => text)).to.deep.equal([
      'Subject: Terms\nFrom: Saved by Blink\n\nTerms\n\nThe warranty lasts three years.',
    ])
  })

  it('reads letters that declare no charset, or the wrong one', async () => {
    const undeclared = await read([...head, '', 'Der Preis für große Mengen beträgt 5 €.'], 'windows1252')
    expect(undeclared.documents[0]?.text).to.include('Der Preis für große Mengen beträgt 5 €.')
    const mislabelled = await read([...head, 'Content-Type: text/plain; charset=iso-8859-1', '', 'Größe — 5 €'])
    expect(mislabelled.documents[0]?.text).to.include('Größe — 5 €')
    const windows = [...head, 'Content-Type: text/plain; charset=windows-1252', '', 'He said “5 €” – twice…']
    expect((await read(windows, 'windows1252')).documents[0]?.text).to.include('He said “5 €” – twice…')
  })

  it('takes signatures for none of the attachments, and says what is encrypted', async () => {
    const part = (type: string, name: string): string[] => [
      '--x',
      `Content-Type: ${type}; name=${name}`,
      `Content-Disposition: attachment; filename=${name}`,
      '',
      'c2VhbA==',
    ]
    const { documents, failures } = await read([
      ...head,
      'Content-Type: multipart/mixed; boundary=x',
      '',
      ...part('application/pgp-signature', 'signature.asc'),
      ...part('application/pkcs7-mime', 'smime.p7m'),
      '--x--',
    ])
    expect(documents).to.have.length(1)
    expect(failures.map(({ name, reason }) => `${name} ${reason}`)).to.deep.equal(['smime.p7m encrypted'])
  })

  it('finds the text where the boundary is missing, wrong or never used, and says so', async () => {
    const parts = (name: string): string[] => [
      `--${name}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      'PX-77 leaves on Monday.',
      `--${name}`,
      'Content-Type: text/csv',
      'Content-Disposition: attachment; filename=p.csv',
      '',
      'part,price',
      `--${name}--`,
    ]
    for (const said of ['', '; boundary=""', '; boundary="other"', ' boundary=x']) {
      const { documents } = await read([...head, `Content-Type: multipart/mixed${said}`, '', ...parts('x')])
      expect(documents.map(({ name }) => name)).to.deep.equal(['', 'p.csv'])
      expect(documents[0]?.text).to.match(/PX-77 leaves on Monday\.$/u)
      expect(documents[0]?.warnings[0]).to.include('guessed')
    }
    const unused = await read([...head, 'Content-Type: multipart/mixed; boundary=x', '', 'PX-77 leaves on Monday.'])
    expect(unused.documents[0]?.text).to.include('PX-77 leaves on Monday.')
    const inner = [...head, 'Content-Type: multipart/mixed; boundary=out', '', '--out']
    const nested = await read([
      ...inner,
      'Content-Type: multipart/related; boundary=typo',
      '',
      ...parts('in'),
      '--out--',
    ])
    expect(nested.documents[0]?.text).to.include('PX-77 leaves on Monday.')
    const cut = await read([...head, 'Content-Type: multipart/mixed; boundary=x', '', ...parts('x').slice(0, -1)])
    expect(cut.documents[0]?.warnings[0]).to.include('ends before its end')
    const bare = await read([...head, 'Content-Type: multipart/mixed; boundary=x', '', ''])
    expect(bare.documents[0]?.warnings).to.deep.equal([])
    const right = await read([...head, 'Content-Type: multipart/mixed; boundary=x', '', ...parts('x')])
    expect(right.documents[0]?.warnings).to.deep.equal([])
  })

  it('reads letters whose head, line ends or encoding are wrong', async () => {
    const text = 'PX-77 leaves on Monday, as we said.'
    const noBlank = await read([...head, text, 'Remark: nothing else'])
    expect(noBlank.documents[0]?.text).to.include(text).and.include('Remark: nothing else')
    const unindented = await read(['Subject: Invoice of', 'January', 'From: a@example.com', '', text])
    expect(unindented.documents[0]).to.include({ title: 'Invoice of January' })
    expect(unindented.documents[0]?.text).to.include('From: a@example.com').and.include(text)
    const falseBase64 = await read([...head, 'Content-Transfer-Encoding: base64', '', text])
    expect(falseBase64.documents[0]?.text).to.include(text)
    const old = await read(
      ['From: Jürgen <a@b.c>', 'Subject: Größe', 'Content-Type: text/plain; charset=iso-8859-1', '', 'für alle'],
      'windows1252',
    )
    expect(old.documents[0]?.text).to.equal('Subject: Größe\nFrom: Jürgen <a@b.c>\n\nfür alle')
    const carriage = await parseFile({ bytes: Buffer.from([...head, '', text].join('\r')), filename: 'a.eml' })
    expect(carriage.documents[0]?.text).to.include('Subject: Rechnung').and.include(text)
    const marked = await parseFile({
      bytes: Buffer.from(`\uFEFF\r\n${[...head, '', text].join('\r\n')}`),
      filename: 'a',
    })
    expect(marked.documents[0]?.text).to.include('From: a@example.com').and.include(text)
  })

  it('reads the letters of a mailbox one by one', async () => {
    const letters = [
      'From a@example.com Mon Jan  6 10:00:00 2025',
      ...head,
      '',
      'From here on it is',
      '',
      'From the first letter.',
      '',
      'From b@example.com Tue Jan  7 10:00:00 2025',
      'Subject: Second',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('The second letter.').toString('base64'),
      '',
    ]
    for (const filename of ['a.mbox', 'Inbox']) {
      const { documents } = await parseFile({ bytes: Buffer.from(letters.join('\n')), filename })
      expect(documents.map(({ name, title }) => `${name} ${title}`)).to.deep.equal([
        'letter-1.eml Rechnung',
        'letter-2.eml Second',
      ])
      expect(documents[0]?.text).to.match(/From here on it is\n\nFrom the first letter\.$/u)
      expect(documents[1]?.text).to.include('The second letter.')
    }
  })

  it('says what keeps an attachment of Outlook from being read', async () => {
    const tnef = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0, 1, 6, 0x90, 8, 0, 4]).toString('base64')
    const { failures } = await read([
      ...head,
      'Content-Type: application/ms-tnef; name=winmail.dat',
      'Content-Transfer-Encoding: base64',
      '',
      tnef,
    ])
    expect(failures[0]).to.include({ name: 'winmail.dat', reason: 'unsupported_type' })
    expect(failures[0]?.message).to.include('Outlook')
  })

  it('reads what only bears the name of a letter as text', async () => {
    const { documents } = await read(['Only a note,', 'and no letter.'])
    expect(documents[0]?.metadata.type).to.equal('text')
  })
})
