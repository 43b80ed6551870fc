import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { strFromU8, unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { prepareDemo, prepareDemoDocuments } from '../prepare-demo.ts'
import { writeDemoDocuments } from './write-demo-documents.ts'

const today = '2026-11-22'

async function textOfPdf(bytes: Buffer): Promise<string> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => (await pdf.getPage(index + 1)).getTextContent()),
  )
  await pdf.destroy()
  return pages.flatMap(({ items }) => items.map((item) => ('str' in item ? item.str || ' ' : ''))).join('')
}

describe('the demo documents', () => {
  let folder: string
  let database: Database.Database
  const text = async (name: string) => (await readFile(join(folder, 'documents', name), 'utf8')).replace(/\s+/g, ' ')
  const one = (sql: string): unknown => database.prepare(sql).pluck().get()
  const all = (sql: string): unknown[] => database.prepare(sql).pluck().all()

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demo-'))
    await prepareDemoDocuments({ folder, today })
    database = new Database(join(folder, 'quillmere.sqlite'), { readonly: true })
  })
  after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })

  it('are a dozen or more, in seven formats, none with a hole in its text', async () => {
    const names = await readdir(join(folder, 'documents'))
    expect(names).to.have.length.above(11)
    expect(new Set(names.map((name) => name.split('.').at(-1)))).to.deep.equal(
      new Set(['json', 'html', 'md', 'txt', 'csv', 'docx', 'pdf']),
    )
    for (const name of names.filter((name) => !/\.(pdf|docx)$/.test(name)))
      expect(await text(name), name).not.to.match(/undefined|NaN|\$\{|\[object/)
  })

  it('are the same bytes for the same day', async () => {
    for (const path of await writeDemoDocuments(join(folder, 'again'), { today }))
      expect((await readFile(path)).equals(await readFile(join(folder, 'documents', basename(path)))), path).to.equal(
        true,
      )
  })

  it('stay as they are as long as none is missing', async () => {
    const path = join(folder, 'documents', 'return-policy.md')
    await writeFile(path, 'Our own words.')
    await prepareDemoDocuments({ folder, today })
    expect(await readFile(path, 'utf8')).to.equal('Our own words.')
    await rm(path)
    await prepareDemoDocuments({ folder, today })
    expect(await text('return-policy.md')).to.contain('Return Policy')
  })

  it('are written for the day of the database, whenever that was', async () => {
    await rm(join(folder, 'documents', 'return-policy.md'))
    const later = { folder, today: '2027-05-01' }
    await prepareDemoDocuments(later)
    expect(prepareDemo(later)).to.include({ created: false, madeOn: today })
    expect(await text('return-policy.md')).to.contain('Valid from 22 November 2026')
  })

  it('state a return window that the data keeps to', async () => {
    const longest = one(`SELECT MAX(julianday(returned_on) - julianday(date(COALESCE(s.delivered_at, o.ordered_at))))
      FROM returns r JOIN order_lines l ON l.order_line_id = r.order_line_id JOIN orders o ON o.order_id = l.order_id
      LEFT JOIN shipments s ON s.order_id = o.order_id`)
    expect(await text('return-policy.md')).to.contain(`within ${Number(longest)} days`)
    const returned = Number(one('SELECT COUNT(*) FROM returns')).toLocaleString('en')
    expect(await text('return-policy.md')).to.contain(`${returned} returns`)
    const reason = one('SELECT reason FROM returns GROUP BY reason ORDER BY COUNT(*) DESC LIMIT 1')
    expect(await text('return-policy.md')).to.contain(`most frequent reason is "${String(reason)}"`)
  })

  it('state fees and the free shipping threshold as they were charged', async () => {
    const policy = await text('shipping-policy.html')
    const fees = all('SELECT DISTINCT shipping_fee FROM orders WHERE shipping_fee > 0')
    for (const fee of fees) expect(policy).to.contain(`€${Number(fee).toFixed(2)}`)
    const goods = 'ROUND(o.total_amount - o.shipping_fee, 2)'
    const free = `SELECT MIN(${goods}) FROM orders o JOIN shipments s ON s.order_id = o.order_id WHERE o.shipping_fee = 0`
    const charged = `SELECT MAX(${goods}) FROM orders o JOIN shipments s ON s.order_id = o.order_id WHERE o.shipping_fee > 0 AND s.method <> 'Express'`
    const [, threshold = ''] = /worth €([\d.]+) or more/.exec(policy) ?? []
    expect(Number(one(free))).to.be.at.least(Number(threshold))
    expect(Number(one(charged))).to.be.below(Number(threshold))
  })

  it('name people, stores and regions as the database does', async () => {
    const handbook = await text('employee-handbook.md')
    const managers = all(`SELECT first_name || ' ' || last_name FROM employees WHERE job_title = 'Regional Manager'`)
    for (const name of [...managers, ...all('SELECT name FROM regions')]) expect(handbook).to.contain(String(name))
    expect(handbook).to.contain(
      `${String(one('SELECT COUNT(*) FROM employees WHERE left_on IS NULL'))} people work here`,
    )
    const open = all('SELECT name FROM stores WHERE closed_on IS NULL')
    expect(handbook).to.contain(`${open.length} stores`)
    const directory = await text('store-directory.csv')
    for (const name of open) expect(directory).to.contain(String(name))
    const contacts = await text('contacts.json')
    for (const email of all(`SELECT email FROM employees WHERE job_title LIKE 'Head of %'`))
      expect(contacts).to.contain(String(email))
  })

  it('state warranties by category and members by tier as the database does', async () => {
    const warranty = await text('warranty-terms.md')
    for (const months of all('SELECT DISTINCT warranty_months FROM products')) {
      const [, row = ''] = new RegExp(`\\| ${String(months)} months \\| ([^|]+) \\|`).exec(warranty) ?? []
      const categories = all(`SELECT DISTINCT c.name FROM products p JOIN categories c ON c.category_id = p.category_id
        WHERE p.warranty_months = ${String(months)}`)
      for (const name of categories) expect(row).to.contain(String(name))
    }
    const programme = await text('loyalty-programme.md')
    for (const tier of ['Bronze', 'Silver', 'Gold']) {
      const members = Number(one(`SELECT COUNT(*) FROM customers WHERE loyalty_tier = '${tier}'`))
      expect(programme).to.contain(`${members.toLocaleString('en')} hold ${tier}`)
    }
  })

  it('describe products as they are sold', async () => {
    for (const name of ['product-note-tents.md', 'product-note-hiking-boots.txt', 'product-note-bicycle-bags.html']) {
      const note = await text(name)
      const [sku = ''] = /[A-Z]{3}-\d{3}/.exec(note) ?? []
      expect(note).to.contain(String(one(`SELECT name FROM products WHERE sku = '${sku}' AND discontinued_on IS NULL`)))
      expect(note).to.contain(`€${Number(one(`SELECT unit_price FROM products WHERE sku = '${sku}'`)).toFixed(2)}`)
    }
  })

  it('name the usual reason for footwear to come back', async () => {
    const reason = one(`SELECT reason FROM returns r JOIN order_lines l ON l.order_line_id = r.order_line_id
      JOIN products p ON p.product_id = l.product_id JOIN categories c ON c.category_id = p.category_id
      JOIN categories top ON top.category_id = c.parent_id WHERE top.name = 'Footwear'
      GROUP BY reason ORDER BY COUNT(*) DESC LIMIT 1`)
    const note = (await text('product-note-hiking-boots.txt')).toLowerCase()
    expect(note).to.contain(`${String(reason)} is by far the most usual reason for footwear`)
  })

  it('state opening hours that the stores kept', async () => {
    const times = `strftime('%H:%M', ordered_at)`
    expect(one(`SELECT COUNT(*) FROM orders WHERE channel <> 'online' AND strftime('%w', ordered_at) = '0'`)).to.equal(
      0,
    )
    expect(
      one(`SELECT COUNT(*) FROM orders WHERE channel = 'store' AND NOT ${times} BETWEEN '10:00' AND '18:59'`),
    ).to.equal(0)
    expect(await text('customer-faq.html')).to.contain('Monday to Saturday, 10:00 to 19:00')
  })

  it('include a PDF whose figures are those of the database', async () => {
    const bytes = await readFile(join(folder, 'documents', 'yearly-letter.pdf'))
    expect(bytes.subarray(0, 5).toString('latin1')).to.equal('%PDF-')
    const letter = (await textOfPdf(bytes)).replace(/\s+/g, ' ')
    const revenue = Number(
      one(`SELECT ROUND(SUM(line_total), 2) FROM order_lines l JOIN orders o ON o.order_id = l.order_id
        WHERE o.status <> 'cancelled' AND o.ordered_at LIKE '2025-%'`),
    )
    expect(letter).to.contain(`€${revenue.toLocaleString('en', { minimumFractionDigits: 2 })}`)
    expect(letter).to.contain('Ingrid Søndergaard')
  })

  it('include a Word file of well-formed parts that names the suppliers’ number', async () => {
    const parts = unzipSync(await readFile(join(folder, 'documents', 'supplier-code-of-conduct.docx')))
    expect(Object.keys(parts)).to.include.members(['[Content_Types].xml', '_rels/.rels', 'word/document.xml'])
    const body = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
    expect(body).to.contain(`We buy from ${String(one('SELECT COUNT(*) FROM suppliers'))} suppliers`)
  })
})
