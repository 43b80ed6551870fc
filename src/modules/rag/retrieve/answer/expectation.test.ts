import { expect } from 'chai'
import { askingWordsOf, asksForAddress, expectationOf } from './asking.ts'
import { meets } from './expectation.ts'

describe('what a question expects', () => {
  for (const [question, expected] of Object.entries({
    'How many days do I have?': 'duration',
    'How long is the warranty?': 'duration',
    'What is the notice period?': 'duration',
    'How often must I clean it?': 'frequency',
    'Wie oft wird gereinigt?': 'frequency',
    'What is the URL of the portal?': 'webAddress',
    'Where is the link to the form?': 'webAddress',
    'What is the email of the help desk?': 'emailAddress',
    "What is Ada's phone number?": 'telephone',
    'How heavy is it?': 'mass',
    'How much does it cost?': 'money',
    'What discount do members get?': 'share',
    'In what year was it founded?': 'time',
    'How many stores are there?': 'quantity',
    'Who runs it?': 'name',
    'Wie lange dauert es?': 'duration',
    'Combien coûte un billet ?': 'money',
    '¿Cuándo abre?': 'time',
    什么时候开门: 'time',
    有多少人: 'quantity',
    'متى تأسست؟': 'time',
    'كم عدد المتاجر؟': 'quantity',
    'Когда это было?': 'time',
    'كم لاعبا في الفريق؟': 'quantity',
    'Кто это написал?': 'name',
    'Où habite-t-elle ?': 'name',
    'Kaç mağaza var?': 'quantity',
    'Mağaza ne zaman açıldı?': 'time',
    'Πόσα καταστήματα υπάρχουν;': 'quantity',
    'Πόσες ημέρες διαρκεί;': 'duration',
    'Πότε άνοιξε;': 'time',
    'यह कब बना था?': 'time',
    'कितने लोग हैं?': 'quantity',
    'Có bao nhiêu cửa hàng?': 'quantity',
    'Năm nào công ty được thành lập?': 'time',
    ร้านเปิดเมื่อใด: 'time',
    มีร้านค้ากี่แห่ง: 'quantity',
    'Câte magazine sunt?': 'quantity',
    'În ce an a fost fondată?': 'time',
  }))
    it(`is ${expected}: ${question}`, () => expect(expectationOf(question)).to.equal(expected))

  it('is unknown where the words do not tell', () => {
    for (const question of [
      'Do you ship to Norway?',
      'Tell me of the whenever policy',
      'Что такое квота?',
      'Was ist das?',
    ])
      expect(expectationOf(question), question).to.equal(undefined)
  })

  it('is no address or telephone where one is only spoken of', () => {
    for (const question of ['Can I use a private phone for work mail?', 'Are links checked for viruses?'])
      expect(expectationOf(question), question).to.equal(undefined)
  })

  it('tells its words, which answers do without', () => {
    expect([...askingWordsOf('How long does the tour take?')]).to.deep.equal(['how', 'long'])
    expect([...askingWordsOf('What is the notice period?')])
      .to.include('period')
      .and.not.include('notice')
    expect([...askingWordsOf('How many of our days are sunny?')]).to.not.include('sunny')
  })

  it('lets an address be read where it or a way is asked for', () => {
    for (const question of [
      'What is the URL of the form?',
      'Where do I log in?',
      'How do I reset it?',
      '如何重置密码？',
    ])
      expect(asksForAddress(question), question).to.equal(true)
    for (const question of ['When does the ferry leave?', 'How long does it take?', 'Is it free?'])
      expect(asksForAddress(question), question).to.equal(false)
  })

  const judge = (question: string, text: string, language = 'en'): number | undefined => {
    const expected = expectationOf(question)
    return expected && meets(expected, text, question, language)
  }

  it('is met by an amount of the right kind, less by any number, and not by none', () => {
    const question = 'How long may I keep it?'
    const [right, other, none] = [
      judge(question, 'Keep it for 30 days.'),
      judge(question, 'It has 30 pages.'),
      judge(question, 'It runs for years and not for days.'),
    ]
    expect(right).to.equal(1)
    expect(other).to.be.within(0.01, 0.99)
    expect(none).to.equal(0)
    expect(judge(question, 'Within one hour.')).to.equal(1)
    expect(judge('How much is it?', 'It is €12.95.')).to.equal(1)
    expect(judge('多久送到？', '需要三天。', 'zh')).to.equal(1)
    expect(judge('Wie lange dauert es?', 'Es dauert zwei Wochen.', 'de')).to.equal(1)
  })

  it('is not met by what the question itself holds', () => {
    expect(judge('How many of the 24 won?', 'There were 24 of them.')).to.equal(0)
    expect(judge('Who is Ada?', 'This is Ada.')).to.equal(0)
    expect(judge('Who is Ada?', 'The one is Ada, after Lord Byron.')).to.equal(1)
  })

  it('is left open for names where the script has no capitals', () => {
    expect(judge('من هو المدير؟', 'المدير هو أحمد.', 'ar')).to.equal(undefined)
  })
})
