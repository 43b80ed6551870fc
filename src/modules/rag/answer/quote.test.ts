import { expect } from 'chai'
import { findQuote, saysSomething } from './quote.ts'

const found = (content: string, quote: string): string | undefined => {
  const place = findQuote(content, quote)
  return place && content.slice(place.start, place.end)
}

describe('a quotation in a passage', () => {
  const text = 'The light was first lit\nin 1844. Its tower (48 metres) is of “red” **granite**, at −5.5 °C or 1.5 m.'

  it('is found over line breaks, in other capitals, quotation marks and Markdown', () => {
    expect(found(text, 'the light was first LIT in 1844')).to.equal('The light was first lit\nin 1844')
    expect(found(text, 'tower (48 metres)')).to.equal('tower (48 metres')
    expect(found(text, '"is of \'red\' granite"')).to.equal('is of “red” **granite')
    expect(found(text, 'Its tower … granite')).to.equal('Its tower (48 metres) is of “red” **granite')
  })

  it('is found in any script, however it is composed', () => {
    expect(found('Ein Café\u0301 auf', 'café\u0301')).to.equal('Café\u0301')
    expect(found('cafe\u0301 noir', 'café noir')).to.equal('cafe\u0301 noir')
    expect(found('价格是３０\n元。', '价格是30元')).to.equal('价格是３０\n元')
    expect(found('المنا\u200fرة القديمة', 'المنارة القديمة')).to.equal('المنا\u200fرة القديمة')
    expect(found('x 𠀀𠀁𠀂 y', '𠀁𠀂')).to.equal('𠀁𠀂')
  })

  it('is not found where other words, numbers or parts of words stand', () => {
    for (const quote of [
      'lit in 1845',
      '15 m',
      '5 m',
      '5.5 °C',
      'at −5',
      'ranite',
      'the ower',
      'granite … tower',
      '',
      '…',
      '  ',
      '.',
    ])
      expect(found(text, quote), quote).to.equal(undefined)
    expect(found(text, '−5.5 °C')).to.equal('−5.5 °C')
  })

  it('says something only besides grammar', () => {
    expect(saysSomething('of the', 'en')).to.equal(false)
    expect(saysSomething('of the light', 'en')).to.equal(true)
    expect(saysSomething('灯塔', 'zh')).to.equal(true)
  })

  it('is looked for quickly in hostile texts', () => {
    const repeated = 'ab '.repeat(8_000)
    expect(findQuote(repeated, `${'ab '.repeat(300)}c`)).to.equal(undefined)
  })
})
