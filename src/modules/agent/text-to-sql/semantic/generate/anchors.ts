import { comparisonAround, likePattern, negatedBefore } from '../language/comparisons.ts'
import { unitFactor } from '../language/units.ts'
import type { ValueLink } from '../linking/value-links.ts'
import { hashFeature } from '../model/hashing.ts'
import { columnOf, type Comparison, type Condition } from '../query/query.ts'
import type { ReadingContext } from './reading-context.ts'
import { periodOptions, statedOptions } from './stated-options.ts'

/** What a value or number of the question may do in the query. */
export interface AnchorOption {
  kind: 'unused' | 'where' | 'having' | 'limit'
  from: number
  to: number
  /** For `where`. */
  column?: number
  condition?: Condition
  /** For `having` and `limit`. */
  operator?: Comparison
  amount?: number
  /** The value itself, for supervision. */
  value?: string | number
  features: number[]
  /** Stands in for what the model would say. */
  prior?: number
}

/** A stretch of the question that must be accounted for, and the ways to do so. */
export interface Anchor {
  from: number
  to: number
  options: AnchorOption[]
}

const columnsPerValue = 6
const datePattern = /^\d{4}-\d{1,2}(?:-\d{1,2})?(?:[ T]|$)|^\d{1,2}\/\d{1,2}\/\d{2,4}$/

/** Finds the values and numbers of a question and what each may do. */
export function findAnchors(context: ReadingContext): Anchor[] {
  const options = [
    ...context.question.values.flatMap((value) => valueOptions(context, value)),
    ...numberOptions(context),
    ...dateOptions(context),
  ].filter((option) => !taken(context, option))
  options.push(...periodOptions(context), ...statedOptions(context))
  options.sort((one, other) => one.from - other.from || other.to - one.to)
  const anchors: Anchor[] = []
  for (const option of options) {
    const last = anchors.at(-1)
    if (last !== undefined && option.from < last.to) {
      last.to = Math.max(last.to, option.to)
      last.options.push(option)
    } else anchors.push({ from: option.from, to: option.to, options: [option] })
  }
  for (const anchor of anchors.filter((each) => each.options.every((option) => option.prior === undefined)))
    anchor.options.push({
      kind: 'unused',
      from: anchor.from,
      to: anchor.to,
      features: describe(context, anchor.from, anchor.to, ['unused', anchorSort(context, anchor)]),
    })
  return anchors
}

function anchorSort(context: ReadingContext, anchor: Anchor): string {
  const values = context.question.values.filter((value) => value.from >= anchor.from && value.to <= anchor.to)
  const best = values.find((value) => value.quoted) ?? values.find((value) => value.kind === 'exact') ?? values[0]
  if (best === undefined) return context.question.tokens[anchor.from]?.kind ?? ''
  return `${best.kind}${best.quoted}${best.to - best.from > 1 ? 'long' : context.question.tokens[best.from]?.capital ? 'Cap' : 'low'}${strongest(context, anchor.from, anchor.to) > 0.85 ? 'named' : ''}`
}

function strongest(context: ReadingContext, from: number, to: number): number {
  let best = 0
  for (const links of [...context.question.columns.values(), ...context.question.tables.values()]) {
    for (const link of links) if (link.tokens.some((at) => at >= from && at < to)) best = Math.max(best, link.score)
  }
  return best
}

function describe(context: ReadingContext, from: number, to: number, marks: string[]): number[] {
  const words = context.question.tokens
  const word = (at: number) => (at < 0 ? '^' : (words[at]?.lower ?? '$'))
  const [kind] = marks
  const features = marks.map((mark, index) => `${index}${kind}${mark}`)
  const sort = marks[1] ?? ''
  features.push(
    `x${kind}${sort}`,
    `p1${kind}${word(from - 1)}`,
    `p2${kind}${word(from - 2)} ${word(from - 1)}`,
    `n1${kind}${word(to)}`,
    `n2${kind}${word(to)} ${word(to + 1)}`,
  )
  features.push(
    `p1${kind}${sort}${word(from - 1)}`,
    `n1${kind}${sort}${word(to)}`,
    `self${kind}${to - from === 1 ? word(from) : ''}`,
  )
  return features.map(hashFeature)
}

/** The words before and after a value, each with each word of a column's name: "from" with origin, "older" with age. */
function wordPairs(context: ReadingContext, id: number, from: number, to: number): string[] {
  const { tokens } = context.question
  const words = context.schema.columns[id]?.names[0]?.words ?? []
  const around = [...tokens.slice(Math.max(0, from - 3), from), ...tokens.slice(to, to + 2)].filter(
    (token) => token.kind === 'word',
  )
  const previous = tokens[from - 1]?.lower ?? ''
  return words.flatMap((word) => [`at${previous}~${word}`, ...around.map((token) => `near${token.lemma}~${word}`)])
}

function valueOptions(context: ReadingContext, value: ValueLink): AnchorOption[] {
  const { schema, question } = context
  const { tokens } = question
  const candidates =
    value.column === undefined ? topColumns(context, (kind) => kind === 'text' || kind === 'other', 4) : [value.column]
  const rivals = question.values.filter(
    (other) => other.from === value.from && other.to === value.to && other.column !== undefined,
  )
  const ranked = rivals
    .map((rival) => context.roles.where[rival.column ?? 0] ?? 0)
    .toSorted((one, other) => other - one)
  return candidates.flatMap((id): AnchorOption[] => {
    const column = schema.columns[id]
    if (column === undefined) return []
    const probability = context.roles.where[id] ?? 0
    const rank =
      value.column === undefined
        ? 'none'
        : String(
            Math.min(
              3,
              ranked.findIndex((each) => each <= probability + 1e-12),
            ),
          )
    const like =
      value.kind === 'exact' && !value.quoted ? undefined : likePattern(tokens, value.from, value.value.trim())
    const negated = negatedBefore(tokens, value.from) && !isNegationSpent(context, value.from)
    const length = value.to - value.from
    const sort = `${value.kind}${value.quoted ? 'Q' : ''}${length > 1 ? 'long' : tokens[value.from]?.capital ? 'Cap' : 'low'}${strongest(context, value.from, value.to) > 0.85 ? 'named' : ''}`
    const link = question.columns.get(id)?.[0]
    const near =
      link === undefined
        ? 'none'
        : `${link.score > 0.8 ? 'h' : 'l'}${Math.max(-4, Math.min(4, link.to <= value.from ? value.from - link.to : value.to - link.from - length))}`
    const tableMark = `t${Math.floor((question.tables.get(column.table)?.[0]?.score ?? 0) * 3)}`
    const marks = [
      'value',
      sort,
      `r${rank}${Math.min(4, rivals.length)}`,
      `pw${Math.floor(probability * 8)}`,
      `pwr${Math.floor(probability * 5)}${rank}`,
      near,
      `${sort}${near}`,
      tableMark,
      `${tableMark}r${rank}`,
      `pt${Math.floor((context.tables[column.table] ?? 0) * 5)}`,
      `f${column.isForeign}${column.isPrimary}${column.isNaming}`,
      `s${Math.floor(value.score * 4)}`,
      ...wordPairs(context, id, value.from, value.to),
    ]
    const common = { kind: 'where' as const, from: value.from, to: value.to, column: id, value: value.value }
    const options: AnchorOption[] = []
    const put = (operator: Comparison, text: string, form: string) =>
      options.push({
        ...common,
        condition: { kind: 'compare', left: columnOf(id), operator, value: text },
        features: describe(context, value.from, value.to, [
          ...marks,
          `form${form}`,
          `form${form}${sort}`,
          `form${form}${negated}`,
        ]),
      })
    if (like !== undefined) put(negated ? 'not like' : 'like', like, 'like')
    if (datePattern.test(value.value)) {
      const spoken = comparisonAround(tokens, value.from, value.to).operator
      if (spoken !== '=' && spoken !== '!=') put(spoken, value.value, 'date')
    }
    put('=', value.value, 'equal')
    if (negated) put('!=', value.value, 'unequal')
    return options
  })
}

/** The negation before says that a column is empty, not that a value is another. */
function isNegationSpent({ demands }: ReadingContext, at: number): boolean {
  return demands.absences.some(({ to }) => to <= at && at - to < 5)
}

function topColumns(context: ReadingContext, fits: (kind: string) => boolean, count = columnsPerValue): number[] {
  return context.columns
    .filter((id) => fits(context.schema.columns[id]?.kind ?? ''))
    .toSorted((one, other) => (context.roles.where[other] ?? 0) - (context.roles.where[one] ?? 0))
    .slice(0, count)
}

function nearness(context: ReadingContext, id: number, from: number, to: number): string {
  const link = context.question.columns.get(id)?.[0]
  if (link === undefined) return 'none'
  return `${link.score > 0.8 ? 'h' : 'l'}${Math.max(-5, Math.min(5, link.to <= from ? from - link.to : to - link.from - 1))}`
}

function numberOptions(context: ReadingContext): AnchorOption[] {
  const { tokens } = context.question
  return tokens.flatMap((token, at): AnchorOption[] => {
    if (token.number === undefined || token.quoted) return []
    const range = rangeAt(context, at)
    if (range === 'second') return []
    const from = at
    const to = range === undefined ? at + 1 : range.to
    const { operator, cue } = comparisonAround(tokens, from, to)
    const amount = token.number
    const sort = `${token.kind}${amount >= 1900 && amount <= 2100 && Number.isInteger(amount) ? 'year' : amount < 10 ? 'few' : 'many'}${range === undefined ? '' : 'range'}`
    const options: AnchorOption[] = []
    const measured = context.columns.filter(
      (id) => unitFactor(tokens[to]?.lemma ?? '', context.schema.columns[id]?.names[0]?.words ?? []) !== undefined,
    )
    const columns = new Set([
      ...measured,
      ...topColumns(context, (kind) => kind === 'number' || kind === 'other' || kind === 'date'),
      ...topColumns(context, (kind) => kind === 'text' || kind === 'boolean', 2).filter(
        (id) => (context.roles.where[id] ?? 0) > 0.15,
      ),
    ])
    for (const [rank, id] of [...columns].entries()) {
      const column = context.schema.columns[id]
      if (column === undefined || (column.kind === 'date' && !sort.includes('year'))) continue
      const factor = unitFactor(tokens[to]?.lemma ?? '', column.names[0]?.words ?? [])
      const near = factor === undefined ? nearness(context, id, from, to) : 'h1'
      const probability = context.roles.where[id] ?? 0
      const marks = [
        'number',
        sort,
        `op${cue}`,
        `${sort}${cue}`,
        `r${rank}`,
        `pw${Math.floor(probability * 8)}`,
        near,
        `${near}${cue}`,
        `${column.kind}${sort}`,
        `k${column.isPrimary}${column.isForeign}${cue}`,
        `w${column.names[0]?.words.at(-1)}${sort}`,
        `pt${Math.floor((context.tables[column.table] ?? 0) * 5)}`,
        ...wordPairs(context, id, from, to),
      ]
      const left =
        column.kind === 'date' ? { term: { kind: 'part' as const, part: 'year' as const, column: id } } : columnOf(id)
      const condition: Condition =
        range === undefined
          ? { kind: 'compare', left, operator, value: amount * (factor ?? 1) }
          : { kind: 'between', left, low: amount * (factor ?? 1), high: range.high * (factor ?? 1) }
      options.push({
        kind: 'where',
        from,
        to,
        column: id,
        value: amount,
        condition,
        features: describe(context, from, to, marks),
      })
    }
    if (range === undefined) {
      options.push({
        kind: 'having',
        from,
        to,
        operator,
        amount,
        value: amount,
        features: describe(context, from, to, [
          'having',
          sort,
          `op${cue}`,
          `${sort}${cue}`,
          `tab${tableAt(context, to)}`,
        ]),
      })
      if (Number.isInteger(amount) && amount > 0 && amount <= 1000)
        options.push({
          kind: 'limit',
          from,
          to,
          amount,
          value: amount,
          features: describe(context, from, to, ['limit', sort, `op${cue}`, `tab${tableAt(context, to)}`]),
        })
    }
    return options
  })
}

function tableAt(context: ReadingContext, at: number): boolean {
  return [...context.question.tables.values()].some((links) =>
    links.some((link) => link.score > 0.8 && link.tokens.includes(at)),
  )
}

function rangeAt(context: ReadingContext, at: number): { to: number; high: number } | 'second' | undefined {
  const { tokens } = context.question
  const opens = (index: number) =>
    tokens[index - 1]?.lower === 'between' ||
    (tokens[index - 1]?.lower === 'from' && ['to', 'through', 'until'].includes(tokens[index + 1]?.lower ?? '')) ||
    tokens[index - 2]?.lower === 'between' ||
    tokens[index - 3]?.lower === 'between'
  const second = tokens[at + 2]
  const joins = ['and', 'to', 'through', 'until', '-'].includes(tokens[at + 1]?.lower ?? '')
  if (opens(at) && joins && second?.number !== undefined) return { to: at + 3, high: second.number }
  if (
    at >= 2 &&
    tokens[at - 2]?.number !== undefined &&
    opens(at - 2) &&
    ['and', 'to', 'through', 'until', '-'].includes(tokens[at - 1]?.lower ?? '')
  )
    return 'second'
  return undefined
}

function dateOptions(context: ReadingContext): AnchorOption[] {
  const { tokens } = context.question
  return tokens.flatMap((token, at): AnchorOption[] => {
    if (token.kind !== 'date') return []
    const { operator, cue } = comparisonAround(tokens, at, at + 1)
    return topColumns(context, (kind) => kind === 'date' || kind === 'time' || kind === 'text').map((id, rank) => {
      const column = context.schema.columns[id]
      const marks = [
        'date',
        `${column?.kind}`,
        `op${cue}`,
        `r${rank}`,
        `pw${Math.floor((context.roles.where[id] ?? 0) * 8)}`,
        nearness(context, id, at, at + 1),
      ]
      return {
        kind: 'where',
        from: at,
        to: at + 1,
        column: id,
        value: token.text,
        condition: { kind: 'compare', left: columnOf(id), operator, value: token.text },
        features: describe(context, at, at + 1, marks),
      }
    })
  })
}

function taken(context: ReadingContext, option: AnchorOption): boolean {
  for (let at = option.from; at < option.to; at += 1) if (context.demands.tokens.has(at)) return true
  return false
}
