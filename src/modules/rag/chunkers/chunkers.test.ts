import { expect } from 'chai'
import { parseFile } from '../parsers/index.ts'
import type { ParsedDocument } from '../parsers/parser.ts'
import type { Chunk, ChunkSizes } from './chunker.ts'
import { chunkers } from './index.ts'

const sizes: ChunkSizes = { maximum: 300, target: 200, overlap: 0 }

async function parsed(source: string, filename: string): Promise<ParsedDocument> {
  const { documents } = await parseFile({ bytes: Buffer.from(source), filename })
  const [document] = documents
  if (!document) throw new Error('no document was found')
  return document
}

const sentence = (word: string): string => `This is a sentence about ${word} that says a little more than nothing.`

for (const chunker of chunkers)
  describe(`chunker ${chunker.name}`, () => {
    const cut = async (source: string, filename: string, chosen = sizes): Promise<Chunk[]> => [
      ...chunker.chunk(await parsed(source, filename), chosen),
    ]

    for (const [name, source] of Object.entries({
      'a.md': `# One\n\n${'words and words. '.repeat(60)}\n\n## Two\n\n- item\n- item\n\n\`\`\`js\n${'call()\n'.repeat(80)}\`\`\`\n`,
      'b.txt': '没有空格的句子。'.repeat(100),
      'c.txt': '𝒳'.repeat(1000),
      'd.csv': `name,value\n${'alpha,1\n'.repeat(200)}`,
      'e.py': 'def f():\n    return 1\n\n\n'.repeat(80),
      'f.json': JSON.stringify(Array.from({ length: 60 }, (_, index) => ({ id: index, name: 'x'.repeat(30) }))),
    }))
      it(`cuts ${name} into stretches of its text that lose nothing and exceed nothing`, async () => {
        const document = await parsed(source, name)
        const chunks = [...chunker.chunk(document, sizes)]
        let end = 0
        for (const [index, chunk] of chunks.entries()) {
          expect(chunk.ordinal).to.equal(index)
          expect(chunk.text).to.equal(document.text.slice(chunk.start, chunk.end))
          expect(chunk.text.length).to.be.within(1, sizes.maximum)
          expect(document.text.slice(end, chunk.start).trim(), 'nothing is left out').to.equal('')
          expect(chunk.text).to.not.match(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/u)
          end = chunk.end
        }
        expect(document.text.slice(end).trim()).to.equal('')
      })

    it('tells the headings that each chunk stands under', async () => {
      const source = `# Manual\n\n## Care\n\n${sentence('care').repeat(3)}\n\n### Oil\n\n${sentence('oil').repeat(3)}\n\n## Repair\n\n${sentence('repair').repeat(3)}`
      const paths = (await cut(source, 'a.md')).map((chunk) => chunk.headingPath.join(' > '))
      expect(paths).to.deep.equal(['Manual > Care', 'Manual > Care > Oil', 'Manual > Repair'])
    })

    it('keeps a heading with what follows it', async () => {
      const source = Array.from(
        { length: 8 },
        (_, index) => `## Part ${index}\n\n${sentence(`part ${index}`).repeat(2)}`,
      ).join('\n\n')
      for (const chunk of await cut(source, 'a.md')) expect(chunk.text).to.match(/^## Part (\d)[\s\S]*part \1/u)
    })

    it('never joins what stands on two pages, but for a heading with what follows it', () => {
      const text = 'Title\n\nOne.\n\nTwo.\n\nThree.'
      const at = (words: string, page: number, kind: 'heading' | 'paragraph' = 'paragraph') => {
        const start = text.indexOf(words)
        return { kind, start, end: start + words.length, page }
      }
      const blocks = [at('Title', 1, 'heading'), at('One.', 2), at('Two.', 2), at('Three.', 3)]
      const chunks = [...chunker.chunk({ text, blocks, metadata: { type: 'pdf' }, warnings: [] }, sizes)]
      expect(chunks.map((chunk) => [chunk.page, chunk.text])).to.deep.equal([
        [2, 'Title\n\nOne.\n\nTwo.'],
        [3, 'Three.'],
      ])
    })

    it('does not cut a paragraph, a table or code that fits', async () => {
      const whole = [
        sentence('one').repeat(3),
        '| a | b |\n|---|---|\n| 1 | 2 |',
        '```js\nconst a = 1\n\nconst b = 2\n```',
      ]
      const chunks = await cut(whole.join('\n\n'), 'a.md')
      for (const part of whole) expect(chunks.some((chunk) => chunk.text.includes(part))).to.equal(true)
    })

    it('cuts running text between sentences', async () => {
      const source = Array.from({ length: 20 }, (_, index) => sentence(`topic ${index}`)).join(' ')
      for (const chunk of await cut(source, 'a.txt')) expect(chunk.text).to.match(/^This .*\.$/u)
    })

    it('cuts a table between rows, and names its columns in each part', async () => {
      const rows = Array.from({ length: 40 }, (_, index) => `item ${index},${index}`)
      const chunks = await cut(`name,price\n${rows.join('\n')}\n`, 'a.csv')
      expect(chunks.length).to.be.greaterThan(1)
      for (const chunk of chunks.slice(1)) {
        expect(chunk.context).to.equal('name,price')
        expect(chunk.text).to.match(/^item \d+,\d+(?:\nitem \d+,\d+)*$/u)
      }
    })

    it('repeats the last sentence where running text was cut, when asked to', async () => {
      const source = Array.from({ length: 20 }, (_, index) => sentence(`topic ${index}`)).join(' ')
      const chunks = await cut(source, 'a.txt', { ...sizes, overlap: 100 })
      for (const [index, chunk] of chunks.entries()) {
        expect(chunk.text.length).to.be.at.most(sizes.maximum)
        if (index > 0) expect(chunk.start).to.be.lessThan(chunks[index - 1]?.end ?? 0)
      }
    })

    it('cuts a stored document the same way again', async () => {
      const document = await parsed(`# A\n\n${sentence('x').repeat(20)}`, 'a.md')
      const stored: ParsedDocument = JSON.parse(JSON.stringify(document))
      expect([...chunker.chunk(stored, sizes)]).to.deep.equal([...chunker.chunk(document, sizes)])
    })
  })
