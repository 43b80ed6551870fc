import { expect } from 'chai'
import { AppError } from '../../../../platform/errors.ts'
import { placeholdersIn, replacePlaceholders } from './placeholders.ts'
import { parsePolicies } from './policies.ts'

describe('a policy file', () => {
  it('is read as documented', () => {
    const { databases } = parsePolicies(`
      databases:
        sales:
          roles:
            user: { tables: { salaries: hidden, customers: { columns: { email: masked }, rows: "region = :region" } } }`)
    expect(databases['sales']?.roles['user']?.tables['salaries']).to.equal('hidden')
  })

  it('is refused with the place that is wrong', () => {
    for (const [text, place] of [
      ['databases: { sales: { rolls: {} } }', 'databases.sales'],
      ['databases: { sales: { roles: { user: { tables: { x: gone } } } } }', 'databases.sales.roles.user.tables.x'],
      ['databases: [', 'cannot be read'],
    ])
      expect(() => parsePolicies(text ?? '')).to.throw(AppError, place)
  })

  it('may be empty', () => {
    expect(parsePolicies('')).to.deep.equal({ databases: {} })
  })
})

describe('placeholders of a predicate', () => {
  it('are found outside of strings, names, comments and casts', () => {
    expect(
      placeholdersIn(`a = :one AND b = ':two' AND ":three" = c::text -- :four\n AND d = :one /* :five */`),
    ).to.deep.equal(['one'])
  })

  it('are replaced and nothing else', () => {
    expect(replacePlaceholders(`a = :x AND b = ':x'::text`, () => '$1')).to.equal(`a = $1 AND b = ':x'::text`)
  })
})
