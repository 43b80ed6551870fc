import { expect } from 'chai'
import { appendStems, type StemLists } from './analyse.ts'
import { lexicalQuery } from './lexical-query.ts'
import { createSeeker } from './seek.ts'

/** Words with endings that stemmers take off, and all else that words are made of. */
const words = [
  'dying skies Early ied aed flies happily nations Relational ran running C++ C# px-77 readFile HTTPServer v2.1.3 a@b.org',
  "snake_case don't well-known x 42 #tag -- naïve Straße 東京都 ประเทศ Häuser ﬁsh pa\u0000rt phóca bhfuil İstanbul ICE pp es",
].flatMap((line) => line.split(' '))
const languages = ['en', 'de', 'fr', 'fi', 'ga', 'tr', 'nl', 'zh', 'ru', 'cs']

let seed = 5
const random = (below: number): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}
const pick = <T>(list: readonly T[]): T | undefined => list[random(list.length)]
const textOf = (length: number, from: readonly string[]): string =>
  Array.from({ length }, () => `${pick(from) ?? ''}${pick([' ', ', ', '\n', '. ', ' (', '/', '-']) ?? ''}`).join('')

describe('looking through texts', () => {
  it('finds just the terms that the stems of the text hold, whatever the words and the language', () => {
    const plain = words.filter((word) => Buffer.from(word).length === word.length)
    for (let round = 0; round < 400; round++) {
      const language = pick(languages) ?? 'en'
      const text = textOf(1 + random(30), round % 2 === 0 ? plain : words)
      const { terms } = lexicalQuery(textOf(6, words), [language, 'en'])
      const lists: StemLists = { hashes: new Int32Array(1_000), length: 0 }
      appendStems(lists, text, language)
      const stems = new Set(lists.hashes.subarray(1, lists.length))
      const expected = terms.flatMap(({ hashes }, i) => (hashes.some((hash) => stems.has(hash | 0)) ? [i] : []))
      const passage = { text, language }
      const seek = createSeeker(terms)
      expect(
        seek(passage).sort((a, b) => a - b),
        `${language}: ${text}`,
      ).to.deep.equal(expected)
      expect(
        seek(passage).sort((a, b) => a - b),
        'a second time',
      ).to.deep.equal(expected)
    }
  })
})
