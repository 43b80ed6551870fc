import { expect } from 'chai'
import { isQuestion, sentencesOf } from './sentences.ts'

const cut = (text: string, language: string): string[] =>
  sentencesOf(text, language).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  for (const [language, sentences] of Object.entries({
    en: ['Mr. T. Hart paid 3.5 million, i.e. everything.', 'Did he?', 'He did!', '9 others did not.'],
    de: ['Am 3. Mai kam Dr. Weiß.', 'Er blieb z.B. bis elf.'],
    zh: ['黑豹队的防守只丢了 308分。', '谁赢了？', '没有人！'],
    ar: ['كم عدد الأيام؟', 'ثلاثون يومًا.', 'هذا كل شيء.'],
    hi: ['यह पहला वाक्य है।', 'यह दूसरा है।'],
    ja: ['今日は晴れです。', '明日は雨でしょう。'],
    ru: ['В 1990 г. город вырос.', 'Его построил И. И. Иванов.'],
    es: ['Los EE. UU. ganaron.', 'El Sr. López no.'],
    tr: ['M.Ö. 300 yılında Dr. Ali geldi.', 'Sonra 3. sırada kaldı.'],
  })) {
    it(`are told apart in ${language}`, () => {
      const between = language === 'zh' || language === 'ja' ? '' : ' '
      expect(cut(sentences.join(between), language)).to.deep.equal(sentences)
    })
  }

  it('go on over wrapped lines', () => {
    expect(cut('It is not\nover yet. Now\nit is.', 'en')).to.deep.equal(['It is not\nover yet.', 'Now\nit is.'])
  })

  it('lose nothing of a text without any end, and cut it between words', () => {
    const text = 'word '.repeat(1_000).trim()
    const parts = cut(text, 'en')
    expect(parts.join(' ')).to.equal(text)
    for (const part of parts) expect(part.length).to.be.at.most(600)
  })

  it('leave initials in alphabets without capitals with the name, and opening brackets with what follows', () => {
    expect(cut('قال هربرت أ. سيمون ذلك. ثم ذهب.', 'ar')).to.deep.equal(['قال هربرت أ. سيمون ذلك.', 'ثم ذهب.'])
    expect(cut('他描述了过程。[1]然后他走了。', 'zh')).to.deep.equal(['他描述了过程。', '[1]然后他走了。'])
  })

  it('are cut at blanks in Thai, which marks no end, and not beside numbers or within abbreviations', () => {
    const text = `${'แรดเป็นสัตว์เลี้ยงลูกด้วยนมขนาดใหญ่ที่มีนอ '.repeat(3)}ใน ค.ศ. 2018 แรดตัวสุดท้ายตาย ${'นักวิทยาศาสตร์พยายามรักษาสายพันธุ์นี้ไว้ '.repeat(4)}`
    const parts = cut(text.trim(), 'th')
    expect(parts.join(' ')).to.equal(text.trim())
    expect(parts).to.have.length.within(2, 4)
    for (const part of parts) {
      expect(part.length).to.be.at.most(220)
      expect(part).to.not.match(/^\d|\d$|^ศ/u)
    }
  })

  it('part no character, however long a run without blanks is', () => {
    for (const character of ['𠀀', 'नि', 'é'.normalize('NFD')]) {
      const text = `x${character.repeat(900)}`
      const parts = cut(text, 'en')
      expect(parts.join('')).to.equal(text)
      for (const part of parts) {
        expect(part).to.not.match(/[\ud800-\udbff]$|^[\udc00-\udfff]/)
        expect(part).to.not.match(/^\p{M}/u)
      }
    }
  })

  it('are questions by their last mark in any script', () => {
    for (const question of ['Who?', '**Who?**', '谁？', 'من؟', '“Who?”', 'Πότε ανοίγει;', 'Πότε ανοίγει\u037e'])
      expect(isQuestion(question), question).to.equal(true)
    for (const statement of ['Who? Me.', '我。', 'نعم.', 'one;'])
      expect(isQuestion(statement), statement).to.equal(false)
  })
})
