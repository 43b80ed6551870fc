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

  it('are questions by their last mark in any script', () => {
    for (const question of ['Who?', '**Who?**', '谁？', 'من؟', '“Who?”'])
      expect(isQuestion(question), question).to.equal(true)
    for (const statement of ['Who? Me.', '我。', 'نعم.']) expect(isQuestion(statement), statement).to.equal(false)
  })
})
