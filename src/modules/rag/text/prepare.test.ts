import { expect } from 'chai'
import { chunkDocument, chunkSizesOf } from '../chunkers/index.ts'
import { documentOfText } from '../parsers/index.ts'
import { joinChunks } from '../stores/index.ts'
import { passagesOf, prepareText } from './prepare.ts'

const texts = [
  'One line.',
  '\n\n  # Ünïcödé 🦢\n\nEin Schwan 🦢🦢 schläft.\n\n\n東京都は、日本の首都。\n\n| a | b |\n|---|---|\n| 1 | 🦢 |\n\nEnd.\n\n',
  `${'Words and 🦢 words. '.repeat(40)}\n\n${'ประเทศไทย'.repeat(60)}\n\nnul\u0000here`,
]

describe('a prepared text', () => {
  it('gives back each passage at its place, and all of them the whole text', () => {
    for (const given of texts) {
      const document = documentOfText(given)
      const chunks = [...chunkDocument(document, chunkSizesOf(120))]
      const prepared = prepareText({ title: 'T', text: document.text }, chunks, { hashes: true })
      const passages = [...passagesOf(prepared)].map(({ lead, content, ...place }) => ({
        ...place,
        lead: lead.toString(),
        content: content.toString(),
      }))
      expect(passages.map(({ content }) => content)).to.deep.equal(chunks.map(({ text }) => text))
      expect(passages.map(({ start, end }) => [start, end])).to.deep.equal(chunks.map(({ start, end }) => [start, end]))
      expect(passages.map(({ headingPath }): unknown => JSON.parse(headingPath))).to.deep.equal(
        chunks.map(({ headingPath }) => headingPath),
      )
      expect(joinChunks(passages)).to.equal(document.text.slice(0, chunks.at(-1)?.end))
      expect(new Set(passages.map(({ textHash }) => textHash?.toString('hex').length))).to.deep.equal(new Set([32]))
    }
  })
})
