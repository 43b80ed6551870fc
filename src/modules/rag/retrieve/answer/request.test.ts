import { expect } from 'chai'
import { bareQuestion, partsOf } from './request.ts'

describe('what is asked', () => {
  for (const [said, asked] of Object.entries({
    'Hi, could you please tell me how many days I have? Thanks!': 'how many days I have?',
    'Hello team, who pays?': 'who pays?',
    'hi where is it': 'where is it',
    'Hello there! Who pays?': 'Who pays?',
    'Tell me about returns': 'returns',
    'What about Norway?': 'Norway?',
    'List all regional managers': 'all regional managers',
    'I would like to know whether you ship to Norway, please': 'you ship to Norway',
    'Do you know who leads Technology?': 'who leads Technology?',
    'Hallo, können Sie mir bitte sagen, wie lange die Garantie ist? Danke': 'wie lange die Garantie ist?',
    'Bonjour, pouvez-vous me dire combien coûte la livraison ?': 'combien coûte la livraison ?',
    'Hola, ¿cuánto cuesta?': '¿cuánto cuesta?',
    '请问你们送货到挪威吗？谢谢': '你们送货到挪威吗？',
    'أخبرني متى تفتحون؟': 'متى تفتحون؟',
    'Подскажите, пожалуйста, когда вы открываетесь?': 'когда вы открываетесь?',
  }))
    it(`is without what is said around it: ${said}`, () => expect(bareQuestion(said)).to.equal(asked))

  it('is all of it where there is nothing around', () => {
    for (const text of [
      'How long is the warranty?',
      'Please',
      'Hello',
      'So',
      'thanks',
      'Hi-Vis vest',
      'Does it snow?',
      '你好',
    ])
      expect(bareQuestion(text)).to.equal(text)
  })

  it('has parts', () => {
    expect(partsOf('When do you open and where is the shop?')).to.deep.equal(['When do you open', 'where is the shop?'])
    expect(partsOf('Who pays? How much?')).to.deep.equal(['Who pays?', 'How much?'])
    expect(partsOf('Wann öffnet ihr und wie teuer ist es?')).to.deep.equal(['Wann öffnet ihr', 'wie teuer ist es?'])
    for (const one of ['Who leads sales and marketing?', 'What is research and development?', 'warranty tents'])
      expect(partsOf(one)).to.deep.equal([one])
  })

  it('is found quickly in a hostile text', () => {
    for (const piece of ['please ', 'hi, ', 'thanks ', 'and what ', 'tell me about '])
      partsOf(bareQuestion(piece.repeat(200)))
  })
})
