import { expect } from 'chai'
import type { Column, ColumnKind, Table } from '../sql/schema.ts'
import { suggestQuestions } from './suggest.ts'

const column = (name: string, kind: ColumnKind): Column => ({ name, type: '', kind, nullable: true })
const table = (name: string, columns: Column[], more: Partial<Table> = {}): Table => ({
  name,
  kind: 'table',
  columns,
  primaryKey: ['id'],
  foreignKeys: [],
  ...more,
})

describe('suggested questions', () => {
  const schema = {
    dialect: 'sqlite' as const,
    tables: [
      table('cities', [column('id', 'number'), column('name', 'text')], { rowCount: 5 }),
      table(
        'sale',
        [column('id', 'number'), column('city_id', 'number'), column('amount', 'number'), column('day', 'date')],
        {
          rowCount: 900,
          foreignKeys: [{ columns: ['city_id'], table: 'cities', references: ['id'] }],
        },
      ),
      table('log2024', [column('id', 'number'), column('line', 'text')], { rowCount: 9000 }),
    ],
  }

  it('come from the schema, each table once with its own kinds of questions', () => {
    const questions = suggestQuestions(schema)
    expect(questions).to.include.members(['How many sales are there for each city?', 'How many cities are there?'])
    expect(new Set(questions).size).to.equal(questions.length)
    expect(questions.length).to.be.at.most(5)
  })

  it('hold no number, and make do with an empty database', () => {
    expect(suggestQuestions(schema).join()).not.to.match(/\d/)
    expect(suggestQuestions({ dialect: 'sqlite', tables: [] })).to.deep.equal([])
  })
})
