import { expect } from 'chai'
import iconv from 'iconv-lite'
import { decodeText } from './decode.ts'

/** A sentence, and the charsets that it was written in before UTF-8. */
const sentences: [text: string, ...charsets: string[]][] = [
  ['Die Größe der Tür überrascht: Ärger über 15,50 €.', 'windows1252'],
  ['Über die Brücke führt ein Weg, aber die Straße war naß.', 'windows1252', 'cp850', 'macintosh'],
  ["L'été était très chaud cette année, où le café coûtait déjà cher.", 'windows1252', 'cp850', 'macintosh'],
  ['El niño comió paella. ¿Dónde está la señora? ¡Qué rico!', 'windows1252', 'cp850', 'macintosh'],
  ['O João disse que está ótimo. A mulher não quer mais pão, só maçã.', 'windows1252', 'cp850'],
  ["L'attività è più lenta di quanto si era detto, perché la città non ha ancora deciso.", 'windows1252'],
  ['La reunió serà a les deu del matí, però no és segur que hi hagi prou cadires.', 'windows1252'],
  ['Het geïnstalleerde programma is niet geïdentificeerd en kan worden verwijderd.', 'windows1252'],
  ['Kõik inimesed sünnivad vabadena ja võrdsetena oma väärikuselt; šokk ei ole žest.', 'windows1257', 'iso885915'],
  ["L'œuvre a coûté 25 € à la sœur du maître des lieux, qui est très âgée.", 'windows1252', 'iso885915'],
  ['“Smart quotes” aren’t rare — they’re everywhere…', 'windows1252'],
  ['Wszyscy ludzie rodzą się wolni i równi pod względem swej godności.', 'windows1250', 'iso88592', 'cp852'],
  ['Všichni lidé se rodí svobodní a sobě rovní co do důstojnosti.', 'windows1250', 'iso88592', 'cp852'],
  ['Minden emberi lény szabadon születik és egyenlő méltósága van. Az őszi idő.', 'windows1250', 'iso88592'],
  ['Toate fiinţele umane se nasc libere şi egale în demnitate şi în drepturi.', 'windows1250', 'iso88592'],
  ['Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar.', 'windows1254'],
  ['Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis.', 'windows1257'],
  ['Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā un tiesībās.', 'windows1257'],
  ['Все люди рождаются свободными и равными.', 'windows1251', 'koi8-r', 'iso88595', 'cp866', 'maccyrillic'],
  ['Всі люди народжуються вільними і рівними у своїй гідності.', 'windows1251', 'koi8-u'],
  ['Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι.', 'windows1253', 'iso88597'],
  ['כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.', 'windows1255', 'iso88598'],
  ['يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.', 'windows1256', 'iso88596'],
  ['มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์', 'windows874'],
  ['检索增强生成把文档检索与大型语言模型结合起来。', 'gb18030'],
  ['联通公司的客户服务电话号码', 'gb18030'],
  ['人人生而自由，在尊嚴和權利上一律平等。', 'big5', 'gb18030'],
  ['すべての人間は、生まれながらにして自由であり、平等である。', 'shiftjis', 'eucjp'],
  ['モーターの取扱説明書', 'shiftjis', 'eucjp'],
  ['모든 인간은 태어날 때부터 자유로우며 평등하다.', 'cp949'],
  ['환불 규정 안내', 'cp949'],
]

describe('charsets', () => {
  it('believes no declared charset in which the bytes are nothing', () => {
    const text = 'すべての人間は、生まれながらにして自由であり、平等である。'
    expect(decodeText(iconv.encode(text, 'shiftjis'), 'iso-8859-1')?.text).to.equal(text)
  })

  for (const [text, ...charsets] of sentences)
    for (const charset of charsets)
      it(`reads one sentence in ${charset}: ${text.slice(0, 20)}`, () => {
        expect(decodeText(iconv.encode(text, charset))?.text).to.equal(text)
      })

  for (const charset of ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])
    it(`knows ${charset} by its mark`, () => {
      expect(decodeText(iconv.encode('naïve 株式会社', charset, { addBOM: true }))?.text).to.equal('naïve 株式会社')
    })

  for (const charset of ['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])
    it(`knows ${charset} without a mark`, () => {
      expect(decodeText(iconv.encode('plain words, naïve', charset))?.text).to.equal('plain words, naïve')
    })

  it('believes valid UTF-8 rather than a declared Latin charset', () => {
    expect(decodeText(Buffer.from('schön'), 'iso-8859-1')?.text).to.equal('schön')
  })

  it('believes the declaration where the bytes allow it', () => {
    expect(decodeText(iconv.encode('łąka', 'iso88592'), 'ISO-8859-2')?.text).to.equal('łąka')
    expect(decodeText(iconv.encode('“x” 5 €', 'windows1252'), 'iso-8859-1')?.text).to.equal('“x” 5 €')
  })

  it('knows ISO-2022-JP by its escapes', () => {
    const bytes = Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42])
    expect(decodeText(bytes)?.text).to.equal('日本')
  })

  it('keeps UTF-8 with a few broken bytes', () => {
    const bytes = Buffer.concat([Buffer.from('größer '.repeat(50)), Buffer.from([0xff]), Buffer.from(' schön')])
    expect(decodeText(bytes)?.text).to.include('größer').and.include('schön')
  })

  it('takes bytes that are no text for none', () => {
    expect(decodeText(Buffer.from(Array.from({ length: 999 }, (_, index) => (index * 37) & 255)))).to.equal(undefined)
  })

  it('knows Chinese in UTF-16 without a mark, which has no zero bytes', () => {
    const text = '合同自签字之日起生效，有效期为一年。设备的保修期为三年，从交货之日起计算。'
    for (const charset of ['utf-16le', 'utf-16be']) expect(decodeText(iconv.encode(text, charset))?.text).to.equal(text)
  })

  it('knows Japanese in UTF-16 without a mark by a few controls', () => {
    const text = 'これは日本語のテキストです。漢字とかな。'
    for (const charset of ['utf-16le', 'utf-16be']) expect(decodeText(iconv.encode(text, charset))?.text).to.equal(text)
  })

  it('takes zero bytes in a text for ends of lines, and not for text in what is none', () => {
    expect(decodeText(Buffer.from('one.txt\0two.txt\0drei\0'))?.text).to.equal('one.txt\ntwo.txt\ndrei\n')
    expect(decodeText(Buffer.from('record 01 is 16b\0\0'.repeat(50)))?.text).to.match(/^(?:record 01 is 16b\n){50}$/u)
    expect(decodeText(Buffer.from('record 1 is 15b\0'.repeat(50)))?.text).to.match(/^(?:record 1 is 15b\n){50}$/u)
    expect(decodeText(Buffer.from('field'.padEnd(40, '\0').repeat(20)))?.text).to.match(/^(?:field\n){20}$/u)
    expect(decodeText(Buffer.concat([Buffer.from('text'), Buffer.alloc(4000)]))).to.equal(undefined)
  })

  it('reads each line of a file put together from several as what it is', () => {
    const lines = [Buffer.from('Prüfung äöü\n'.repeat(5)), iconv.encode('Größe der Schrauben\n', 'latin1')]
    expect(decodeText(Buffer.concat(lines))?.text).to.equal(`${'Prüfung äöü\n'.repeat(5)}Größe der Schrauben\n`)
  })
})
