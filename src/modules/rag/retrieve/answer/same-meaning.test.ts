import { expect } from 'chai'
import { alternativesOf } from './same-meaning.ts'

const others = (question: string, language = 'en'): string[][] =>
  alternativesOf(question.split(' '), language).map((each) => each.map(({ text }) => text))

describe('words that mean the same', () => {
  for (const [language, question, other] of [
    ['en', 'holiday', 'leave'],
    ['en', 'buying', 'purchase'],
    ['en', 'phones', 'telephone'],
    ['en', 'car', 'vehicle'],
    ['de', 'kosten', 'preis'],
    ['fr', 'boutique', 'magasin'],
    ['ru', 'машину', 'автомобиль'],
    ['ar', 'سعر', 'ثمن'],
  ] as const)
    it(`are known: ${question}, ${other}`, () => expect(others(question, language).flat()).to.include(other))

  it('are found for phrases, and found as phrases', () => {
    const [request, time, off] = others('request time off')
    expect(request).to.not.include('leave')
    expect(time).to.include('leave').and.to.include('days off').and.not.include('time off')
    expect(off).to.deep.equal(time)
    expect(
      alternativesOf(['off', 'time'], 'en')
        .flat()
        .map(({ text }) => text),
    ).to.not.include('leave')
  })

  it('are none where none are known', () => {
    expect(others('xylophone')).to.deep.equal([[]])
    expect(others('holiday', 'xx')).to.deep.equal([[]])
  })
})
