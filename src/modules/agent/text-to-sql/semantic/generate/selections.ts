import { aggregateWords } from '../language/aggregate-words.ts'
import { columnOf, columnsIn, isFigure, type Aggregate, type Expression, type Term } from '../query/query.ts'
import { findAskedTable } from '../linking/asked-table.ts'
import type { Demands } from '../linking/demands.ts'
import { namingColumns } from '../schema/naming-columns.ts'
import { proposeFigureSplits } from './figure-splits.ts'
import { likelyDates } from './likely-dates.ts'
import type { ReadingContext } from './reading-context.ts'

/** A list of things to select. */
export interface Selection {
  items: Expression[]
  /** Its class among `shapeParts.select`. */
  kind: string
  /** Log-probability: of its columns, and of its kind and functions. */
  score: number
  columnScore: number
  /** What rows must be grouped by, where the question says so. */
  group?: Term[]
  /** Tables to read besides those of its columns. */
  tables?: number[]
  /** Of these, those whose rows may be missing. */
  optional?: readonly number[]
  /** What to make of the groups' figures. */
  summary?: Aggregate
}

const columnsConsidered = 9
const listsPerKind = 7
const functions = ['sum', 'avg', 'min', 'max'] as const

/** The most likely selections, best first. */
export function proposeSelections(context: ReadingContext, count: number): Selection[] {
  const columns = columnLists(context)
  const aggregates = aggregateLists(context)
  const counts: { items: Expression[]; score: number }[] = countItems(context)
  const found: Selection[] = []
  const add = (items: Expression[], kind: string, columnScore: number) => {
    const score = columnScore + (context.shape.select.get(kind) ?? -9) + functionScore(context, items)
    found.push({ items, kind, score, columnScore })
  }
  const none = columns.none + aggregates.none
  for (const list of columns.lists) add(list.items, `C${Math.min(4, list.items.length)}`, list.score + aggregates.none)
  add([{ term: { kind: 'all' } }], 'all', none)
  for (const each of counts) add(each.items, 'N', each.score + none)
  for (const list of aggregates.lists) add(list.items, `A${Math.min(2, list.items.length)}`, list.score + columns.none)
  for (const list of columns.lists.slice(0, 5)) {
    for (const each of counts) add([...list.items, ...each.items], 'CN', list.score + each.score + aggregates.none)
    for (const other of aggregates.lists.slice(0, 4))
      add([...list.items, ...other.items], 'CA', list.score + other.score)
  }
  const counting: Expression = { aggregate: 'count', term: { kind: 'all' } }
  for (const list of aggregates.lists.slice(0, 3)) {
    add([counting, ...list.items], 'other', list.score + columns.none)
    for (const plain of columns.lists.slice(0, 3))
      add([...plain.items, counting, ...list.items], 'other', plain.score + list.score)
  }
  const { demands } = context
  if (demands.part !== undefined || demands.measure !== undefined) found.push(...demandedSelections(context, found))
  const fitting = found.filter((each) => meets(demands, each))
  const ranked = (fitting.length > 0 ? fitting : found).toSorted((one, other) => other.score - one.score)
  const split = proposeFigureSplits(context)
  const [best] = split.selections
  if (best === undefined) return ranked.slice(0, count)
  const level = (ranked[0]?.score ?? 0) - best.score
  const splits = split.selections.map((each) => ({ ...each, score: each.score + level }))
  return split.only ? splits : [...splits, ...ranked].slice(0, count)
}

/** A part of a date, a measure, and what to split it by or to rank must be selected where they are demanded. */
function meets(demands: Demands, { items }: Selection): boolean {
  if (demands.part !== undefined && !items.some((item) => item.term.kind === 'part')) return false
  if (demands.measure === undefined) return true
  const figures = items.filter(isFigure)
  const wanted = JSON.stringify(demands.measure)
  if (figures.some((item) => JSON.stringify(item) !== wanted)) return false
  const plain = items.length - figures.length
  return demands.superlative
    ? plain > 0 && !(demands.single && figures.length > 0)
    : figures.length > 0 && plain > 0 === (demands.split || demands.part !== undefined)
}

/** Selections with what the question demands put in: the part of a date in front, the measure in place of other figures. */
function demandedSelections(context: ReadingContext, found: readonly Selection[]): Selection[] {
  const { part, measure } = context.demands
  const dates = part === undefined ? [] : likelyDates(context).slice(0, 3)
  const best = found.toSorted((one, other) => other.score - one.score).slice(0, 12)
  const shown = measure === undefined ? best : best.flatMap((selection) => withMeasure(selection, measure))
  const figures = [...shown, ...namedByMeasure(context, best[0]?.score ?? 0)]
  if (part === undefined) return figures
  return figures.flatMap((selection) => {
    const onlyFigures = selection.items.every(isFigure)
    return dates.map(({ column, score }) => ({
      ...selection,
      items: [{ term: { kind: 'part' as const, part, column } }, ...selection.items],
      kind: 'CN',
      score: selection.score + score + (onlyFigures ? 0 : -6),
    }))
  })
}

/** "The top five customers by revenue": the names of what is asked for, each by its key. */
function namedByMeasure({ question, schema, demands }: ReadingContext, score: number): Selection[] {
  const { measure, superlative } = demands
  const table = measure !== undefined && superlative ? findAskedTable(question, schema)?.table : undefined
  const [key, more] = schema.tables[table ?? -1]?.primaryKey ?? []
  const names = table === undefined ? [] : namingColumns(schema, table)
  if (measure === undefined || names.length === 0 || key === undefined || more !== undefined) return []
  const items = names.map(columnOf)
  const group: Term[] = [{ kind: 'column', column: key }]
  return [
    { items, kind: `C${Math.min(4, items.length)}`, score: score + 0.5, columnScore: 0, group },
    { items: [...items, measure], kind: 'CA', score: score + 0.5, columnScore: 0, group },
  ]
}

function withMeasure(selection: Selection, measure: Expression): Selection[] {
  const plain = selection.items.filter((item) => item.aggregate === undefined && item.term.kind === 'column')
  return [
    { ...selection, items: [...plain, measure], kind: plain.length === 0 ? 'A1' : 'CA', score: selection.score + 0.5 },
    { ...selection, items: [measure], kind: 'A1', score: selection.score },
    ...(plain.length > 0 ? [{ ...selection, items: plain }] : []),
  ]
}

function functionScore(context: ReadingContext, items: Expression[]): number {
  let score = 0
  for (const name of ['count', ...functions] as const)
    score += context.shape[name].get(items.some((item) => item.aggregate === name) ? 'yes' : 'no') ?? -9
  return score
}

function logOdds(probability: number): number {
  const bounded = Math.min(0.995, Math.max(0.002, probability))
  return Math.log(bounded / (1 - bounded))
}

/** Lists of plain columns: subsets of the likeliest ones, where columns that read the same words shut each other out. */
function columnLists(context: ReadingContext): { lists: { items: Expression[]; score: number }[]; none: number } {
  const { roles, question } = context
  const best = context.columns
    .filter((id) => (roles.select[id] ?? 0) > 0.015)
    .toSorted((one, other) => (roles.select[other] ?? 0) - (roles.select[one] ?? 0))
    .slice(0, columnsConsidered)
  const none = best.reduce((sum, id) => sum + Math.log(1 - Math.min(0.995, roles.select[id] ?? 0)), 0)
  const place = (id: number) => question.columns.get(id)?.[0]?.from ?? 99
  const tokens = best.map((id) => question.columns.get(id)?.[0]?.tokens.join() ?? `none${id}`)
  const lists: { items: Expression[]; score: number; ids: number[] }[] = []
  for (let bits = 1; bits < 1 << best.length; bits += 1) {
    const ids: number[] = []
    let score = none
    const seen = new Set<string>()
    for (const [index, id] of best.entries()) {
      if ((bits & (1 << index)) === 0) continue
      ids.push(id)
      score += logOdds(roles.select[id] ?? 0)
      const words = tokens[index] ?? ''
      if (seen.has(words)) score -= 2
      seen.add(words)
    }
    if (ids.length <= 6) lists.push({ ids, score, items: [] })
  }
  lists.sort((one, other) => other.score - one.score)
  const bySize = new Map<number, number>()
  const kept = lists.filter((list) => {
    const used = bySize.get(list.ids.length) ?? 0
    bySize.set(list.ids.length, used + 1)
    return used < (list.ids.length === 1 ? listsPerKind : 4)
  })
  return {
    none,
    lists: kept.slice(0, 14).map((list) => ({
      score: list.score,
      items: list.ids.toSorted((one, other) => place(one) - place(other)).map(columnOf),
    })),
  }
}

function aggregateLists(context: ReadingContext): { lists: { items: Expression[]; score: number }[]; none: number } {
  const { roles, shape } = context
  const best = context.columns
    .filter((id) => (roles.aggregate[id] ?? 0) > 0.01)
    .toSorted((one, other) => (roles.aggregate[other] ?? 0) - (roles.aggregate[one] ?? 0))
    .slice(0, 5)
  const none = best.reduce((sum, id) => sum + Math.log(1 - Math.min(0.995, roles.aggregate[id] ?? 0)), 0)
  const likely = functions
    .filter((name) => Math.exp(shape[name].get('yes') ?? -9) > 0.03)
    .toSorted((one, other) => (shape[other].get('yes') ?? 0) - (shape[one].get('yes') ?? 0))
  const lists: { items: Expression[]; score: number }[] = []
  const item = (aggregate: Aggregate, column: number): Expression => ({ aggregate, term: { kind: 'column', column } })
  for (const names of subsets(likely)) {
    for (const [at, id] of best.entries()) {
      const own = none + logOdds(roles.aggregate[id] ?? 0)
      lists.push({ items: names.map((name) => item(name, id)), score: own })
      for (const other of best.slice(at + 1)) {
        const both = own + logOdds(roles.aggregate[other] ?? 0)
        if (names.length === 1)
          lists.push({ items: [id, other].map((column) => item(names[0] ?? 'avg', column)), score: both })
        if (names.length === 2) {
          const [first = 'min', second = 'max'] = names
          lists.push(
            { items: [item(first, id), item(second, other)], score: both },
            { items: [item(second, id), item(first, other)], score: both },
          )
        }
      }
    }
  }
  const spoken = spokenAggregates(context, best)
  if (spoken.length > 1)
    lists.push({
      items: spoken,
      score:
        none +
        spoken.reduce(
          (sum, each) => sum + columnsIn(each).reduce((own, id) => own + logOdds(roles.aggregate[id] ?? 0), 0),
          0,
        ),
    })
  const ranked = lists.toSorted(
    (one, other) => other.score + functionScore(context, other.items) - one.score - functionScore(context, one.items),
  )
  return { none, lists: ranked.slice(0, 10) }
}

const functionOfWord = new Map<string, Aggregate>([
  ...aggregateWords,
  ['greatest', 'max'],
  ['oldest', 'max'],
  ['youngest', 'min'],
])

/** Each likely column under the function that is spoken nearest before it: "the highest a and the lowest b". */
function spokenAggregates(context: ReadingContext, columns: number[]): Expression[] {
  const { tokens } = context.question
  return columns.flatMap((column): Expression[] => {
    const from = context.question.columns.get(column)?.[0]?.from
    if (from === undefined || (context.roles.aggregate[column] ?? 0) < 0.15) return []
    const cue = tokens.slice(0, from).findLast((token) => functionOfWord.has(token.lower))
    const aggregate = cue === undefined ? undefined : functionOfWord.get(cue.lower)
    return aggregate === undefined ? [] : [{ aggregate, term: { kind: 'column', column } }]
  })
}

function subsets<Item>(items: Item[]): Item[][] {
  return items
    .reduce<Item[][]>((all, item) => [...all, ...all.map((subset) => [...subset, item])], [[]])
    .filter((subset) => subset.length > 0)
}

/** Counting rows, or, after "different", the different values of a column. */
function countItems(context: ReadingContext): { items: Expression[]; score: number }[] {
  const all: Expression = { aggregate: 'count', term: { kind: 'all' } }
  const found = [{ items: [all], score: 0 }]
  const words = context.question.tokens.map((token) => token.lower)
  const different = words.findIndex((word) => word === 'different' || word === 'distinct' || word === 'unique')
  const best = context.columns
    .filter(
      (id) =>
        (context.roles.aggregate[id] ?? 0) > 0.02 ||
        (different >= 0 &&
          context.question.columns
            .get(id)
            ?.some((link) => link.score > 0.8 && link.from > different && link.from - different < 4)),
    )
    .toSorted((one, other) => (context.roles.aggregate[other] ?? 0) - (context.roles.aggregate[one] ?? 0))
    .slice(0, 3)
  for (const column of best)
    found.push({
      items: [{ aggregate: 'count', distinct: true, term: { kind: 'column', column } }],
      score: Math.log((context.roles.aggregate[column] ?? 0) + 1e-3),
    })
  return found
}
