import type { Candidate } from '../generate/candidate.ts'
import type { ReadingContext } from '../generate/reading-context.ts'
import { isContentWord } from '../language/function-words.ts'
import { isUnit } from '../language/units.ts'
import { shapePartNames, shapeParts, type ShapePart } from '../model/shape.ts'
import { columnsIn, columnsInTerm, type Query } from '../query/query.ts'
import { cues, traitsOf } from './cues.ts'
import { namedElsewhere } from './named-elsewhere.ts'

/** The features of a candidate as the ranker sees them, by `featureNames`. */
export type FeatureVector = Float64Array

const names: string[] = []

/** The names of the features, in order; complete once one vector was made. */
export const featureNames: readonly string[] = names

/** What the features of all candidates of one question share. */
export interface RankingContext {
  text: string
  asked: boolean[]
  content: number[]
  strongColumns: { tokens: number[]; column: number }[]
  strongTables: number[]
  best: Record<string, number>
}

const cueWords =
  /^(?:average|mean|total|sum|maximum|minimum|number|count|many|order|ordered|sorted|sort|descending|ascending|alphabetical|alphabetically|most|least|highest|lowest|different|distinct|top|greater|more|less|than|least|equal|between|contain|contains|start|starts|begin|end|list|show|find|give|return|number|amount|common|each|every|per|both|record|records|information|detail|details)$/

/** Prepares the features of a question's candidates. */
export function rankingContext(context: ReadingContext, candidates: readonly Candidate[]): RankingContext {
  const text = context.question.text.toLowerCase()
  const bestAt = new Map<number, number>()
  for (const links of context.question.columns.values())
    for (const link of links) for (const at of link.tokens) bestAt.set(at, Math.max(bestAt.get(at) ?? 0, link.score))
  const strongColumns: RankingContext['strongColumns'] = []
  for (const [column, links] of context.question.columns) {
    for (const link of links)
      if (link.score > 0.8 && link.tokens.every((at) => (bestAt.get(at) ?? 0) <= link.score + 1e-9))
        strongColumns.push({ tokens: link.tokens, column })
  }
  const best: Record<string, number> = {}
  for (const candidate of candidates) {
    for (const [name, score] of Object.entries(candidate.scores)) best[name] = Math.max(best[name] ?? -Infinity, score)
  }
  return {
    text,
    asked: cues.map((cue) => cue.asked.test(text)),
    content: context.question.tokens.flatMap((token, at, tokens) => {
      const spoken = context.demands.tokens.has(at) || (tokens[at - 1]?.kind === 'number' && isUnit(token.lower))
      return token.kind === 'word' && isContentWord(token.lower) && !cueWords.test(token.lower) && !spoken ? [at] : []
    }),
    strongColumns,
    strongTables: [...context.question.tables].flatMap(([id, [link]]) => ((link?.score ?? 0) > 0.85 ? [id] : [])),
    best,
  }
}

/** The features of one candidate. `rank` is its place by the proposal's own score. */
export function candidateFeatures(
  context: ReadingContext,
  ranking: RankingContext,
  candidate: Candidate,
  rank: number,
): FeatureVector {
  const values: number[] = []
  const fresh = names.length === 0
  const put = (name: string, value: number) => {
    if (fresh) names.push(name)
    values.push(value)
  }
  const { query, scores, shape } = candidate
  put('rank', Math.min(rank, 100))
  for (const [name, score] of Object.entries(scores)) {
    put(`score.${name}`, score)
    put(`behind.${name}`, (ranking.best[name] ?? 0) - score)
  }
  const classes: Record<string, string> = { ...shape }
  for (const name of ['count', 'sum', 'avg', 'min', 'max'])
    classes[name] = candidate.selection.items.some((item) => item.aggregate === name) ? 'yes' : 'no'
  for (const part of shapePartNames) {
    const logs = context.shape[part]
    const own = logs.get(classes[part] ?? '') ?? -12
    put(`shape.${part}`, own)
    put(`shapeBehind.${part}`, Math.max(...logs.values()) - own)
  }
  const traits = traitsOf(query)
  for (const [index, cue] of cues.entries())
    put(`cue.${cue.name}`, (ranking.asked[index] ? 1 : 0) + (cue.done(traits) ? 2 : 0))
  for (const part of ['select', 'group', 'order', 'where', 'nest'] as const)
    put(`kind.${part}`, [...shapePartClasses(part)].indexOf(shape[part]))
  put('any', query.any ? 1 : 0)
  roleFeatures(context, query, put)
  coverage(context, ranking, candidate, put)
  tableFeatures(context, ranking, candidate, put)
  put('items', query.select.length)
  put('filters', query.where.length)
  put('length', context.question.tokens.length)
  put('size', Math.log2(context.schema.columns.length + 1))
  put('chosen.unused', candidate.chosen.filter((option) => option.kind === 'unused').length)
  put('chosen.where', candidate.chosen.filter((option) => option.kind === 'where').length)
  put('except', candidate.nest.kind === 'minus' ? (candidate.nest.except ? 2 : 1) : 0)
  put('groupKey', groupSort(context, query))
  put('limit', query.limit ?? 0)
  keyFeatures(context, query, put)
  for (const [name, value] of Object.entries(namedElsewhere(context, candidate))) put(name, value)
  put('order.age', orderByAge(context, query))
  return Float64Array.from(values)
}

function shapePartClasses(part: ShapePart): readonly string[] {
  return shapeParts[part]
}

function groupSort(context: ReadingContext, query: Query): number {
  const [term] = query.group
  if (term?.kind !== 'column') return 0
  const column = context.schema.columns[term.column]
  const selected = query.select.some((item) => item.term.kind === 'column' && item.term.column === term.column)
  return (column?.isPrimary ? 1 : column?.isForeign ? 2 : column?.isNaming ? 3 : 4) + (selected ? 4 : 0)
}

const early = /\b(?:oldest|earliest|first)\b/i
const late = /\b(?:youngest|latest|newest|most recent\w*|last)\b/i

/** Direction, whether early or late ones are asked for, and whether the order is by a date or a year. */
function orderByAge({ schema, question }: ReadingContext, query: Query): number {
  const [id] = query.order === undefined ? [] : columnsIn(query.order.by)
  if (query.order === undefined) return 0
  const column = schema.columns[id ?? -1]
  const dated =
    column?.kind === 'date' ||
    (column?.names[0]?.words.some((word) => /^(?:year|date|birth|born|since)$/.test(word)) ?? false)
  const asked = early.test(question.text) ? 1 : late.test(question.text) ? 2 : 0
  return (query.order.descending ? 2 : 1) + 3 * asked + (dated ? 9 : 0)
}

const keyWords = /\b(?:ids?|codes?|numbers?|identifiers?|keys?|identification)\b/i

/** Whether keys are shown or grouped by where the question names things. */
function keyFeatures(context: ReadingContext, query: Query, put: (name: string, value: number) => void): void {
  const { schema, question } = context
  const asked = keyWords.test(question.text) ? 1 : 0
  const plain = query.select.filter((item) => item.aggregate === undefined).flatMap(columnsIn)
  const keys = plain.filter((id) => schema.columns[id]?.isPrimary || schema.columns[id]?.isForeign)
  const whole = (id: number) => (question.columns.get(id)?.[0]?.score ?? 0) > 0.9
  const pointing = keys.filter(
    (id) =>
      !whole(id) &&
      schema.edges.some((edge) => edge.from === id && (question.tables.get(edge.toTable)?.[0]?.score ?? 0) > 0.85),
  )
  put('keys.asked', asked + 2 * Math.min(2, keys.length))
  put('keys.partly', keys.filter((id) => !whole(id)).length)
  put('keys.pointing', pointing.length)
  put(
    'naming.linkedTable',
    plain.filter(
      (id) =>
        schema.columns[id]?.isNaming && (question.tables.get(schema.columns[id]?.table ?? -1)?.[0]?.score ?? 0) > 0.85,
    ).length,
  )
  const place = (id: number) =>
    question.columns.get(id)?.[0]?.from ?? question.tables.get(schema.columns[id]?.table ?? -1)?.[0]?.from ?? 99
  put('select.first', plain.length === 0 ? -1 : Math.min(...plain.map(place)))
  const filters = query.where.flatMap((condition) => columnsIn(condition.left))
  const spans = new Set([...plain, ...filters].flatMap((id) => question.columns.get(id)?.[0]?.tokens.join() ?? []))
  put('spans.shared', [...plain, ...filters].length - spans.size)
  put(
    'views',
    [query.from.first, ...query.from.steps.map((step) => step.table)].filter((id) => schema.tables[id]?.isView).length,
  )
  put(
    'direct',
    question.tokens.length > 0 && query.from.steps.length === 0 ? (context.tables[query.from.first] ?? 0) : -1,
  )
}

function roleFeatures(context: ReadingContext, query: Query, put: (name: string, value: number) => void): void {
  const plain = query.select.filter((item) => item.aggregate === undefined).flatMap(columnsIn)
  const aggregated = query.select.filter((item) => item.aggregate !== undefined).flatMap(columnsIn)
  const least = (ids: number[], role: 'select' | 'aggregate' | 'where' | 'group' | 'order') =>
    ids.reduce((lowest, id) => Math.min(lowest, context.roles[role][id] ?? 0), 1)
  put('least.select', least(plain, 'select'))
  put('least.aggregate', least(aggregated, 'aggregate'))
  put(
    'least.where',
    least(
      query.where.flatMap((condition) => columnsIn(condition.left)),
      'where',
    ),
  )
  put('least.group', least(query.group.flatMap(columnsInTerm), 'group'))
  put('least.order', least(query.order === undefined ? [] : columnsIn(query.order.by), 'order'))
  const used = new Set([...plain, ...aggregated])
  let left = 0
  let most = 0
  for (const id of context.columns) {
    const probability = used.has(id) ? 0 : (context.roles.select[id] ?? 0)
    left += probability
    most = Math.max(most, probability)
  }
  put('left.select', left)
  put('most.select', most)
  const links = plain.map((id) => context.question.columns.get(id)?.[0])
  put('linked.select', links.reduce((sum, link) => sum + (link?.score ?? 0), 0) / Math.max(1, links.length))
  put('unlinked.select', links.filter((link) => link === undefined || link.score < 0.5).length)
  const columns = plain.map((id) => context.schema.columns[id])
  put('keys.select', columns.filter((column) => column?.isPrimary || column?.isForeign).length)
  put('naming.select', columns.filter((column) => column?.isNaming).length)
  put('tables.select', new Set(columns.map((column) => column?.table)).size)
  const filtered = new Set(query.where.flatMap((condition) => columnsIn(condition.left)))
  put('select.filtered', plain.filter((id) => filtered.has(id)).length)
  put('order.selected', query.order !== undefined && columnsIn(query.order.by).some((id) => used.has(id)) ? 1 : 0)
  const repeated = query.where.length - filtered.size
  put('where.repeated', repeated)
  put('where.table', new Set([...filtered].map((id) => context.schema.columns[id]?.table)).size)
}

function coverage(
  context: ReadingContext,
  ranking: RankingContext,
  candidate: Candidate,
  put: (name: string, value: number) => void,
): void {
  const covered = new Set<number>()
  const columns = new Set<number>()
  const cover = (tokens: number[] | undefined) => {
    for (const at of tokens ?? []) covered.add(at)
  }
  const visit = (query: Query) => {
    const own = [
      ...query.select.flatMap(columnsIn),
      ...query.where.flatMap((condition) => columnsIn(condition.left)),
      ...query.group.flatMap(columnsInTerm),
      ...(query.order === undefined ? [] : columnsIn(query.order.by)),
      ...(query.having === undefined ? [] : columnsIn(query.having.left)),
    ]
    for (const id of own) {
      columns.add(id)
      for (const link of context.question.columns.get(id) ?? []) cover(link.tokens)
    }
    for (const table of [query.from.first, ...query.from.steps.map((step) => step.table)])
      for (const link of context.question.tables.get(table) ?? []) cover(link.tokens)
    for (const condition of query.where) if (condition.kind === 'query') visit(condition.query)
    if (query.compound !== undefined) visit(query.compound.right)
  }
  visit(candidate.query)
  for (const option of candidate.chosen)
    if (option.kind !== 'unused') for (let at = option.from; at < option.to; at += 1) covered.add(at)
  const open = ranking.content.filter((at) => !covered.has(at))
  put('open', open.length)
  put('openShare', ranking.content.length === 0 ? 0 : open.length / ranking.content.length)
  put('openLinked', open.filter((at) => (context.question.words[at]?.length ?? 0) > 0).length)
  const strong = ranking.strongColumns.filter((each) => !each.tokens.every((at) => covered.has(at)))
  put('openColumns', new Set(strong.map((each) => each.tokens.join())).size)
  const uncertain = ranking.strongColumns.filter(
    (each) =>
      !columns.has(each.column) &&
      !ranking.strongColumns.some((other) => columns.has(other.column) && other.tokens.join() === each.tokens.join()),
  )
  put('openNames', new Set(uncertain.map((each) => each.tokens.join())).size)
}

function tableFeatures(
  context: ReadingContext,
  ranking: RankingContext,
  candidate: Candidate,
  put: (name: string, value: number) => void,
): void {
  const { tables, query } = candidate
  const link = (id: number) => context.question.tables.get(id)?.[0]?.score ?? 0
  put('tables', tables.length)
  put('tables.unlinked', tables.filter((id) => link(id) < 0.5).length)
  put(
    'tables.least',
    tables.reduce((lowest, id) => Math.min(lowest, context.tables[id] ?? 0), 1),
  )
  put(
    'tables.left',
    Math.max(
      0,
      ...context.schema.tables
        .filter((table) => !tables.includes(table.id))
        .map((table) => context.tables[table.id] ?? 0),
    ),
  )
  const nested = new Set<number>()
  for (const condition of query.where)
    if (condition.kind === 'query')
      for (const id of [condition.query.from.first, ...condition.query.from.steps.map((step) => step.table)])
        nested.add(id)
  if (query.compound !== undefined)
    for (const id of [query.compound.right.from.first, ...query.compound.right.from.steps.map((step) => step.table)])
      nested.add(id)
  put('tables.open', ranking.strongTables.filter((id) => !tables.includes(id) && !nested.has(id)).length)
  const needed = new Set(
    [
      ...query.select.flatMap(columnsIn),
      ...query.where.flatMap((condition) => columnsIn(condition.left)),
      ...query.group.flatMap(columnsInTerm),
      ...(query.order === undefined ? [] : columnsIn(query.order.by)),
    ].map((id) => context.schema.columns[id]?.table),
  )
  const extra = tables.filter((id) => !needed.has(id))
  put('tables.extra', extra.length)
  put('tables.extraLinks', extra.filter((id) => context.schema.tables[id]?.isLink).length)
  put(
    'tables.extraLeast',
    extra.reduce((lowest, id) => Math.min(lowest, context.tables[id] ?? 0), 1),
  )
  put('edges.inferred', query.from.steps.filter((step) => !context.schema.edges[step.edge]?.declared).length)
}
