import { expect } from 'chai'
import { lexiconOf } from './lexicon.ts'
import { scanOf } from './scan.ts'
import { stemmerOf } from './stem.ts'
import { wordsOf } from './words.ts'

const texts: Record<string, string> = {
  'plain words': 'The cranes, winter IN Spain. The cranes!',
  'codes and joined words':
    'Use PX-77, v2.1.3 or a@b.org; read_file, well-known C++ and C# (not C#sharp). x+y a-+b c++d end-',
  humps: 'camelCase HTTPServer readFile parseHTML5Text aB Ab',
  'accents and quotes': '“Café” – naïve résumé’s coöperation… 5 °C, 10 µm, ½ cup, Acme™',
  'other scripts': 'Журавли зимуют. 鹤在西班牙过冬。ツルは冬を 두루미 นกกระเรียน الكركي يقضي الشتاء',
  'mixed in one word': 'abcдеf 第3章 x第y COVID‑19 a\u00adb zero\u200bwidth e\u0301te',
  'what is seen by nobody': 'so\u0000me nu\u0000ll \u2060joined\u2060up',
  numbers: '１２３ 3.14 1,000 ٣٤ x86_64 2001:db8::1',
  'long words': `${'a'.repeat(64)} ${'b'.repeat(65)} ${'c-'.repeat(40)}d`,
  edges: '-_@ #tag ++ a# a+ a++ .net 🙂smile😀 \ud800broken',
}

describe('scanning a text for words', () => {
  for (const [name, text] of Object.entries(texts))
    for (const language of ['en', 'de', 'tr', 'zh'])
      it(`finds the same words as cutting them apart: ${name}, ${language}`, () => {
        const stem = stemmerOf(language)
        const expected = wordsOf(text, language).map(stem)
        const out = { numbers: new Uint32Array(4) }
        for (const round of ['first', 'second']) {
          const count = scanOf(language)(text, out)
          const found = Array.from(out.numbers.subarray(0, count), (number) => lexiconOf(language).stems[number])
          expect(found, round).to.deep.equal(expected)
        }
      })
})
