import { expect } from 'chai'
import { refersBack } from './reference.ts'

describe('sentences that speak of what was named before', () => {
  for (const [language, referring, naming] of [
    ['en', 'It costs 18 dollars.', 'Italy is far.'],
    ['de', '„Diese dauert sechs Monate.“', 'Dieter kommt.'],
    ['fr', 'Elle est gratuite.', 'Ellen est là.'],
    ['ru', 'Он стоит сто рублей.', 'Онтарио далеко.'],
    ['tr', 'Bu ücretsizdir.', 'Bursa uzaktır.'],
  ] as const)
    it(`are told in ${language}`, () => {
      expect(refersBack(referring, language)).to.equal(true)
      expect(refersBack(naming, language)).to.equal(false)
    })

  it('are not told where the language is unknown', () => expect(refersBack('It costs.', 'xx')).to.equal(false))
})
