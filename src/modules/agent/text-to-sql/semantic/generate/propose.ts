import type { ProposalModel } from '../model/engine-model.ts'
import { tablesOfPlan, type JoinPlanner } from '../query/plan-joins.ts'
import {
  columnOf,
  columnsIn,
  columnsOfCondition,
  columnsOfDraft,
  type Condition,
  type Draft,
  type Expression,
  type Query,
} from '../query/query.ts'
import { renderQuery } from '../query/render.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import { findAnchors, type AnchorOption } from './anchors.ts'
import { assignAnchors } from './assignments.ts'
import type { Candidate } from './candidate.ts'
import { combineParts, type Combination } from './combine.ts'
import { plannerOf } from './likely-dates.ts'
import { countsLoneRows } from './lone-groups.ts'
import { aboveAggregate, proposeNests } from './nests.ts'
import { proposeOrders } from './orders.ts'
import type { ReadingContext } from './reading-context.ts'
import { proposeSelections } from './selections.ts'

const assignmentsTried = 6
const selectionsTried = 24
const ordersTried = 7
const nestsTried = 9
const mostJoins = 5

/** Whole candidate queries for a question, best first by the models' log-probabilities, each SQL once. */
export function proposeCandidates(context: ReadingContext, model: ProposalModel, count: number): Candidate[] {
  const planner = plannerOf(context.schema)
  const parts = {
    assignments: assignAnchors(findAnchors(context), model, assignmentsTried),
    selections: proposeSelections(context, selectionsTried),
    orders: proposeOrders(context, ordersTried),
    nests: proposeNests(context, nestsTried),
  }
  const builder = createBuilder(context, planner)
  const bySql = new Map<string, Candidate>()
  for (const combination of combineParts(context, parts, count)) {
    for (const candidate of builder.build(combination)) {
      const before = bySql.get(candidate.sql)
      if (before === undefined || before.scores.total < candidate.scores.total) bySql.set(candidate.sql, candidate)
    }
  }
  return [...bySql.values()].toSorted((one, other) => other.scores.total - one.scores.total).slice(0, count)
}

function createBuilder(context: ReadingContext, planner: JoinPlanner) {
  const { schema, question } = context
  const likely = schema.tables
    .toSorted((one, other) => (context.tables[other.id] ?? 0) - (context.tables[one.id] ?? 0))
    .slice(0, 5)
    .filter((table, index) => index < 2 || (context.tables[table.id] ?? 0) > 0.08)
  const edgeCosts = schema.edges.map((edge) => edgeCost(context, edge.from, edge.to) + (edge.declared ? 0 : 0.4))
  const tableCost = (edge: number) => {
    const key = schema.edges[edge]
    return (
      (edgeCosts[edge] ?? 1) -
      0.3 * Math.max(context.tables[key?.fromTable ?? 0] ?? 0, context.tables[key?.toTable ?? 0] ?? 0)
    )
  }
  const logTable = (id: number) => Math.log(Math.min(0.98, Math.max(0.01, context.tables[id] ?? 0)))
  const logNoTable = (id: number) => Math.log(1 - Math.min(0.98, Math.max(0.01, context.tables[id] ?? 0)))
  const none = schema.tables.reduce((sum, table) => sum + logNoTable(table.id), 0)

  /** Who means a view says its name; else its tables are meant. */
  function viewPenalty(id: number): number {
    return schema.tables[id]?.isView && (question.tables.get(id)?.[0]?.score ?? 0) < 0.99 ? 4 : 0
  }

  function tablesScore(tables: number[]): number {
    return tables.reduce((sum, id) => sum + logTable(id) - logNoTable(id) - viewPenalty(id), none)
  }

  function tableSets(needed: number[]): number[][] {
    const optional = likely
      .map((table) => table.id)
      .filter((id) => !needed.includes(id) && (needed.length === 0 || (context.tables[id] ?? 0) > 0.08))
    if (needed.length === 0) {
      const pairs = optional.flatMap((one, index) => optional.slice(index + 1).map((other) => [one, other]))
      return [...optional.map((id) => [id]), ...pairs]
    }
    return [
      needed,
      ...optional.slice(0, 3).map((id) => [...needed, id]),
      ...(optional.length > 1 ? [[...needed, ...optional.slice(0, 2)]] : []),
    ]
  }

  function plan(draft: Draft, tables: number[]): Query | undefined {
    const from = planner.plan(tables, tableCost)
    if (from === undefined || from.steps.length > mostJoins) return undefined
    const { tables: _, compound, optional = [], ...rest } = draft
    if (optional.length > 0 && compound === undefined) return withOptional(schema, { ...rest, from }, optional)
    if (compound === undefined) return { ...rest, from }
    const right = plan(compound.right, [...new Set([...compound.right.tables, ...tablesOf(compound.right)])])
    return right === undefined ? undefined : { ...rest, from, compound: { operator: compound.operator, right } }
  }

  function tablesOf(draft: Draft): number[] {
    return [...new Set(columnsOfDraft(draft).map((id) => schema.columns[id]?.table ?? 0))]
  }

  function* build(combination: Combination): Generator<Candidate> {
    for (const draft of drafts(combination)) {
      const needed = [...new Set([...tablesOf(draft), ...draft.tables])]
      const ranked = (draft.optional === undefined ? tableSets(needed) : [needed])
        .map((tables) => ({ tables, score: tablesScore(tables) }))
        .toSorted((one, other) => other.score - one.score)
      const likeliest = ranked.slice(0, 4)
      const joinable = likeliest.some(({ tables }) => (planner.plan(tables, tableCost)?.steps.length ?? 9) <= mostJoins)
      const sets = joinable ? likeliest : ranked.slice(4)
      for (const set of sets) {
        const withTables =
          draft.compound === undefined || combination.nest.kind === 'minus'
            ? draft
            : { ...draft, compound: { ...draft.compound, right: { ...draft.compound.right, tables: set.tables } } }
        const query = plan(withTables, set.tables)
        if (query === undefined || countsLoneRows(schema, query)) continue
        const tables = tablesOfPlan(query.from)
        const scores = { ...combination.scores, tables: tablesScore(tables), total: 0 }
        scores.total = combination.total + scores.tables
        yield {
          query,
          sql: renderQuery(query, schema),
          scores,
          shape: {
            select: combination.selection.kind,
            group: combination.group.kind,
            order: combination.order.kind,
            where: combination.whereKind,
            nest: combination.nest.kind,
          },
          selection: combination.selection,
          chosen: combination.assignment.chosen,
          nest: combination.nest,
          tables,
        }
      }
    }
  }

  function* drafts(combination: Combination): Generator<Draft> {
    const { selection, assignment, order, nest, group, any } = combination
    const filters = assignment.chosen.filter((option) => option.kind === 'where' && option.condition !== undefined)
    const conditions = (options: AnchorOption[]) =>
      distinctConditions(options.flatMap((option) => (option.condition === undefined ? [] : [option.condition])))
    const limit =
      order.limit === 'one'
        ? 1
        : order.limit === 'given'
          ? assignment.chosen.find((option) => option.kind === 'limit')?.amount
          : undefined
    const base: Draft = {
      select: selection.items,
      distinct: false,
      tables: selection.tables ?? [],
      ...(selection.optional === undefined ? {} : { optional: selection.optional }),
      ...(selection.summary === undefined ? {} : { summary: selection.summary }),
      where: conditions(filters),
      any,
      group: group.terms,
      ...(order.order === undefined ? {} : { order: order.order }),
      ...(order.further === undefined ? {} : { further: order.further }),
      ...(limit === undefined ? {} : { limit }),
    }
    for (const having of havings(context, combination)) {
      const whole: Draft = having === undefined ? base : { ...base, having }
      if (nest.kind === 'none') yield whole
      else if (nest.kind === 'aggregate') {
        const { column, operator, aggregate } = nest.condition
        const first = schema.columns[column]?.table ?? 0
        yield { ...whole, where: [...whole.where, aboveAggregate(column, operator, aggregate, { first, steps: [] })] }
        const later = conditions(filters.filter((option) => option.from > nest.position))
        if (later.length === 0) continue
        const from = planner.plan(
          [first, ...later.flatMap((each) => columnsIn(each.left).map((id) => schema.columns[id]?.table ?? 0))],
          tableCost,
        )
        if (from === undefined) continue
        const earlier = conditions(filters.filter((option) => option.from < nest.position))
        yield { ...whole, where: [...earlier, aboveAggregate(column, operator, aggregate, from, later)] }
      } else if (nest.kind === 'self') {
        const inside = filters.filter((option) => schema.columns[option.column ?? -1]?.table === nest.table)
        if (inside.length === 0) continue
        const inner: Query = {
          select: [columnOf(nest.inner)],
          distinct: false,
          from: { first: nest.table, steps: [] },
          where: conditions(inside),
          any: false,
          group: [],
        }
        const rest = conditions(filters.filter((option) => !inside.includes(option)))
        yield {
          ...whole,
          where: [...rest, { kind: 'query', left: columnOf(nest.outer), operator: 'in', query: inner }],
        }
      } else if (nest.kind === 'minus') yield* minus(whole, filters, nest)
      else {
        const pair = filters.slice(-2)
        const [one, other] = pair
        if (one === undefined || other === undefined) continue
        const rest = filters.filter((option) => !pair.includes(option))
        const { order: _, limit: __, ...right } = whole
        yield {
          ...whole,
          where: conditions([...rest, one]),
          compound: { operator: nest.kind, right: { ...right, where: conditions([...rest, other]) } },
        }
      }
    }
  }

  function* minus(
    whole: Draft,
    filters: AnchorOption[],
    nest: Extract<Combination['nest'], { kind: 'minus' }>,
  ): Generator<Draft> {
    const conditions = (options: AnchorOption[]) =>
      options.flatMap((option) => (option.condition === undefined ? [] : [positive(option.condition)]))
    const outerTable = schema.columns[nest.outer]?.table ?? tablesOf(whole)[0] ?? likely[0]?.id ?? 0
    const splits =
      filters.length === 0
        ? [[[], []]]
        : [
            [
              filters.filter((option) => option.from < nest.position),
              filters.filter((option) => option.from >= nest.position),
            ],
            [[], filters],
            [filters, []],
          ]
    const seen = new Set<string>()
    for (const [outside = [], inside = []] of splits) {
      const key = outside.map((option) => option.from).join()
      if (seen.has(key)) continue
      seen.add(key)
      const innerConditions = conditions(inside)
      const innerTables = [
        ...new Set([
          nest.table < 0 ? outerTable : nest.table,
          ...innerConditions.flatMap((each) => columnsIn(each.left).map((id) => schema.columns[id]?.table ?? 0)),
        ]),
      ]
      if (nest.table < 0 && inside.length === 0) continue
      if (nest.except) {
        if (whole.group.length > 0 || whole.order !== undefined) continue
        yield {
          ...whole,
          where: conditions(outside),
          tables: [outerTable],
          compound: {
            operator: 'except',
            right: { ...whole, where: innerConditions, tables: [...new Set([outerTable, ...innerTables])] },
          },
        }
      } else {
        const from = planner.plan(innerTables, tableCost)
        if (from === undefined) continue
        const inner: Expression = { term: { kind: 'column', column: nest.inner } }
        const query: Query = { select: [inner], distinct: false, from, where: innerConditions, any: false, group: [] }
        const condition: Condition = {
          kind: 'query',
          left: { term: { kind: 'column', column: nest.outer } },
          operator: 'not in',
          query,
        }
        yield { ...whole, where: [...conditions(outside), condition] }
      }
    }
  }

  return { build }
}

/** Joins some tables without losing rows: what bounds them bounds their join. */
function withOptional(schema: SchemaIndex, query: Query, optional: readonly number[]): Query {
  const bounds = (condition: Condition) =>
    optional.findLast((table) => columnsOfCondition(condition).some((id) => schema.columns[id]?.table === table))
  const last = query.from.steps.findLast((step) => optional.includes(step.table))?.table
  const steps = query.from.steps.map((step) => {
    if (!optional.includes(step.table)) return step
    const where = step.table === last ? query.where.filter((condition) => bounds(condition) !== undefined) : []
    return { ...step, optional: true, ...(where.length === 0 ? {} : { where }) }
  })
  const where = query.where.filter((condition) => bounds(condition) === undefined)
  return { ...query, from: { ...query.from, steps }, where }
}

/** Two words for one thing make one condition. */
function distinctConditions(conditions: Condition[]): Condition[] {
  const seen = new Set<string>()
  return conditions.filter((condition) => {
    const key = JSON.stringify(condition)
    return !seen.has(key) && seen.add(key)
  })
}

/** Inside a nested query that is itself negated, the negation is spent. */
function positive(condition: Condition): Condition {
  if (condition.kind !== 'compare') return condition
  if (condition.operator === '!=') return { ...condition, operator: '=' }
  return condition.operator === 'not like' ? { ...condition, operator: 'like' } : condition
}

function edgeCost(context: ReadingContext, from: number, to: number): number {
  const score = (id: number) => Math.max(0, ...(context.question.columns.get(id) ?? []).map((link) => link.score))
  return 0.3 * (1 - Math.max(score(from), 0.3 * score(to)))
}

function havings(context: ReadingContext, combination: Combination): (Condition | undefined)[] {
  const option = combination.assignment.chosen.find((each) => each.kind === 'having')
  if (option === undefined || option.operator === undefined || option.amount === undefined) return [undefined]
  const { operator, amount } = option
  if (combination.group.kind === 'count')
    return [{ kind: 'compare', left: { aggregate: 'count', term: { kind: 'all' } }, operator, value: amount }]
  const { text } = context.question
  const aggregate = /\b(?:average|mean|avg)\b/i.test(text)
    ? 'avg'
    : /\b(?:total|sum)\b/i.test(text)
      ? 'sum'
      : /\b(?:max\w*|highest|largest)\b/i.test(text)
        ? 'max'
        : 'avg'
  const { roles } = context
  const weight = (id: number) => (roles.aggregate[id] ?? 0) + (roles.where[id] ?? 0) + (roles.order[id] ?? 0)
  const best = context.columns
    .filter((id) => context.schema.columns[id]?.kind !== 'text')
    .toSorted((one, other) => weight(other) - weight(one))
    .slice(0, 2)
  return best.map((column) => ({
    kind: 'compare',
    left: { aggregate, term: { kind: 'column', column } },
    operator,
    value: amount,
  }))
}
