import { expect } from 'chai'
import type { FoundPassage } from '../retrieve/search.ts'
import { checkReply } from './check.ts'

const passage = (content: string, start = 0): FoundPassage => ({
  chunk: {
    key: 1,
    chunkId: `chunk-${start}`,
    documentId: 'd',
    ordinal: 0,
    lead: '',
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

const question = 'What is there to know about the light?'
const check = (text: string, passages: FoundPassage[], asked = question) => checkReply(text, passages, asked)

describe('the check of a model’s answer', () => {
  const text = 'The light was first lit\nin 1844. Its tower (48 metres) is of granite. Four keepers lived there.'
  const passages = [
    passage(text, 100),
    passage('Today the lamp turns by itself. Nobody has lived there since 1998.', 900),
  ]

  it('cites the document’s own letters at their place in it', () => {
    const checked = check(
      reply([{ text: 'It was lit in 1844.', citations: [{ passage: 1, quote: 'first lit in 1844' }] }]),
      passages,
    )
    expect(checked?.response).to.equal('It was lit in 1844. [1]')
    const [citation] = checked?.citations ?? []
    expect(citation).to.include({ quote: 'first lit\nin 1844', start: 114, end: 131, marker: '[1]' })
  })

  it('leaves out what is not cited, cited wrongly, or goes beyond what it cites', () => {
    const unproven: [string, number, string][] = [
      ['It is white.', 1, 'painted white'],
      ['It is 49 metres high.', 1, '48 metres'],
      ['It is ٤٩ metres high.', 1, '48 metres'],
      ['It is of stone.', 7, 'granite'],
      ['It was lit by Robert Stevenson.', 1, 'first lit in 1844'],
      ['Ferries depart every morning from the harbour.', 1, 'is of granite'],
      ['It is of granite.', 1, 'is of'],
      ['It is of granite.', 1, 'ranit'],
    ]
    const checked = check(
      reply([
        { text: 'It is the tallest.', citations: [] },
        ...unproven.map(([said, number, quote]) => ({ text: said, citations: [{ passage: number, quote }] })),
        { text: 'It is of granite.', citations: [{ passage: 1, quote: 'is of granite' }] },
      ]),
      passages,
    )
    expect(checked).to.include({ response: 'It is of granite. [1]', unproven: unproven.length + 1 })
    expect(checked?.citations).to.have.length(1)
  })

  it('takes numbers in digits for the same in words, and names of the question for known', () => {
    const checked = check(
      reply([
        {
          text: 'Of Skerry Light 4 keepers took care.',
          citations: [{ passage: 1, quote: 'Four keepers lived there' }],
        },
      ]),
      passages,
      'Who took care of Skerry Light?',
    )
    expect(checked?.unproven).to.equal(0)
  })

  it('finds a quotation in the passage it stands in, when the model has miscounted', () => {
    const checked = check(
      reply([{ text: 'The lamp turns by itself.', citations: [{ passage: 5, quote: 'the lamp turns by itself' }] }]),
      passages,
    )
    expect(checked?.citations[0]).to.include({ start: 906, quote: 'the lamp turns by itself' })
  })

  it('takes links, images, tags and marks out of what a model says, but not a comparison', () => {
    const said =
      'Granite: ![x](https://evil.example/?q=secret) [here](http://evil.example) <b>now</b> https://evil.example/a [9] a < b'
    const checked = check(reply([{ text: said, citations: [{ passage: 1, quote: 'granite' }] }]), passages)
    expect(checked?.response).to.equal('Granite: here now (link removed) a < b [1]')
  })

  it('says nothing where nothing but a link is said', () => {
    const citations = [{ passage: 1, quote: 'granite' }]
    const checked = check(reply([{ text: 'https://evil.example/granite', citations }]), passages)
    expect(checked).to.deep.include({ response: '', citations: [] })
  })

  it('holds each sentence of a claim of several against what it cites, in any script', () => {
    for (const [content, quote, said, kept] of [
      ['灯塔建于1844年。塔高48米。', '灯塔建于1844年', '灯塔建于1844年。塔高99米。', '灯塔建于1844年。 [1]'],
      [
        'بنيت المنارة عام 1844. ارتفاعها 48 مترا.',
        'بنيت المنارة عام 1844',
        'بنيت المنارة عام 1844. كم؟ ٩٩ مترا.',
        'بنيت المنارة عام 1844. [1]',
      ],
      ['ประภาคารสร้างในปี 1844 สูง 48 เมตร', 'ประภาคารสร้างในปี 1844', 'ประภาคารสร้างในปี 1844', 'ประภาคารสร้างในปี 1844 [1]'],
    ] as const) {
      const checked = check(reply([{ text: said, citations: [{ passage: 1, quote }] }]), [passage(content)], '?')
      expect(checked?.response.startsWith(kept), checked?.response).to.equal(true)
      expect(checked?.response).to.not.match(/99|٩٩/u)
    }
  })

  it('reads the JSON that was asked for, whatever stands around it and however it counts', () => {
    const sentences = [{ text: 'It is of granite.', citations: [{ passage: '1', quote: 'is of granite' }] }]
    for (const said of [
      `\`\`\`json\n${JSON.stringify({ answered: true, sentences })}\n\`\`\``,
      `<think>{"answered": false}</think> Here: ${JSON.stringify({ sentences })} Done.`,
      JSON.stringify({ answered: 'true', sentences: [{ text: 'It is of granite.', citations: ['is of granite'] }] }),
      JSON.stringify({ answered: true, sentences: [{ text: 'It is of granite.', citations: 1 }] }),
      JSON.stringify({ answered: true, sentences: ['It is of granite [1].'] }),
      JSON.stringify({ answer: 'Its tower is of granite. [1]' }),
      `${JSON.stringify({ answered: true, sentences }).slice(0, -2)}, {"text": "It is", "cit`,
    ]) {
      const checked = check(said, passages)
      expect(checked?.response, said).to.match(/is of granite ?\. \[1\]$/u)
      expect(checked?.citations, said).to.have.length(1)
      for (const { quote, start, end } of checked?.citations ?? [])
        expect(text.slice(start - 100, end - 100)).to.equal(quote)
    }
  })

  it('reads prose with marks in any form, and proves it by what the passages say', () => {
    for (const prose of [
      'Its tower is of granite [1].',
      'Its tower is of granite. [1]',
      'Its tower is of granite.[^1]',
      'Its tower is of granite【1†source】.',
      'Its tower is of granite [1, 2].',
      'Its tower is of granite [Passage 1].',
      'Its tower is of granite ［１］.',
      'Its tower is of granite¹.',
      'Its tower is of granite [1]. It was painted white by sailors [2]. It is the tallest.',
    ]) {
      const checked = check(prose, passages)
      expect(checked?.response, prose).to.match(/^Its tower is of granite ?\. \[1\]$/u)
      expect(checked?.citations[0]?.quote, prose).to.equal('Its tower (48 metres) is of granite.')
    }
  })

  it('does not take anything else for an answer', () => {
    for (const said of ['I think it was 1844.', '{"answered": "yes"}', '{', '', '[]', 'null', '{"sentences": 5}'])
      expect(check(said, passages), said).to.equal(undefined)
  })

  it('is done quickly, whatever is said', () => {
    for (const piece of ['...', '[1,', '[1', '{"sentences":[', '¹', '. [1]', '<think>', '![', '" '])
      check(piece.repeat(5_000), passages)
  }).timeout(5_000)

  it('proves nothing of prose whose marks point nowhere', () => {
    expect(check('Its tower is of granite [7].', passages)).to.include({ response: '', unproven: 1 })
  })
})
