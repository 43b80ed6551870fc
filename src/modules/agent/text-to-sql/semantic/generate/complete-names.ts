import { columnOf, type Query, type Term } from '../query/query.ts'
import type { ReadingContext } from './reading-context.ts'

const named = /\b(?:first|last|fore|sur|family|given|middle|nick)[- ]?names?\b|\b(?:surname|forename|first|last)\b/i

/** Who asks for people without saying which of their names gets first and last name; groups of people are told apart by key. */
export function completeNames(context: ReadingContext, query: Query): Query {
  if (named.test(context.question.text)) return query
  const { schema } = context
  const partner = (id: number): number | undefined => {
    const column = schema.columns[id]
    const words = column?.names[0]?.words ?? []
    const other = words.includes('first') ? 'last' : words.includes('last') ? 'first' : undefined
    if (column === undefined || other === undefined || words.at(-1) !== 'name') return undefined
    return schema.tables[column.table]?.columns.find((each) => {
      const own = schema.columns[each]?.names[0]?.words ?? []
      return own.includes(other) && own.at(-1) === 'name'
    })
  }
  const selected = query.select.flatMap((item) =>
    item.aggregate === undefined && item.term.kind === 'column' ? [item.term.column] : [],
  )
  const lone = selected.filter((id) => {
    const other = partner(id)
    return other !== undefined && !selected.includes(other)
  })
  if (lone.length === 0 || query.compound !== undefined) return query
  const select = query.select.flatMap((item) => {
    const id =
      item.term.kind === 'column' && item.aggregate === undefined && lone.includes(item.term.column)
        ? item.term.column
        : undefined
    const other = id === undefined ? undefined : partner(id)
    if (id === undefined || other === undefined) return [item]
    return schema.columns[id]?.names[0]?.words.includes('first') ? [item, columnOf(other)] : [columnOf(other), item]
  })
  const group = query.group.map((term): Term => {
    const table =
      term.kind === 'column' && lone.includes(term.column)
        ? schema.tables[schema.columns[term.column]?.table ?? -1]
        : undefined
    const [key] = table?.primaryKey ?? []
    return key === undefined || table?.primaryKey.length !== 1 ? term : { kind: 'column', column: key }
  })
  return { ...query, select, group }
}
