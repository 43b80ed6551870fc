import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../../test/support/askable-sqlite.ts'
import { tokenize } from '../language/tokens.ts'
import { createSynonyms } from '../language/synonyms.ts'
import { linkQuestion } from '../linking/link.ts'
import { linkValues } from '../linking/value-links.ts'
import { indexSchema } from '../schema/schema-index.ts'
import { fillValues } from './fill-values.ts'
import { lookUpValues } from './look-up.ts'
import { createValueIndex } from './value-index.ts'

describe('createValueIndex', () => {
  it('finds values whatever their case and marks, in part, and misspelt', () => {
    const index = createValueIndex()
    index.add(1, 'São Paulo (Centro)')
    index.add(2, 'Germany')
    expect(index.exact('são paulo centro')[0]?.value).to.equal('São Paulo (Centro)')
    expect(index.containing('centro')).to.have.length(1)
    expect(index.nearly('germny')[0]?.value).to.equal('Germany')
  })

  it('stops when it is full', () => {
    const index = createValueIndex(2)
    expect([index.add(1, 'a'), index.add(1, 'b'), index.add(1, 'c')]).to.deep.equal([true, true, false])
    expect(index.size).to.equal(2)
    expect(index.add(1, 'a')).to.equal(true)
  })
})

describe('fillValues', () => {
  it('reads text columns only, through the database it is given', async () => {
    const shop = askableSqlite('shop', shopStatements)
    const index = await fillValues(shop, indexSchema(shop.schema))
    expect(index.exact('oslo')).to.have.length(1)
    expect(shop.statements.length).to.be.greaterThan(5)
    expect(shop.statements.every((sql) => sql.includes('LIMIT'))).to.equal(true)
  })

  it('reads some rows of every table before more of any, the urgent tables first', async () => {
    const shop = askableSqlite('shop', shopStatements)
    const schema = indexSchema(shop.schema)
    const order: number[] = []
    const wanted = schema.tables.find((table) => table.name === 'products')?.id ?? -1
    const index = await fillValues(shop, schema, { urgent: new Set([wanted]), seen: (table) => order.push(table) })
    const withText = order.filter((table) => schema.tables[table]?.name !== 'order_lines')
    expect(withText[0]).to.equal(wanted)
    expect(order.toSorted((one, other) => one - other)).to.deep.equal(schema.tables.map((table) => table.id))
    const city = schema.columns.find((column) => column.name === 'city')?.id ?? -1
    expect(index.isWhole(city)).to.equal(true)
  })

  it('gives every column its share of the room there is', async () => {
    const rows = (letter: string) => Array.from({ length: 300 }, (_, at) => `('${letter}${at}')`).join(', ')
    const twins = askableSqlite(
      'twins',
      `CREATE TABLE one (a TEXT); CREATE TABLE two (b TEXT); INSERT INTO one VALUES ${rows('a')}; INSERT INTO two VALUES ${rows('b')};`,
    )
    const index = await fillValues(twins, indexSchema(twins.schema), { index: createValueIndex(200) })
    expect([index.count(0), index.count(1)]).to.deep.equal([100, 100])
    expect(index.isWhole(0)).to.equal(false)
  })

  it('leaves out what may not be read', async () => {
    const shop = askableSqlite('shop', shopStatements)
    const guarded = {
      ...shop,
      run: (sql: string) => (sql.includes('city') ? Promise.reject(new Error('no')) : shop.run(sql)),
    }
    const index = await fillValues(guarded, indexSchema(shop.schema))
    expect(index.exact('oslo')).to.have.length(0)
    expect(index.exact('norway')).to.have.length(1)
  })
})

describe('linkValues', () => {
  it('prefers the longest value and keeps quoted text that is no cell', () => {
    const index = createValueIndex()
    index.add(1, 'New York')
    index.add(2, 'York')
    const links = linkValues(tokenize('people in new york named "Zed"'), index, () => false)
    expect(links.filter((link) => link.kind === 'exact').map((link) => link.value)).to.deep.equal(['New York'])
    expect(links.find((link) => link.kind === 'quoted')?.value).to.equal('Zed')
  })
})

describe('lookUpValues', () => {
  it('finds a name that lies beyond the rows that are read, and only in columns that are not held whole', async () => {
    const rows = Array.from({ length: 4000 }, (_, at) => `(${at}, 'Person ${at}', 'Town ${at % 5}')`).join(', ')
    const people = askableSqlite(
      'people',
      `CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, city TEXT); INSERT INTO people VALUES ${rows}, (5000, 'Zelda Quist', 'Town 1');`,
    )
    const schema = indexSchema(people.schema)
    const index = await fillValues(people, schema, { index: createValueIndex(100) })
    expect(index.exact('zelda quist')).to.have.length(0)
    const ask = () => linkQuestion('Which people are named Zelda Quist?', schema, index, createSynonyms({}))
    const before = people.statements.length
    expect(await lookUpValues(ask(), schema, index, people)).to.equal(true)
    expect(index.exact('zelda quist')[0]?.value).to.equal('Zelda Quist')
    expect(people.statements.slice(before).every((sql) => !sql.includes('city'))).to.equal(true)
    expect(await lookUpValues(ask(), schema, index, people)).to.equal(false)
  })
})
