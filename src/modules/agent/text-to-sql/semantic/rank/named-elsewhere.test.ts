import { expect } from 'chai'
import { askableSqlite } from '../../../../../../test/support/askable-sqlite.ts'
import type { Candidate } from '../generate/candidate.ts'
import { readContext } from '../generate/reading-context.ts'
import { createSynonyms } from '../language/synonyms.ts'
import { linkQuestion } from '../linking/link.ts'
import { columnOf, type Condition } from '../query/query.ts'
import { indexSchema } from '../schema/schema-index.ts'
import { fillValues } from '../values/fill-values.ts'
import { shippedWeights } from '../weights.ts'
import { namedElsewhere } from './named-elsewhere.ts'

describe('namedElsewhere', () => {
  const database = askableSqlite(
    'trips',
    `CREATE TABLE trips (id INTEGER PRIMARY KEY, origin TEXT, destination TEXT, fee REAL, service_fee REAL);
     INSERT INTO trips VALUES (1, 'Oslo', 'Porto', 10, 1), (2, 'Porto', 'Oslo', 20, 2)`,
  )
  const schema = indexSchema(database.schema)
  const column = (name: string) => schema.columns.findIndex((each) => each.name === name)
  const judge = async (text: string, shown: string, filtered?: { column: string; value: string }) => {
    const linked = linkQuestion(text, schema, await fillValues(database, schema), createSynonyms({}))
    const at = linked.tokens.findIndex((token) => token.text === filtered?.value)
    const where: Condition[] =
      filtered === undefined
        ? []
        : [
            {
              kind: 'compare',
              left: columnOf(column(filtered.column)),
              operator: '=',
              value: filtered.value,
            },
          ]
    const candidate: Candidate = {
      query: {
        select: [columnOf(column(shown))],
        distinct: false,
        from: { first: 0, steps: [] },
        where,
        any: false,
        group: [],
      },
      sql: '',
      scores: {
        select: 0,
        where: 0,
        order: 0,
        group: 0,
        nest: 0,
        tables: 0,
        total: 0,
      },
      shape: {
        select: 'C1',
        group: 'none',
        order: 'none',
        where: '0',
        nest: 'none',
      },
      selection: { items: [], kind: 'C1', score: 0, columnScore: 0 },
      chosen:
        filtered === undefined
          ? []
          : [
              {
                kind: 'where',
                from: at,
                to: at + 1,
                column: column(filtered.column),
                features: [],
              },
            ],
      nest: { kind: 'none', score: 0 },
      tables: [0],
    }
    return namedElsewhere(readContext(linked, schema, shippedWeights().proposal), candidate)
  }

  it('hears which column a preposition speaks of', async () => {
    const from = (name: string) => judge('fees of trips from Oslo', 'fee', { column: name, value: 'Oslo' })
    expect((await from('origin'))['where.place']).to.equal(1)
    expect((await from('destination'))['where.place']).to.equal(-1)
    const to = await judge('fees of trips to Oslo', 'fee', {
      column: 'destination',
      value: 'Oslo',
    })
    expect(to['where.place']).to.equal(1)
  })

  it('sees that another column is named by more words', async () => {
    expect((await judge('the service fee of each trip', 'fee'))['select.beaten']).to.equal(1)
    expect((await judge('the service fee of each trip', 'service_fee'))['select.beaten']).to.equal(0)
  })

  it('sees that a shown column is named only by the words of a condition', async () => {
    const borrowed = async (name: string) =>
      (
        await judge('origins of trips with service fee 10', name, {
          column: 'service_fee',
          value: '10',
        })
      )['select.borrowed']
    expect(await borrowed('fee')).to.equal(1)
    expect(await borrowed('origin')).to.equal(0)
  })
})
