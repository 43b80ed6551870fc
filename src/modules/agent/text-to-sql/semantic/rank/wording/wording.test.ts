import { expect } from 'chai'
import { askableSqlite, shopStatements } from '../../../../../../../test/support/askable-sqlite.ts'
import { createSynonyms } from '../../language/synonyms.ts'
import { linkQuestion } from '../../linking/link.ts'
import { columnOf, type Query } from '../../query/query.ts'
import { packWording, unpackWording, wordingFeatures } from './wording-model.ts'
import { createWording } from './wording-parts.ts'
import { indexSchema } from '../../schema/schema-index.ts'
import { createValueIndex } from '../../values/value-index.ts'
import { trainWording } from '../../../../../../../scripts/train/wording-training.ts'

describe('trainWording', () => {
  const schema = indexSchema(askableSqlite('shop', shopStatements).schema)
  const read = (text: string) =>
    createWording(linkQuestion(text, schema, createValueIndex(), createSynonyms({})), schema)
  const plain = (column: number): Query => ({
    select: [columnOf(column)],
    distinct: false,
    from: { first: schema.columns[column]?.table ?? 0, steps: [] },
    where: [],
    any: false,
    group: [],
  })
  const ordered = (column: number, descending: boolean): Query => ({
    ...plain(column),
    order: { by: columnOf(column), descending },
  })

  it('learns which clause a word asks for, and carries it over to other columns', () => {
    const lesson = (text: string, descending: boolean, column: number) => {
      const wording = read(text)
      const members = [true, false].map((each) => wording.partsOf(ordered(column, each), []))
      return { wording, members, right: [descending, !descending] }
    }
    const model = trainWording(
      [
        lesson('customers in zorting order', true, 1),
        lesson('orders in blarting order', false, 2),
        lesson('names in zorting order', true, 2),
        lesson('all in blarting order', false, 1),
      ],
      { passes: 5, rate: 0.1, l2: 1e-4, seed: 1 },
    )
    for (const weights of [model, unpackWording(packWording(model))]) {
      const wording = read('countries in zorting order')
      const members = [true, false].map((descending) => wording.partsOf(ordered(3, descending), []))
      const [down, up] = wordingFeatures(weights, wording, members).map((features) => features[0] ?? 0)
      expect(down).to.be.greaterThan(up ?? Infinity)
    }
  })

  it('makes what queries have in common once', () => {
    const wording = read('customers')
    const first = wording.partsOf(plain(1), [])
    const made = wording.parts.length
    expect(wording.partsOf(plain(1), [])).to.deep.equal(first)
    expect(wording.parts.length).to.equal(made)
    const second = wording.partsOf(ordered(1, true), [])
    expect(second.filter((part) => first.includes(part))).to.have.length.greaterThan(0)
  })
})
