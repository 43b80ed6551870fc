import { expect } from 'chai'
import { analyse } from './analyse.ts'
import { invert } from './invert.ts'
import { lexicalQuery } from './lexical-query.ts'
import { unitePostings } from './postings.ts'
import { createSeeker } from './seek.ts'

/** Words with endings that stemmers take off, and all else that words are made of. */
const words = [
  'dying skies Early ied aed flies happily nations Relational ran running C++ C# px-77 readFile HTTPServer v2.1.3 a@b.org',
  "snake_case don't well-known x 42 #tag -- naïve Straße 東京都 ประเทศ Häuser ﬁsh pa\u0000rt phóca bhfuil İstanbul ICE pp es",
  '東 京都府 東京都京都府。京、東 データ テ゛ー か\u3099き ベース 한국어 한국 국\u11a8 ประ ไทย 𠮷野家 ㌔ ﾃﾞｰﾀ 第3章 Москва Журавли ёж الكتب 🙂',
].flatMap((line) => line.split(' '))
const languages = ['en', 'de', 'fr', 'fi', 'ga', 'tr', 'nl', 'zh', 'ru', 'cs', 'ja', 'th', 'ar', 'ro']

let seed = 5
const random = (below: number): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}
const pick = <T>(list: readonly T[]): T | undefined => list[random(list.length)]
const textOf = (length: number, from: readonly string[]): string =>
  Array.from({ length }, () => `${pick(from) ?? ''}${pick([' ', ', ', '\n', '. ', ' (', '/', '-', '']) ?? ''}`).join('')

describe('looking through texts', () => {
  it('finds just the terms that the text is entered by, as strongly, whatever the words and the language', async () => {
    const plain = words.filter((word) => Buffer.from(word).length === word.length)
    for (let round = 0; round < 600; round++) {
      const language = pick(languages) ?? 'en'
      const text = textOf(1 + random(30), round % 2 === 0 ? plain : words)
      const { terms } = lexicalQuery(textOf(6, words), [language, 'en'])
      const { stems, postingsOf } = await invert([{ key: 1, stems: analyse(text, language).stems }])
      const expected = terms.flatMap((term, place) => {
        const isHeld = (stem: string) =>
          term.stems.some((sought) => (term.isPrefix ? stem.startsWith(sought) : stem === sought))
        const [strength] = unitePostings(stems.filter(isHeld).map(postingsOf)).strengths
        return strength === undefined ? [] : { place, strength }
      })
      const found = [...createSeeker(terms)(text, language)].sort((a, b) => a.place - b.place)
      expect(found, `${language}: ${text}`).to.deep.equal(expected)
    }
  })
})
