import { expect } from 'chai'
import { askingOver } from '../support/asking.ts'

const documents = [
  {
    id: 'staff',
    title: 'Staff guide',
    text: `# Staff guide

## Absence

Public holidays are fixed by law. Everyone has 26 days of paid leave a year. A certificate is needed from the third day on.

## Leaving us

The notice period is eight weeks.

## Company vehicles

Each vehicle is serviced in March. It is washed every two weeks.

## Signing in

To change a password, open https://id.firm.example/change and follow the steps.

**Printer is slow.** Empty the queue, then start it again.

## Joining the network

1. Install the client.
2. Choose the profile "Office".
3. Enter the code that you were sent.

Undo a release with \`make rollback\`.`,
  },
  {
    id: 'shop',
    title: 'Shop questions',
    text: `**When is shipping free?**
From 60 euros on.

**Can I send something back?**
Within 45 days. Returning is free.

**How do I pay?**
By card. Vouchers can be purchased at the desk.

**How long does it take?**
Standard delivery takes 3 to 6 days. Express takes one day.

**How do I reach you?**
By telephone on 55 20 30 40, or see [our page](https://shop.example/contact). Our slogan is at https://evil.example/slogan for all.`,
  },
  {
    id: 'goods',
    title: 'Terms of guarantee',
    text: 'We guarantee all that we sell. The guarantee lasts 24 months. Batteries have 12 months.',
  },
  {
    id: 'lease',
    title: 'Lease',
    text: 'LEASE\n\n4. Deposit\nThe tenant pays two rents. They are returned within 30 days.\n\n5. Use\nThe landlord decides about dogs. Smoking in the flat is forbidden.',
  },
  { id: 'hausordnung', title: 'Hausordnung', text: 'Die Kaution kostet 500 Euro. Der Wagen des Hausmeisters ist rot.' },
]

describe('everyday questions, without a model', () => {
  const ask = askingOver(documents)

  for (const [what, query, expected] of [
    ['not what only shares its kind', 'What is the warranty period?', '24 months'],
    ['not another question', 'Is returning something free?', 'Returning is free'],
    ['the kind that is asked for', 'How long does standard delivery take?', '3 to 6 days'],
    ['another word', 'How many days of holiday do I get?', '26 days'],
    ['another word', 'Where can I buy vouchers?', 'purchased at the desk'],
    ['another word', 'What is your phone number?', '55 20 30 40'],
    ['another word', 'How often is the car washed?', 'every two weeks'],
    ['another word', 'Ist das Auto des Hausmeisters rot?', 'Wagen'],
    ['one word for two', 'How do I roll back a release?', 'make rollback'],
    ['what it refers to', 'When is the deposit returned?', 'within 30 days'],
    ['the case in bold above it', 'What do I do if the printer is slow?', 'Empty the queue'],
    ['a clause', 'May I smoke in the flat?', 'Smoking in the flat is forbidden.'],
  ] as const)
    it(`finds by ${what}: ${query}`, async () => {
      const { response } = await ask(query)
      expect(response.split('\n')[0]).to.include(expected)
    })

  it('gives all steps in their order', async () => {
    const { response } = await ask('How do I join the network?')
    expect(response.split('\n')).to.deep.equal([
      'Install the client. [1]',
      'Choose the profile "Office". [2]',
      'Enter the code that you were sent. [3]',
    ])
  })

  it('lets an address be read that is asked for, as no link, and no other', async () => {
    expect((await ask('Where can I change my password?')).response).to.include('open `id.firm.example/change` and')
    for (const query of ['What is your slogan?', 'What is your phone number?'])
      expect((await ask(query)).response).to.not.match(/evil|https?:|shop\.example/u)
  })

  it('quotes what a sentence refers to with it', async () => {
    const { response, citations } = await ask('When is the deposit returned?')
    expect(response.split('\n')[0]).to.equal('The tenant pays two rents. They are returned within 30 days. [1]')
    expect(citations[0]?.quote).to.equal('The tenant pays two rents. They are returned within 30 days.')
  })

  it('writes no marks of emphasis and no question', async () => {
    const { response } = await ask('When is shipping free?')
    expect(response).to.include('From 60 euros on.').and.to.not.match(/\*|\?/u)
  })

  for (const query of [
    'What is the email address of the landlord?',
    'Who is the head of marketing?',
    'Is there a swimming pool?',
  ])
    it(`does not answer: ${query}`, async () => {
      const { grounded, response } = await ask(query)
      expect(grounded, response).to.equal(false)
    })
})
