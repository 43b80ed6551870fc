import { columnsIn, isFigure, type Term } from '../query/query.ts'
import type { OrderProposal } from './orders.ts'
import type { ReadingContext } from './reading-context.ts'
import type { Selection } from './selections.ts'

/** What rows are grouped by. */
export interface GroupProposal {
  kind: 'none' | 'plain' | 'count' | 'aggregate'
  terms: Term[]
  score: number
}

/** The groupings that fit a selection and an order; `having` when a number of the question bounds groups. */
export function proposeGroups(
  context: ReadingContext,
  selection: Selection,
  order: OrderProposal,
  having: boolean,
): GroupProposal[] {
  const { shape } = context
  if (selection.group !== undefined && !having) return [{ kind: 'plain', terms: selection.group, score: 0 }]
  const plain = selection.items.filter((item) => !isFigure(item))
  const mixed = plain.length > 0 && plain.length < selection.items.length
  const needed = mixed || order.grouped || having
  if (!needed) return [{ kind: 'none', terms: [], score: shape.group.get('none') ?? -9 }]
  const parts = plain.flatMap((item) => (item.term.kind === 'part' ? [item.term] : []))
  if (parts.length > 0) {
    const others = plain.flatMap((item) => (item.term.kind === 'column' ? [item.term] : []))
    return [{ kind: 'plain', terms: [...parts, ...others], score: 0 }]
  }
  const kinds = having ? (['count', 'aggregate'] as const) : (['plain'] as const)
  const keys = groupKeys(context, plain.flatMap(columnsIn))
  return kinds.flatMap((kind) => {
    const score = shape.group.get(kind) ?? -9
    return score < -6 && kind === 'aggregate'
      ? []
      : keys.map((key) => ({
          kind,
          terms: key.columns.map((column): Term => ({ kind: 'column', column })),
          score: score + key.score,
        }))
  })
}

function groupKeys(context: ReadingContext, selected: number[]): { columns: number[]; score: number }[] {
  const { schema, roles } = context
  const score = (id: number) => Math.log((roles.group[id] ?? 0) + 0.01)
  const keys = new Map<string, { columns: number[]; score: number }>()
  const add = (columns: number[], total: number) => {
    const key = columns.join()
    if (!keys.has(key)) keys.set(key, { columns, score: total })
  }
  const first = selected[0]
  for (const id of selected.slice(0, 2)) {
    add([id], score(id))
    const table = schema.tables[schema.columns[id]?.table ?? -1]
    const [key] = table?.primaryKey ?? []
    if (key !== undefined && table?.primaryKey.length === 1) add([key], Math.max(score(key), score(id) - 0.3))
  }
  if (selected.length === 2 && first !== undefined)
    add(
      selected,
      selected.reduce((sum, id) => sum + score(id), 0),
    )
  const best = context.columns.toSorted((one, other) => (roles.group[other] ?? 0) - (roles.group[one] ?? 0))
  for (const id of best.slice(0, 2))
    if ((roles.group[id] ?? 0) > 0.05) add([id], score(id) - (selected.length > 0 ? 0.5 : 0))
  return [...keys.values()].toSorted((one, other) => other.score - one.score).slice(0, 4)
}
