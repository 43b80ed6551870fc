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

  it('reads what only bears the name of a letter as text', async () => {
    const { documents } = await read(['Only a note,', 'and no letter.'])
    expect(documents[0]?.metadata.type).to.equal('text')
  })
})
