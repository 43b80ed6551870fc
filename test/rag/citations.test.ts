import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { docxOf, epubOf, pdfOf, pptxOf, slideShape, wordParagraph, xlsxOf } from '../support/documents.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openRag, type RagSystem } from '../support/rag.ts'

/** Numbers below 1, the same at each run. */
const random = (() => {
  let state = 20_261_122
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
})()
const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

/** Sentences in many scripts around a name that is asked for, with what makes offsets go wrong. */
const scripts: [string, (name: string) => string][] = [
  ['Latin', (name) => `The key of ${name} hangs in the cellar.`],
  ['decomposed', (name) => `Cafe\u0301 ${name} o\u0308ffnet a\u0300 midi et se\u0301rie.`],
  ['Han', (name) => `${name}的钥匙挂在地下室里。`],
  ['beyond the basic plane', (name) => `${name} 𠀀𠀁𠀂𠮷野家 keeps 𝒳𝒴 and 👩🏽‍🚀🇳🇴 safe.`],
  ['Arabic', (name) => `مفتاح ${name} مـعلّق في القبو\u200f.`],
  ['Hindi', (name) => `${name} की चाबी तहखाने में टंगी है।`],
  ['Thai', (name) => `กุญแจของ ${name} แขวนอยู่ในห้องใต้ดิน`],
  ['odd blanks', (name) => `The\u00a0key of\t${name}\u2003hangs\u2009in  the\u3000cellar.`],
  ['ligatures', (name) => `The ﬁle oﬃce of ${name} is Ⅻ ﬂoors ½ up.`],
  ['hidden', (name) => `The k\u00adey of ${name} ha\u200bngs \u202ein\u202c the cel\ufefflar.`],
]

interface Made {
  name: string
  sentence: string
  page?: number
}

const consonants = Array.from('bcdfghklmnprstvz')
const vowels = Array.from('aeiou')
const nameOf = (): string => Array.from({ length: 4 }, () => pick(consonants) + pick(vowels)).join('')
const made = (count: number, only?: string): Made[] =>
  Array.from({ length: count }, () => {
    const name = nameOf()
    const [, write] =
      only === undefined ? pick(scripts) : (scripts.find(([script]) => script === only) ?? pick(scripts))
    return { name, sentence: write(name) }
  })

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const formats: Record<string, (facts: Made[]) => string | Uint8Array> = {
  'lines.txt': (facts) => facts.map(({ sentence }) => sentence).join('\r\n\r\n'),
  'old.txt': (facts) => facts.map(({ sentence }) => sentence).join('\r\r'),
  'zero.txt': (facts) =>
    facts
      .map(({ sentence }) => sentence)
      .join('\n\n')
      .replaceAll('cellar', 'cel\u0000lar'),
  'wrapped.txt': (facts) => facts.map(({ sentence }) => sentence.replaceAll(' ', '\r\n')).join('\r\n\r\n'),
  'mark.md': (facts) =>
    facts.map(({ sentence }, i) => `## Part ${i}\r\n\r\n**${sentence}**\r\n\r\n- ${sentence}`).join('\r\n'),
  'page.html': (facts) => `<main>${facts.map(({ sentence }) => `<p>${escaped(sentence)}</p>`).join('\r\n')}</main>`,
  'table.csv': (facts) => `name,text\r\n${facts.map(({ name, sentence }) => `${name},"${sentence}"`).join('\r\n')}`,
  'data.json': (facts) => JSON.stringify(facts.map(({ name, sentence }) => ({ name, text: sentence }))),
  'word.docx': (facts) => docxOf(facts.map(({ sentence }) => wordParagraph(escaped(sentence))).join('')),
  'book.epub': (facts) =>
    epubOf(
      'Book',
      facts.map(({ sentence }) => `<p>${escaped(sentence)}</p>`),
    ),
  'mail.eml': (facts) =>
    `From: a@b.example\r\nSubject: Keys\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(facts.map(({ sentence }) => sentence).join('\r\n\r\n')).toString('base64')}`,
}

describe('citations', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let system: RagSystem
  before(async () => {
    folder = await temporaryFolder()
    system = await openRag({ DATA_DIR: folder.path, RATE_LIMITS: 'off' })
  })
  after(async () => {
    await system.stop()
    await folder.remove()
  })

  const ingest = async (filename: string, bytes: string | Uint8Array): Promise<void> => {
    const path = join(folder.path, filename)
    await writeFile(path, bytes)
    const { documents } = await system.rag.ingest({ files: [{ filename, path }] }, system.as('ada'))
    expect(documents.map(({ status }) => status)).to.deep.equal(['indexed'])
  }

  /** Asks for a name, and holds every citation against the document's stored text, around its chunk as well as in it. */
  const ask = async (name: string): Promise<{ quotes: string[]; pages: (number | undefined)[] }> => {
    const { citations, response } = await system.rag.query({ query: name }, system.as('ada'))
    const wide = await system.rag.retrieve({ query: name, neighbours: 5 }, system.as('ada'))
    for (const { quote, start, end, page, marker, chunk_id: chunkId, document_id: id } of citations) {
      const { chunks } = await system.rag.document({ id }, system.as('ada'))
      const chunk = chunks.find((each) => each.chunk_id === chunkId)
      expect(chunk?.content.slice(start - chunk.start, end - chunk.start)).to.equal(quote)
      expect(page).to.equal(chunk?.page)
      const around = wide.documents.find((each) => each.document_id === id && each.start <= start && each.end >= end)
      if (around) expect(around.content.slice(start - around.start, end - around.start)).to.equal(quote)
      expect(quote).to.equal(quote.trim()).and.not.equal('')
      expect(quote).to.not.match(/^[\udc00-\udfff]|[\ud800-\udbff]$/)
      expect(quote).to.not.include('\u0000')
      expect(quote).to.not.match(/^\p{M}/u)
      expect(response).to.include(marker)
    }
    return { quotes: citations.map(({ quote }) => quote), pages: citations.map(({ page }) => page) }
  }

  for (const [filename, write] of Object.entries(formats))
    it(`are the stored text to the letter: ${filename}`, async function () {
      this.timeout(60_000)
      const facts = scripts.flatMap(([script]) => made(2, script))
      await ingest(filename, write(facts))
      for (const { name } of facts) {
        const { quotes } = await ask(name)
        expect(quotes.join('\n').toLowerCase(), `${filename}: ${name}`).to.include(name)
      }
    })

  it('name the page that they stand on: slides, sheets and PDF', async function () {
    this.timeout(60_000)
    const facts = made(5, 'Latin')
    const sentences = facts.map(({ sentence }) => sentence)
    const drawn = await pdfOf((pdf) =>
      sentences.forEach((sentence, i) => {
        if (i > 0) pdf.addPage()
        pdf.text(sentence)
      }),
    )
    await ingest('pages.pdf', drawn)
    for (const [i, { name }] of facts.entries()) expect((await ask(name)).pages[0], `PDF ${name}`).to.equal(i + 1)
    const slides = made(5, 'Latin')
    await ingest('pages.pptx', pptxOf(slides.map(({ sentence }) => slideShape(sentence))))
    for (const [i, { name }] of slides.entries()) expect((await ask(name)).pages[0], `slide ${name}`).to.equal(i + 1)
  })

  it('are found in sheets by row and column', async function () {
    this.timeout(60_000)
    const facts = made(6)
    const cell = (text: string): string => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
    const rows = [['name', 'text'], ...facts.map(({ name, sentence }) => [name, sentence])]
    await ingest('sheet.xlsx', xlsxOf(rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')))
    for (const { name } of facts) expect((await ask(name)).quotes.join('\n')).to.include(name)
  })

  it('are the given text to the letter, whichever marks it is made of', async function () {
    this.timeout(60_000)
    for (let round = 0; round < 12; round++) {
      const facts = made(6)
      const between = ['\r\n', '\n\n', '\r', ' ', '\u2028', '\u0085', '\n \n', '\t', '\u0000']
      const text = facts.map(({ sentence }) => `${sentence}${pick(between)}`).join(pick(between))
      const id = `given-${round}`
      await system.rag.ingest({ documents: [{ id, title: 'Given', text }] }, system.as('ada'))
      const stored = text.replaceAll('\u0000', '')
      for (const { name } of facts) {
        const { citations } = await system.rag.query({ query: name }, system.as('ada'))
        for (const { document_id: found, quote, start, end } of citations)
          if (found === id && !text.includes('\u0000') && !text.includes('\r'))
            expect(stored.slice(start, end)).to.equal(quote)
        await ask(name)
      }
    }
  })
})
