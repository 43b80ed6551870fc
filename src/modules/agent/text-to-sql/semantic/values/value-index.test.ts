import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../../test/support/askable-sqlite.ts'
import { tokenize } from '../language/tokens.ts'
import { linkValues } from '../linking/value-links.ts'
import { indexSchema } from '../schema/schema-index.ts'
import { fillValues } from './fill-values.ts'
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
