import { expect } from 'chai'
import { askingOver } from '../support/asking.ts'

const documents = [
  {
    id: 'fees24',
    title: 'Membership fees 2024',
    text: '# Membership fees 2024\n\nThe annual membership fee is 50 euros.',
  },
  {
    id: 'fees26',
    title: 'Membership fees 2026',
    text: '# Membership fees 2026\n\nThe annual membership fee is 60 euros.',
  },
  { id: 'older', title: 'Canteen', metadata: { date: '2019-03-01' }, text: 'Guests may use the canteen terrace.' },
  { id: 'newer', title: 'Canteen', metadata: { date: '2023-03-01' }, text: 'Guests may not use the canteen terrace.' },
  {
    id: 'codes',
    title: 'Error codes',
    text: 'code,meaning,severity\nE-4012,Pump pressure too low,high\nE-4013,Pump temperature too high,critical\nE-5001,Filter clogged,medium',
  },
  {
    id: 'house',
    title: 'Hausordnung',
    text: 'Die Waschküche ist von 7 bis 21 Uhr geöffnet. Die Kaution beträgt drei Monatsmieten. Hausmeister ist Herr Karl Brandt. Rauchen ist im Treppenhaus nicht erlaubt.[2]',
  },
]

describe('answers to odd questions, without a model', () => {
  const ask = askingOver(documents)

  for (const [query, newer, older] of [
    ['What is the annual membership fee?', 'fees26', 'fees24'],
    ['May guests use the canteen terrace?', 'newer', 'older'],
  ] as const)
    it(`cites both documents that disagree, the newer first, and says so: ${query}`, async () => {
      const { citations, warnings } = await ask(query)
      expect(citations.slice(0, 2).map(({ document_id: id }) => id)).to.deep.equal([newer, older])
      expect(warnings.join(' ')).to.include('disagree')
    })

  for (const [query, expected] of [
    ['What does E-4013 mean?', 'Pump temperature too high'],
    ['What is the severity of E-5001?', 'medium'],
    ['E-4012', 'Pump pressure too low'],
    ['Which error is critical?', 'E-4013'],
    ['Was bedeutet E-4013?', 'Pump temperature too high'],
    ['Bonjour, que signifie E-4013 ?', 'Pump temperature too high'],
    ['Wo darf man nicht rauchen?', 'Treppenhaus'],
    ['Kaution', 'drei Monatsmieten'],
  ] as const)
    it(`finds: ${query}`, async () => {
      const { response } = await ask(query)
      expect(response.split('\n')[0]).to.include(expected)
    })

  it('answers each part of a question, and says which it cannot', async () => {
    const both = await ask(
      'Hi, could you tell me what the annual membership fee is and who the Hausmeister is? Thanks!',
    )
    expect(both.response).to.include('60 euros').and.include('Karl Brandt')
    const one = await ask('What does E-4013 mean? Who won the Nobel prize for physics?')
    expect(one.response).to.include('Pump temperature too high')
    expect(one.warnings.join(' ')).to.include('Nobel')
  })

  it('refuses a code that is nowhere', async () => {
    expect((await ask('What does E-4014 mean?')).grounded).to.equal(false)
  })

  it('marks nothing but its citations', async () => {
    const { response, citations } = await ask('Darf man im Treppenhaus rauchen?')
    const marks = response.match(/\[\d+\]/gu)
    expect(marks).to.deep.equal(citations.map(({ marker }) => marker))
  })
})
