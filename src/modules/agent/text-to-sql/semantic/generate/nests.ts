import { comparisonAround } from '../language/comparisons.ts'
import { columnOf, type Aggregate, type Condition, type JoinPlan } from '../query/query.ts'
import { root } from '../language/lemmas.ts'
import { hierarchyWords } from '../schema/hierarchy.ts'
import type { ReadingContext } from './reading-context.ts'

/** Something the query says beyond one plain SELECT. */
export type NestProposal =
  | { kind: 'none'; score: number }
  /** Rows that have no partner: by key in a nested query (`hole` is the key outside, `inner` the column inside), or by EXCEPT. */
  | { kind: 'minus'; table: number; outer: number; inner: number; position: number; except: boolean; score: number }
  | { kind: 'intersect' | 'union'; score: number }
  /** Rows of a table through its own key: those that point to the rows filtered (`outer` is the key), or those pointed to. */
  | { kind: 'self'; table: number; outer: number; inner: number; score: number }
  | {
      kind: 'aggregate'
      condition: { column: number; operator: '<' | '>' | '<=' | '>=' | '=' | '!='; aggregate: Aggregate }
      /** Where the aggregate is spoken: filters that follow may belong to it. */
      position: number
      score: number
    }

const negations = new Set([
  'not',
  'never',
  'without',
  "n't",
  'no',
  'except',
  'excluding',
  'neither',
  'nor',
  'but',
  "don't",
  "doesn't",
  "didn't",
  "haven't",
  "hasn't",
  "isn't",
  "aren't",
  'none',
  'lack',
  'lacking',
  'yet',
  'any',
])
const functionWords = new Map<string, Aggregate>([
  ['average', 'avg'],
  ['mean', 'avg'],
  ['avg', 'avg'],
  ['maximum', 'max'],
  ['max', 'max'],
  ['largest', 'max'],
  ['highest', 'max'],
  ['all', 'max'],
  ['every', 'max'],
  ['minimum', 'min'],
  ['min', 'min'],
  ['smallest', 'min'],
  ['lowest', 'min'],
  ['any', 'min'],
  ['some', 'min'],
])
const least = -5

/** The most likely ways of nesting, best first; none among them. */
export function proposeNests(context: ReadingContext, count: number): NestProposal[] {
  const { nest } = context.shape
  if (context.demands.everyone) return [{ kind: 'none', score: 0 }]
  const selves = selfProposals(context)
  if (selves.length > 0) return selves
  const found: NestProposal[] = []
  for (const [kind, score] of nest) {
    if (kind === 'none') found.push({ kind, score })
    else if (score < least) continue
    else if (kind === 'minus' && negationsSpent(context)) continue
    else if (kind === 'minus') found.push(...minusProposals(context, score))
    else if (kind === 'intersect' || kind === 'union') found.push({ kind, score })
    else if (kind === 'aggregate') found.push(...aggregateProposals(context, score))
  }
  return found.toSorted((one, other) => other.score - one.score).slice(0, count)
}

const upward =
  /\b(?:manager|supervisor|boss|parent|superior|head) of\b|'s (?:manager|supervisor|boss|parent|superior)\b|\bwho (?:manages|supervises|leads)\b/i

/** "Who reports to …", "the manager of …": asked by a key of a table to itself whose name is spoken. */
function selfProposals(context: ReadingContext): NestProposal[] {
  const { schema, question, demands } = context
  if (demands.compared.length > 0) return []
  const inValue = (at: number) =>
    question.values.some(
      (value) => value.kind === 'exact' && value.to - value.from > 1 && at >= value.from && at < value.to,
    )
  const spoken = new Set(
    question.tokens.filter((token, at) => !token.quoted && !inValue(at)).map((token) => token.root),
  )
  return schema.edges.flatMap((edge): NestProposal[] => {
    if (edge.fromTable !== edge.toTable) return []
    const words = (schema.columns[edge.from]?.names[0]?.words ?? []).filter(
      (word) => !['id', 'to', 'code', 'number'].includes(word),
    )
    const said = words.some((word) => hierarchyWords.has(word)) ? [...words, ...hierarchyWords] : words
    if (!said.some((word) => spoken.has(root(word)))) return []
    const filtered = question.values.some(
      (value) => value.column !== undefined && schema.columns[value.column]?.table === edge.fromTable,
    )
    if (!filtered) return []
    const up = upward.test(question.text)
    return [
      {
        kind: 'self',
        table: edge.fromTable,
        outer: up ? edge.to : edge.from,
        inner: up ? edge.from : edge.to,
        score: 0,
      },
    ]
  })
}

/** What negates the question says that a column is empty, so nothing is left to subtract. */
function negationsSpent({ question, demands }: ReadingContext): boolean {
  const spent = (at: number) => demands.absences.some(({ from, to }) => at >= from && at < to)
  return (
    demands.absences.length > 0 &&
    question.tokens.every((token, at) => spent(at) || !(negations.has(token.lower) || token.lower.endsWith("n't")))
  )
}

function minusProposals(context: ReadingContext, score: number): NestProposal[] {
  const { schema, nestedTables, question } = context
  const negation = question.tokens.findLastIndex((token) => negations.has(token.lower) || token.lower.endsWith("n't"))
  const position = negation < 0 ? question.tokens.length : negation
  const tables = schema.tables
    .filter((table) => (nestedTables[table.id] ?? 0) > 0.03)
    .toSorted((one, other) => (nestedTables[other.id] ?? 0) - (nestedTables[one.id] ?? 0))
    .slice(0, 4)
  const same: NestProposal = {
    kind: 'minus',
    table: -1,
    outer: -1,
    inner: -1,
    position,
    except: true,
    score: score - 1.5,
  }
  return [
    same,
    ...tables.flatMap((table): NestProposal[] => {
      const own = score + Math.log(nestedTables[table.id] ?? 1e-3)
      return schema.edges.flatMap((edge): NestProposal[] => {
        const pairs: [number, number][] = []
        if (edge.fromTable === table.id && edge.toTable !== table.id) pairs.push([edge.to, edge.from])
        if (edge.toTable === table.id && edge.fromTable !== table.id) pairs.push([edge.from, edge.to])
        return pairs.flatMap(([outer, inner]): NestProposal[] => {
          const outerTable = schema.columns[outer]?.table ?? -1
          const total = own + Math.log((context.tables[outerTable] ?? 0) + 0.02)
          return [false, true].map((except) => ({
            kind: 'minus',
            table: table.id,
            outer,
            inner,
            position,
            except,
            score: total - 0.5,
          }))
        })
      })
    }),
  ]
}

function aggregateProposals(context: ReadingContext, score: number): NestProposal[] {
  const { question, roles, schema } = context
  const numbers = context.columns
    .filter((id) => schema.columns[id]?.kind !== 'text' && (roles.where[id] ?? 0) > 0.01)
    .toSorted((one, other) => (roles.where[other] ?? 0) - (roles.where[one] ?? 0))
    .slice(0, 4)
  return question.tokens.flatMap((token, at): NestProposal[] => {
    const aggregate = functionWords.get(token.lower)
    if (aggregate === undefined) return []
    const { operator } = comparisonAround(question.tokens, at, at + 1)
    if (operator === 'like' || operator === 'not like') return []
    return numbers.map((column) => ({
      kind: 'aggregate',
      position: at,
      condition: { column, operator: operator === '>=' ? '>' : operator === '<=' ? '<' : operator, aggregate },
      score: score + Math.log((roles.where[column] ?? 0) + 1e-3) + (operator === '=' ? -1.5 : 0),
    }))
  })
}

/** A comparison with an aggregate over the rows of `from`, all of them or those that pass `where`. */
export function aboveAggregate(
  column: number,
  operator: '<' | '>' | '<=' | '>=' | '=' | '!=',
  aggregate: Aggregate,
  from: JoinPlan,
  where: Condition[] = [],
): Condition {
  const select = [{ aggregate, term: { kind: 'column' as const, column } }]
  return {
    kind: 'query',
    left: columnOf(column),
    operator,
    query: { select, distinct: false, from, where, any: false, group: [] },
  }
}
