import { expect } from 'chai'
import { splitJoinedWord, splitShortened } from './joined-words.ts'

describe('splitJoinedWord', () => {
  it('cuts two known words apart', () => {
    expect(splitJoinedWord('countrycode', new Set(['country', 'code']))).to.deep.equal(['country', 'code'])
    expect(splitJoinedWord('countryside', new Set(['country', 'code']))).to.deep.equal(['countryside'])
  })
})

describe('splitShortened', () => {
  it('reads the start of the table and a usual ending', () => {
    expect(splitShortened('deptno', ['department'], new Set())).to.deep.equal(['department', 'number'])
    expect(splitShortened('custname', ['customer'], new Set())).to.deep.equal(['customer', 'name'])
  })

  it('leaves words alone that begin otherwise or are known', () => {
    expect(splitShortened('casino', ['hotel'], new Set())).to.deep.equal(['casino'])
    expect(splitShortened('piano', ['pianist'], new Set(['piano']))).to.deep.equal(['piano'])
  })
})
