import type { Candidate } from '../generate/candidate.ts'
import type { ReadingContext } from '../generate/reading-context.ts'
import { columnsIn } from '../query/query.ts'

const keyWords = /\b(?:ids?|codes?|numbers?|identifiers?|keys?|identification)\b/i
const penalty = 1.5

/** How much a candidate loses for showing keys that nobody asked for where the things they stand for have names; not above 0. */
export function readability(context: ReadingContext, { query }: Candidate): number {
  const { schema, question } = context
  if (keyWords.test(question.text)) return 0
  const hasNames = (table: number) =>
    schema.tables[table]?.columns.some((id) => schema.columns[id]?.isNaming && !schema.columns[id]?.isPrimary) ?? false
  const bare = query.select.some((item) => {
    const [id] = item.aggregate === undefined ? columnsIn(item) : []
    const column = id === undefined ? undefined : schema.columns[id]
    if (column === undefined || (question.columns.get(column.id)?.[0]?.score ?? 0) > 0.9) return false
    const target =
      schema.edges.find((edge) => edge.from === column.id)?.toTable ?? (column.isPrimary ? column.table : undefined)
    return target !== undefined && column.names[0]?.words.at(-1) === 'id' && hasNames(target)
  })
  return bare ? -penalty : 0
}
