import { findSplit, type SplitTarget } from '../linking/spoken-split.ts'
import { columnOf, columnsIn, type Expression, type Term } from '../query/query.ts'
import { namingColumns } from '../schema/naming-columns.ts'
import { likelyDates, plannerOf, pointedFrom } from './likely-dates.ts'
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
const thingsTried = 8
const widest = 1.5

/**
 * A figure for each of some things, where a question asks for that: "revenue per region", "orders by month and channel".
 * `only` when it asks for nothing else.
 */
export function proposeFigureSplits(context: ReadingContext): { selections: Selection[]; only: boolean } {
  const split = findSplit(context.question, context.schema)
  const ranks = context.demands.superlative && context.question.tokens[split?.at ?? -1]?.lower === 'by'
  if (split === undefined || ranks) return { selections: [], only: false }
  const figures = spokenFigures(context, split.at)
  const planner = plannerOf(context.schema)
  const averaged = averagesGroups(context, split.at)
  const found = figures.flatMap((figure) => {
    const base = tablesOfFigure(context, figure)
    const pointed = pointedFrom(context.schema, base)
    const near = split.things.map((things) => nearest(context, things, pointed))
    const distance = (tables: number[]) =>
      Math.max(
        0,
        ...tables.map(
          (table) => pointed.get(table) ?? 2 + (planner.plan([...base, table], () => 0)?.steps.length ?? 9),
        ),
      )
    return near
      .reduce<Shown[]>(
        (lists, things) =>
          lists.flatMap((list) =>
            things.flatMap((thing) => shownAs(context, thing, base).map((each) => joined(list, each))),
          ),
        [{ items: [], group: [], tables: [], score: 0 }],
      )
      .map((shown): Selection => {
        const score = figure.score + shown.score - hopCost * distance(shown.tables)
        const tables = [...figure.tables, ...shown.tables]
        const plain = { score, columnScore: 0, group: shown.group }
        if (averaged && isTotal(figure.expression))
          return { ...plain, items: [figure.expression], kind: 'A1', tables, summary: 'avg' }
        const kept = context.demands.everyone ? countedOfAll(context, figure, shown) : undefined
        if (kept !== undefined) return { ...plain, ...kept, kind: 'CN' }
        const kind = figure.expression.aggregate === 'count' ? 'CN' : 'CA'
        const { optional } = figure
        const items = [...shown.items, figure.expression]
        return { ...plain, items, kind, tables, ...(optional === undefined ? {} : { optional }) }
      })
  })
  const sentences = /[.?!;]\s+\w/.test(context.question.text)
  return {
    selections: found
      .toSorted((one, other) => other.score - one.score)
      .filter((each, index, all) => index < kept && each.score > (all[0]?.score ?? 0) - widest),
    only: !sentences && figures.every((figure) => figure.opens),
  }
}

/** Of many things that words may name, those whose tables rows of the figure point to, then those the question speaks of. */
function nearest(context: ReadingContext, things: SplitTarget[], pointed: ReadonlyMap<number, number>): SplitTarget[] {
  if (things.length <= thingsTried) return things
  const table = (thing: SplitTarget) => thing.table ?? context.schema.columns[thing.column ?? -1]?.table ?? -1
  const rank = (thing: SplitTarget) => (pointed.get(table(thing)) ?? 9) - (context.tables[table(thing)] ?? 0)
  return things.toSorted((one, other) => rank(one) - rank(other)).slice(0, thingsTried)
}

/** "The average number of orders per customer": of the figures of groups. */
function averagesGroups({ question }: ReadingContext, at: number): boolean {
  return question.tokens.slice(0, at + 1).some((token) => /^(?:average|mean|avg|typical)$/.test(token.lower))
}

function isTotal({ aggregate, term }: Expression): boolean {
  return (aggregate === 'count' && term.kind === 'all') || aggregate === 'sum'
}

/** Counts that are zero for things without anything to count: their table first, the others joined without losing its rows. */
function countedOfAll(
  { schema }: ReadingContext,
  figure: SpokenFigure,
  shown: Shown,
): Pick<Selection, 'items' | 'tables' | 'optional'> | undefined {
  const [owner] = shown.tables
  const [counted] = figure.tables
  if (owner === undefined || counted === undefined || owner === counted || figure.expression.aggregate !== 'count')
    return undefined
  const path = plannerOf(schema).plan([owner, counted], () => 0)
  const last = path?.steps.find((step) => step.table === counted) ?? path?.steps[0]
  const edge = schema.edges[last?.edge ?? -1]
  const [through] = path?.steps ?? []
  if (path === undefined || edge === undefined || through === undefined) return undefined
  const link = schema.edges[through.edge]
  // Where a table of links lies between, each of its rows is one of the counted.
  const isLink = schema.tables[through.table]?.isLink === true && link !== undefined && path.steps.length === 2
  const key = isLink ? link.from : (schema.tables[counted]?.primaryKey[0] ?? edge.from)
  const tables = isLink ? [owner, through.table] : [owner, ...path.steps.map((step) => step.table)]
  return {
    items: [...shown.items, { aggregate: 'count', term: { kind: 'column', column: key } }],
    tables,
    optional: tables.slice(1),
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
