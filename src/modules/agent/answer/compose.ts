import type { Cell, ResultColumn, ResultSet } from '../sql/result.ts'
import { formatCell, joinWords, labelOf } from './format.ts'
import { plural } from './nouns.ts'
import { natureOf } from './shape.ts'
import { ungroundedNumerals } from './numerals.ts'

/** What a sentence is made of. */
export interface Composition {
  result: ResultSet
  /** What the statement does, in plain words. */
  explanation: string
  /** A policy left rows out. */
  narrowed: boolean
}

const mostListed = 10

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const labelled = (column: ResultColumn, rows: Cell[][]): string => {
  const label = labelOf(column.name)
  // `address2` would put a number into the sentence that no row holds, and an expression is no name.
  return /^[\p{L}\d ]+$/u.test(label) && ungroundedNumerals(label, rows).length === 0 ? label : 'value'
}

const show = (column: ResultColumn, cell: Cell | undefined): string =>
  formatCell(cell ?? null, column.name.replaceAll('_', ' '), column.type)

/** The explanation as the subject of a sentence, when it can be one: "Counts customers." is "the number of customers". */
const subjectOf = (explanation: string, rows: Cell[][]): string | undefined => {
  const text = explanation
    .trim()
    .replace(/\.$/, '')
    .replace(/^counts ([\p{L} ]+?)(?= where | with |$)/iu, (_, noun: string) => `the number of ${plural(noun)}`)
    .replace(/^(?:lists|finds) (?=the )/i, '')
  const isNounPhrase = /^(?:the|an?) /i.test(text) && !text.includes(', ')
  return isNounPhrase && text.length <= 160 && ungroundedNumerals(text, rows).length === 0 ? text : undefined
}

const oneValue = (column: ResultColumn, { result, explanation }: Composition): string => {
  const [row] = result.rows
  const value = show(column, row?.[0])
  const subject = subjectOf(explanation, result.rows) ?? `the ${labelled(column, result.rows)}`
  if (row?.[0] === null) return `There is no value for ${subject}.`
  return `${capital(subject)} is ${value}.`
}

const oneRow = ({ columns, rows }: ResultSet): string => {
  const [row = []] = rows
  const parts = columns.map((column, at) => `${labelled(column, rows)} ${show(column, row[at])}`)
  return `${capital(joinWords(parts))}.`
}

const list = (column: ResultColumn, { rows, truncated }: ResultSet): string => {
  const shown = rows.slice(0, mostListed).map((row) => show(column, row[0]))
  const all = !truncated && rows.length <= mostListed
  const count = `${formatCell(rows.length)} ${rows.length === 1 ? 'result' : 'results'}`
  return all ? `${count}: ${joinWords(shown)}.` : `${count}, beginning with ${joinWords(shown.slice(0, 5))}.`
}

const named = (column: ResultColumn, row: Cell[] | undefined, at: number): string => show(column, row?.[at])

/** A category and a number a row: who leads, who follows, who comes last. */
const ranking = (
  { columns, rows }: ResultSet,
  category: { column: ResultColumn; at: number },
  measure: { column: ResultColumn; at: number },
): string => {
  const pair = (row: Cell[] | undefined) =>
    `${named(category.column, row, category.at)} (${named(measure.column, row, measure.at)})`
  const count = `${formatCell(rows.length)} results`
  if (rows.length <= 5)
    return `${capital(labelled(measure.column, rows))} by ${labelled(category.column, rows)}: ${joinWords(rows.map(pair))}.`
  const values = rows.map((row) => Number(row[measure.at] ?? Number.NaN))
  const falling = values.every((value, at) => at === 0 || value <= (values[at - 1] ?? value))
  if (falling) return `${count}: ${joinWords(rows.slice(0, 3).map(pair))} come first, ${pair(rows.at(-1))} last.`
  const numbers = values.filter((value) => !Number.isNaN(value))
  const highest = rows[values.indexOf(Math.max(...numbers))]
  const lowest = rows[values.indexOf(Math.min(...numbers))]
  if (columns.length > 3 || numbers.length === 0) return table({ columns, rows, truncated: false })
  const label = labelled(measure.column, rows)
  return `${count}: the highest ${label} is that of ${pair(highest)}, the lowest that of ${pair(lowest)}.`
}

const table = ({ columns, rows }: ResultSet): string => {
  const [row = []] = rows
  const first = columns.slice(0, 4).map((column, at) => `${labelled(column, rows)} ${named(column, row, at)}`)
  return `${formatCell(rows.length)} results; the first has ${joinWords(first)}.`
}

const body = (composition: Composition): string => {
  const { result } = composition
  const { columns, rows } = result
  const [first] = columns
  if (!first) return 'The statement gives no columns.'
  if (columns.length === 1) return rows.length === 1 ? oneValue(first, composition) : list(first, result)
  if (rows.length === 1) return oneRow(result)
  const natures = columns.map((column, at) => natureOf(column, rows, at))
  const measureAt = natures.lastIndexOf('number')
  const categoryAt = ['text', 'time', 'id']
    .map((wanted) => natures.findIndex((nature) => nature === wanted))
    .find((at) => at >= 0)
  const measure = columns[measureAt]
  const category = categoryAt === undefined ? undefined : columns[categoryAt]
  const isRanking = natures.filter((nature) => nature === 'number').length === 1 && columns.length <= 3
  if (measure && category && categoryAt !== undefined && isRanking)
    return ranking(result, { column: category, at: categoryAt }, { column: measure, at: measureAt })
  return table(result)
}

const nothing = ({ explanation, narrowed }: Composition): string => {
  const subject = subjectOf(explanation, [])
  const where = narrowed ? 'that you may see ' : ''
  return subject ? `Nothing ${where}was found for ${subject}.` : `No rows ${where}match this question.`
}

/**
 * The answer as a sentence, by the shape of its result. Every number in it stands in the rows or is their count; what a
 * policy left out or the row limit cut off is said.
 */
export const compose = (composition: Composition): string => {
  const { result, narrowed } = composition
  if (result.rows.length === 0) return nothing(composition)
  const sentences = [body(composition)]
  if (result.truncated) sentences.push('There are more rows than these.')
  if (narrowed) sentences.push('Only rows that you may see are counted here.')
  return sentences.join(' ')
}
