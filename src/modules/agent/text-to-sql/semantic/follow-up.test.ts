import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../test/support/askable-sqlite.ts'
import { isFollowUp, joinFollowUp } from './follow-up.ts'
import { createSynonyms } from './language/synonyms.ts'
import { linkQuestion } from './linking/link.ts'
import { indexSchema } from './schema/schema-index.ts'
import { fillValues } from './values/fill-values.ts'

describe('isFollowUp', () => {
  for (const text of ['and in Portugal?', 'what about Oslo', 'only those from Norway', 'sort them by age']) {
    it(`hears that "${text}" follows`, () => expect(isFollowUp(text)).to.equal(true))
  }
  for (const text of ['How many customers are there?', 'List the names of all products that cost more than 100']) {
    it(`takes "${text}" for a question of its own`, () => expect(isFollowUp(text)).to.equal(false))
  }
})

describe('joinFollowUp', () => {
  const shop = askableSqlite('shop', shopStatements)
  const schema = indexSchema(shop.schema)
  const join = async (question: string, text: string) => {
    const values = await fillValues(shop, schema)
    return joinFollowUp({ question, sql: '' }, text, (each) => linkQuestion(each, schema, values, createSynonyms({})))
  }

  it('puts a value in the place of one of its column', async () => {
    expect(await join('How many customers live in Oslo?', 'and in Porto?')).to.equal(
      'How many customers live in Porto?',
    )
  })

  it('puts a number in the place of a number', async () => {
    expect(await join('Customers older than 30', 'what about 50?')).to.equal('Customers older than 50')
  })

  it('says anything else after it', async () => {
    expect(await join('How many customers are there?', 'only those from Norway')).to.equal(
      'How many customers are there from Norway',
    )
    expect(await join('How many customers are there?', 'by country')).to.equal(
      'How many customers are there by country',
    )
  })
})
