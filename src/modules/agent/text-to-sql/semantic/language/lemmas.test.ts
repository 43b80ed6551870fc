import { expect } from 'chai'
import { lemma } from './lemmas.ts'

describe('lemma', () => {
  const families: [string, ...string[]][] = [
    ['campus', 'campuses'],
    ['status', 'statuses'],
    ['house', 'houses'],
    ['cause', 'causes'],
    ['expense', 'expenses'],
    ['size', 'sizes'],
    ['box', 'boxes'],
    ['hero', 'heroes'],
    ['shoe', 'shoes'],
    ['city', 'cities'],
    ['analysis', 'analyses'],
    ['person', 'people'],
    ['lens', 'lenses'],
    ['database', 'databases'],
  ]
  for (const [one, ...others] of families)
    it(`gives ${others.join(', ')} as ${one}`, () => {
      expect([one, ...others].map(lemma)).to.deep.equal([one, ...others].map(() => one))
    })
})
