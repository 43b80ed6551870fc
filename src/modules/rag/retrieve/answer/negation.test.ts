import { expect } from 'chai'
import { denies } from './negation.ts'

describe('what denies', () => {
  for (const [language, yes, no] of [
    ['en', "It isn't refundable.", 'It is notable and refundable.'],
    ['de', 'Das ist keine Option.', 'Das ist eine Option.'],
    ['fr', 'Ce n’est pas possible.', 'C’est possible.'],
    ['es', 'No se puede.', 'Se puede.'],
    ['ru', 'Это нельзя вернуть.', 'Это можно вернуть.'],
    ['el', 'Δεν επιστρέφεται.', 'Επιστρέφεται.'],
    ['tr', 'İade mümkün değil.', 'İade mümkün.'],
    ['hi', 'यह वापस नहीं होगा।', 'यह वापस होगा।'],
    ['ar', 'لا يمكن إرجاعه.', 'يمكن إرجاعه.'],
    ['ro', 'Nu se poate.', 'Se poate.'],
    ['vi', 'Không thể trả lại.', 'Có thể trả lại.'],
    ['th', 'คืนไม่ได้', 'คืนได้'],
    ['zh', '不能退货。', '可以退货。'],
  ] as const)
    it(`is told in ${language}`, () => {
      expect(denies(yes, language)).to.equal(true)
      expect(denies(no, language)).to.equal(false)
    })
})
