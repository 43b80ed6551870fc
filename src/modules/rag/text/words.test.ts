import { expect } from 'chai'
import { languageOf } from './language.ts'
import { stemmerOf } from './stem.ts'
import { wordsOf } from './words.ts'

describe('words of a text', () => {
  const cases: [string, string, string][] = [
    ['keeps codes beside their parts', 'PX-77 v2.1.3 a.b@firm.de', 'px 77 px-77 v2 1 3 v2.1.3 a b firm de a.b@firm.de'],
    ['parts names of identifiers', 'getUserName', 'get user name getusername'],
    [
      'folds compatibility forms, digits and what is invisible',
      'ﬁne ＡＢＣ ٢٠١٦ co\u00adop x\u0000y',
      'fine abc 2016 coop xy',
    ],
    ['keeps combining marks inside words', 'विद्यालय', 'विद्यालय'],
    ['cuts Chinese into pairs, so that any part begins one', '北京大学', '北京 京大 大学 学'],
    ['cuts Thai into threes', 'กรุงเทพ', 'กรุ รุง ุงเ งเท เทพ ทพ พ'],
    ['parts scripts that touch', '2016年', '2016 年'],
  ]
  for (const [promise, text, words] of cases)
    it(promise, () => {
      expect(wordsOf(text).join(' ')).to.equal(words)
    })

  it('tells languages by their words or script', () => {
    expect(languageOf('The cat is on the roof, and it will not come down.')).to.equal('en')
    expect(languageOf('Die Katze ist auf dem Dach und kommt nicht herunter.')).to.equal('de')
    expect(languageOf('El gato está en el tejado y no quiere bajar.')).to.equal('es')
    expect(languageOf('Con mèo đang ở trên mái nhà và không muốn xuống.')).to.equal('vi')
    expect(languageOf('Кошка сидит на крыше и не хочет спускаться.')).to.equal('ru')
    expect(languageOf('猫は屋根の上にいます。')).to.equal('ja')
  })

  it('is told by its words, whatever letters a formula has and whatever stands in it over and over', () => {
    expect(
      languageOf('The αβ-crystallin and the κ-casein of a cell are what it is made of, so that they bind.'),
    ).to.equal('en')
    const versions = 'v14.13.0 v13.10.0 v12.19.0 v12.16.0 v14.6.0 v12.22.3 v12.0.0'
    expect(
      languageOf(`Fix the parser when a file is empty. ${`${versions} `.repeat(3)}This was broken for all of them.`),
    ).to.equal('en')
    expect(languageOf('Теорема E = mc² верна, и из неё следует, что масса не исчезает: H₂O, CO₂, NaCl.')).to.equal('ru')
  })

  it('leaves codes and numbers unstemmed', () => {
    expect(['running', 'px-77', '1990s'].map(stemmerOf('en'))).to.deep.equal(['run', 'px-77', '1990s'])
  })

  it('takes spellings of a word for the same that readers do', () => {
    const spellings: [string, string[]][] = [
      ['ro', ['școala', 'şcoala', 'scoala']],
      ['ru', ['актёров', 'актеров']],
      ['tr', ['ışık', 'IŞIK', 'Işık', 'isik']],
      ['fr', ['Élèves', 'élève', 'eleves']],
      ['el', ['ΠΌΛΗ', 'πόλη', 'πολη']],
    ]
    for (const [language, words] of spellings)
      expect(
        new Set(words.flatMap((word) => wordsOf(word, language)).map(stemmerOf(language))).size,
        words.join(),
      ).to.equal(1)
    expect(stemmerOf('en')('bản')).not.to.equal(stemmerOf('en')('ban'))
  })

  it('takes the forms of a word for the same in languages without a stemmer', () => {
    const forms: [string, string[]][] = [
      ['hi', ['तितली', 'तितलियों', 'तितलियाँ']],
      ['hi', ['शहर', 'शहरों']],
      ['el', ['βουνό', 'βουνά', 'βουνού', 'βουνών']],
      ['el', ['πόλη', 'πόλεις']],
    ]
    for (const [language, words] of forms)
      expect(
        new Set(words.flatMap((word) => wordsOf(word, language)).map(stemmerOf(language))).size,
        words.join(),
      ).to.equal(1)
  })
})
