import { findSplit, type SplitTarget } from '../linking/spoken-split.ts'
import { columnOf, columnsIn, type Expression, type Term } from '../query/query.ts'
import { namingColumns } from '../schema/naming-columns.ts'
import { likelyDates, plannerOf } from './likely-dates.ts'
import type { ReadingContext } from './reading-context.ts'
import type { Selection } from './selections.ts'
import { spokenFigures, type SpokenFigure } from './spoken-figure.ts'

/** What a thing is shown as and told apart by. */
interface Shown {
  items: Expression[]
  group: Term[]
  tables: number[]
  score: number
}

const hopCost = 0.8
const kept = 6

/**
 * A figure for each of some things, where a question asks for that: "revenue per region", "orders by month and channel".
 * `only` when it asks for nothing else.
 */
export function proposeFigureSplits(context: ReadingContext): { selections: Selection[]; only: boolean } {
  const split = findSplit(context.question, context.schema)
  if (split === undefined) return { selections: [], only: false }
  const figures = spokenFigures(context, split.at)
  const planner = plannerOf(context.schema)
  const found = figures.flatMap((figure) => {
    const base = tablesOfFigure(context, figure)
    const distance = (tables: number[]) => planner.plan([...base, ...tables], () => 0)?.steps.length ?? 9
    return split.things
      .reduce<Shown[]>(
        (lists, things) =>
          lists.flatMap((list) =>
            things.flatMap((thing) => shownAs(context, thing, base).map((each) => joined(list, each))),
          ),
        [{ items: [], group: [], tables: [], score: 0 }],
      )
      .map((shown): Selection => ({
        items: [...shown.items, figure.expression],
        kind: figure.expression.aggregate === 'count' ? 'CN' : 'CA',
        score: figure.score + shown.score - hopCost * distance(shown.tables),
        columnScore: 0,
        group: shown.group,
        tables: [...figure.tables, ...shown.tables],
      }))
  })
  const sentences = /[.?!;]\s+\w/.test(context.question.text)
  return {
    selections: found.toSorted((one, other) => other.score - one.score).slice(0, kept),
    only: !sentences && figures.every((figure) => figure.opens),
  }
}

function joined(one: Shown, other: Shown): Shown {
  return {
    items: [...one.items, ...other.items],
    group: [...one.group, ...other.group],
    tables: [...one.tables, ...other.tables],
    score: one.score + other.score,
  }
}

function tablesOfFigure({ schema }: ReadingContext, figure: SpokenFigure): number[] {
  return [...new Set([...figure.tables, ...columnsIn(figure.expression).map((id) => schema.columns[id]?.table ?? 0)])]
}

function shownAs(context: ReadingContext, target: SplitTarget, base: number[]): Shown[] {
  const { schema } = context
  if (target.part !== undefined) {
    const { part } = target
    return likelyDates(context, base)
      .slice(0, 3)
      .map(({ column, score }) => {
        const term: Term = { kind: 'part', part, column }
        return { items: [{ term }], group: [term], tables: [], score: score }
      })
  }
  if (target.column !== undefined) {
    const column = schema.columns[target.column]
    if (column === undefined || (target.score <= 0.85 && !base.includes(column.table))) return []
    if (
      schema.tables[column.table]?.isView ||
      (column.isPrimary && column.kind === 'number' && base.includes(column.table))
    )
      return []
    return [
      {
        items: [columnOf(column.id)],
        group: [{ kind: 'column', column: column.id }],
        tables: [column.table],
        score: Math.log(target.score),
      },
    ]
  }
  const table = target.table ?? -1
  const names = namingColumns(schema, table)
  const own = schema.tables[table]?.primaryKey ?? []
  const shown = names.length > 0 ? names : own
  if (shown.length === 0) return []
  const key = own.length === 1 ? own : shown
  return [
    {
      items: shown.map(columnOf),
      group: key.map((column) => ({ kind: 'column', column })),
      tables: [table],
      score: Math.log(target.score),
    },
  ]
}
