import { basename } from 'node:path'
import { expect } from 'chai'
import { prepareDemoDocuments } from '../../src/demo/prepare-demo.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openRag, type RagSystem } from '../support/rag.ts'

/** What people ask about the demo's documents, and what the first sentence of the answer has to say. */
const answered: [string, string | RegExp][] = [
  ['How many days do I have to return something?', '30 days'],
  ['How long is the warranty on tents?', '60 months'],
  ['Do you ship to Norway?', 'Norway'],
  ['What discount do Gold members get?', '8 percent'],
  ['What is the free shipping threshold?', '€75'],
  ['Who leads the Technology department?', 'Henrik Åberg'],
  ['How much does express shipping cost?', '€12.95'],
  ['How many days of paid leave does everyone have?', '29 days'],
  ['When are salaries paid?', '25th'],
  ['Who is the regional manager of Southern Europe?', 'Iñigo Etxeberria'],
  ['What is the email of the store manager in Oslo?', 'ingeborg.hagen@'],
  ['How many characters must a password have?', '14 characters'],
  ['How quickly must a lost laptop be reported?', 'within one hour'],
  ['How much does the Sallow tent weigh?', '4 kg'],
  ['What is the notice period?', 'six weeks'],
  ['How long is the warranty for sandals?', '12 months'],
  ['How long does a parcel wait at a pickup point?', 'seven days'],
  ['When was Quillmere Outfitters founded?', '2010'],
  ['Do you repair things?', 'workshop'],
  ['When is the January sale?', '2 to 31 January'],
  ['When did the Vancouver store open?', /2026-03-07|7 March 2026/],
  ['What is the list price of the Bracken Rear Pannier?', '€92.95'],
  ['Where do I send suspicious messages?', 'phishing@'],
  ['How much may a hotel cost per night?', '130 euros'],
  ['How many days a week can I work from home?', 'three days a week'],
  ['How many hours is a full working week?', '38 hours'],
  ['What was the strongest month of 2025?', 'December'],
  ['Who is the store manager of Lyon?', 'François Rousseau'],
  ['What can not be returned?', 'Opened gas canisters'],
  ['Can I return opened gas canisters?', 'cannot be returned'],
  ['Hi, could you please tell me when salaries are paid? Thank you!', '25th'],
  ['floor area Lyon', '430'],
  ['sallow tent weight', '4 kg'],
  ['How many stores are there?', '14 stores'],
  ['Is the London store open on Sunday?', 'closed on Sundays'],
  ['child labour', 'Child labour'],
  ['What is the warranty period?', /^Warranty: \d+ months/u],
  ['Is return shipping free?', 'Returning is free'],
  ['How long does standard delivery take?', '2 to 5'],
  ['How many holidays do I get?', '29 days'],
]

/** What is answered in other words than it is asked in stands lower, but stands there. */
const answeredLater: [string, string][] = [
  ['How much must I spend to become a Silver member?', '€250'],
  ['How can I reach customer service?', 'service@quillmere.example'],
  ['Which stores are in Germany?', 'Berlin'],
  ['Which stores are in Germany?', 'Hamburg'],
  ['List all the regional managers', 'Sigrid Lindqvist'],
  ['List all the regional managers', 'Marcus Whitfield'],
  ['What discount do Gold members get and who leads the Technology department?', '8 percent'],
  ['What discount do Gold members get and who leads the Technology department?', 'Henrik Åberg'],
]

const unanswered = [
  'What is the capital of Mongolia?',
  'Who won the football world cup in 1998?',
  'What is the boiling point of nitrogen?',
  'How do I reset my router?',
  'What is the dress code at the office party?',
  'How much is the parking fee at the airport?',
  'Which vaccines do I need for Kenya?',
  'What is the warranty on article ZX-9000?',
  'Do you ship to Brazil?',
  'Who is the store manager of Tokyo?',
  'Who is the mayor of Hamburg?',
  'Do you sell skis?',
]

describe('answers from the demo’s documents, without a model', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let system: RagSystem
  before(async function () {
    this.timeout(120_000)
    folder = await temporaryFolder()
    system = await openRag({ DATA_DIR: folder.path, RATE_LIMITS: 'off' })
    const documents = await prepareDemoDocuments({ folder: folder.path, today: '2026-11-22' })
    await system.rag.ingest(
      { files: documents.map((path) => ({ filename: `demo/${basename(path)}`, path })) },
      system.as('ada'),
    )
  })
  after(async () => {
    await system.stop()
    await folder.remove()
  })

  for (const [query, expected] of answered)
    it(`answers first: ${query}`, async () => {
      const answer = await system.rag.query({ query }, system.as('ada'))
      const [first = ''] = answer.response.split('\n')
      if (typeof expected === 'string') expect(first).to.include(expected)
      else expect(first).to.match(expected)
      expect(answer.grounded).to.equal(true)
    })

  for (const [query, expected] of answeredLater)
    it(`answers: ${query} (${expected})`, async () => {
      const answer = await system.rag.query({ query }, system.as('ada'))
      expect(answer.response).to.include(expected)
    })

  for (const query of unanswered)
    it(`does not answer: ${query}`, async () => {
      const answer = await system.rag.query({ query }, system.as('ada'))
      expect(answer, answer.response).to.deep.include({ grounded: false, citations: [] })
    })

  it('quotes to the letter, and nothing that is a heading or a question', async () => {
    for (const [query] of answered) {
      const { citations, response } = await system.rag.query({ query }, system.as('ada'))
      expect(citations).to.have.length.within(1, 4)
      for (const { quote, start, end, document_id: id, marker } of citations) {
        expect(response).to.include(marker)
        expect(quote).to.not.match(/^#|\?$/)
        const { chunks } = await system.rag.document({ id }, system.as('ada'))
        const chunk = chunks.find((each) => each.start <= start && each.end >= end)
        expect(chunk?.content.slice(start - chunk.start, end - chunk.start)).to.equal(quote)
      }
    }
  })
})
