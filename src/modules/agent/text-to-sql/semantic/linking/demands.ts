import { findPeriods, spokenPart, type Period } from '../language/periods.ts'
import { functionWords } from '../language/function-words.ts'
import type { ShapePart } from '../model/shape.ts'
import type { DatePart, Expression } from '../query/query.ts'
import { rowMeasures, type Measure } from '../schema/measures.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import { findAbsences, type Absence } from './absences.ts'
import { findComparedColumns, type ComparedColumns } from './compared-columns.ts'
import { findFlags, type Flag } from './flags.ts'
import type { LinkedQuestion } from './link.ts'

/** What a question plainly asks for, so that a query without it is no answer. */
export interface Demands {
  /** Stretches of time that rows must lie in. */
  periods: Period[]
  /** The answer is wanted per month, quarter, year or day. */
  part?: DatePart
  measure?: Expression
  /** A figure that is computed of each row. */
  rowMeasure?: Expression
  /** Rows are wanted by a figure from the most or the least on: "top", "the most". */
  superlative: boolean
  /** Only the one thing is asked for, not its figure. */
  single: boolean
  /** Figures are wanted for each of something. */
  split: boolean
  /** All rows, the most first. */
  listed: boolean
  /** Also those without anything to count. */
  everyone: boolean
  /** A share of the whole, in percent. */
  percentage: boolean
  /** Columns that must be empty, or must not be. */
  absences: Absence[]
  /** Columns that must stand in a relation to another. */
  compared: ComparedColumns[]
  /** Yes-or-no columns that hold or do not. */
  flags: Flag[]
  /** Periods are compared with each other. */
  versus: boolean
  /** Tokens that these take up. */
  tokens: Set<number>
}

/** No demand at all. */
export const noDemands: Demands = {
  periods: [],
  superlative: false,
  single: false,
  split: false,
  listed: false,
  everyone: false,
  percentage: false,
  absences: [],
  compared: [],
  flags: [],
  versus: false,
  tokens: new Set(),
}

/** Reads what a question demands, as far as the schema can give it. */
export function findDemands(
  question: LinkedQuestion,
  schema: SchemaIndex,
  measures: readonly Measure[],
  now: Date,
): Demands {
  const { tokens } = question
  const taken = new Set<number>()
  const named = (at: number) =>
    [...question.columns.values(), ...question.tables.values()].some((links) =>
      links.some((link) => link.score > 0.85 && link.tokens.includes(at)),
    )
  const hasDates = schema.columns.some((column) => column.kind === 'date')
  const periods = hasDates
    ? findPeriods(tokens, now).filter(
        (period) => (period.certain || plainYear(question, schema, period)) && !valued(question, period),
      )
    : []
  for (const period of periods) for (let at = period.from; at < period.to; at += 1) taken.add(at)
  const spoken = hasDates ? spokenPart(tokens) : undefined
  const part = spoken !== undefined && !named(spoken.at) && !taken.has(spoken.at) ? spoken : undefined
  if (part !== undefined) taken.add(part.at)
  const versus =
    periods.length > 1 && /\b(?:vs\.?|versus|compared? (?:to|with)|against|and)\b|\bvs\b/i.test(question.text)
  const measure = measures.flatMap((each) => {
    const at = each.names
      .map((name) => ({
        name,
        at: placeOf(
          name,
          tokens.map((token) => token.lower),
        ),
      }))
      .find((found) => found.at >= 0)
    if (at === undefined || named(at.at) || named(at.at + at.name.length) || qualifies(tokens, at.at + at.name.length))
      return []
    return [{ expression: each.expression, at: at.at, length: at.name.length }]
  })[0]
  if (measure !== undefined) for (let at = measure.at; at < measure.at + measure.length; at += 1) taken.add(at)
  const row = measure === undefined ? rowMeasureIn(tokens, schema) : undefined
  if (row !== undefined) for (let at = row.from; at < row.to; at += 1) taken.add(at)
  const absences = findAbsences(question, schema)
  const compared = findComparedColumns(question, schema)
  const flags = findFlags(question, schema)
  for (const { from, to } of [...absences, ...compared, ...flags]) for (let at = from; at < to; at += 1) taken.add(at)
  const share = tokens.findIndex(
    (token, at) =>
      /^(?:percent|percentage|%|proportion|fraction)$/.test(token.lower) ||
      (token.lower === 'share' && tokens[at + 1]?.lower === 'of'),
  )
  return {
    periods,
    ...(part === undefined ? (versus ? { part: lengthOf(periods) } : {}) : { part: part.part }),
    ...(measure === undefined ? {} : { measure: measure.expression }),
    ...(row === undefined ? {} : { rowMeasure: row.expression }),
    superlative:
      /\b(?:top|most|least|highest|lowest|best|worst|largest|smallest|biggest|fewest|bottom)\b/i.test(question.text) &&
      !listed.test(question.text),
    single: /^(?:who|which)\b/i.test(question.text) && !tokens.some((token) => token.number !== undefined),
    split: /\b(?:per|by|each|every|for all)\b/i.test(question.text),
    listed: listed.test(question.text),
    everyone: everyone.test(question.text),
    percentage: share >= 0 && !named(share),
    absences,
    compared,
    flags,
    versus,
    tokens: taken,
  }
}

const everyone =
  /\b(?:including|include|even|also)\b[^.?]{0,40}\b(?:without|no|none|zeros?|empty|0)\b|\beven if (?:they|it|there)\b[^.?]{0,20}\b(?:no|none|not)\b/i

const listed =
  /\b(?:most|least|highest|lowest|largest|smallest|newest|oldest|biggest|best|worst|latest|earliest)\b(?: \w+)? first\b/i

/** A bare year bounds a date unless it is compared with something or counts something, or the schema keeps years by themselves. */
function plainYear(question: LinkedQuestion, schema: SchemaIndex, period: Period): boolean {
  if (
    schema.columns.some((column) => column.kind !== 'date' && column.names.some((name) => name.words.includes('year')))
  )
    return false
  const first = question.tokens[period.from]?.lower ?? ''
  const before = question.tokens[period.from - 1]?.lower ?? ''
  const next = question.tokens[period.to]
  const ends =
    next === undefined || next.kind === 'mark' || functionWords.has(next.lower) || /^(?:vs|versus)$/.test(next.lower)
  return (
    /^(?:in|during|since|before|after|until|from|between|for|of)$/.test(first) ||
    /^(?:vs|versus)$/.test(before) ||
    (ends && !/^(?:than|over|above|under|below|exactly|equal|equals|is|=|to|least|by)$/.test(before))
  )
}

/** A month or date that is itself a cell of the database is a value, not a period. */
function valued(question: LinkedQuestion, period: Period): boolean {
  return question.values.some(
    (value) =>
      value.kind === 'exact' && value.from <= period.from + 1 && value.to >= period.to && value.to - value.from <= 2,
  )
}

function rowMeasureIn(
  tokens: LinkedQuestion['tokens'],
  schema: SchemaIndex,
): { expression: Expression; from: number; to: number } | undefined {
  const words = tokens.map((token) => token.lower)
  for (const { names, expression } of rowMeasures(schema)) {
    for (const name of names) {
      const from = placeOf(name, words)
      if (from >= 0) return { expression, from, to: from + name.length }
    }
  }
  return undefined
}

/** The part of the calendar that all periods are one of. */
function lengthOf(periods: readonly Period[]): DatePart {
  const days = Math.max(
    ...periods.map(({ start = '', end = '' }) => (Date.parse(end) - Date.parse(start)) / 86_400_000),
  )
  if (days > 300) return 'year'
  if (days > 80) return 'quarter'
  return days > 20 ? 'month' : days > 5 ? 'week' : 'day'
}

/** "Sales agents" are people, no figure. */
function qualifies(tokens: LinkedQuestion['tokens'], at: number): boolean {
  return /^(?:agent|rep|representative|person|people|manager|staff|team|employee|associate|assistant|clerk|tax|support|order|office|department)$/.test(
    tokens[at]?.lemma ?? '',
  )
}

function placeOf(name: string[], words: string[]): number {
  for (let at = 0; at + name.length <= words.length; at += 1) {
    if (name.every((word, index) => words[at + index] === word || words[at + index] === `${word}s`)) return at
  }
  return -1
}

/** The parts of a query's shape that demands decide. */
export function settledParts({ part, measure, listed }: Demands): ShapePart[] {
  if (measure !== undefined) return ['select', 'group', 'order']
  return [
    ...(part === undefined ? [] : (['select', 'group'] as const)),
    ...(listed || part !== undefined ? (['order'] as const) : []),
  ]
}
