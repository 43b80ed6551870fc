import type { Column, DatabaseSchema, Table } from '../sql/schema.ts'
import { plural, singular } from './nouns.ts'

const words = (name: string): string =>
  name
    .replace(/^\w+\./, '')
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()

const isKey = (table: Table, column: Column): boolean =>
  table.primaryKey.includes(column.name) || table.foreignKeys.some((key) => key.columns.includes(column.name))

const measureOf = (table: Table): Column | undefined =>
  table.columns.find(
    (column) => column.kind === 'number' && !isKey(table, column) && !/id$|code|year/i.test(column.name),
  )

const nameOf = (table: Table): Column | undefined =>
  table.columns.find((column) => column.kind === 'text' && /name|title/i.test(column.name))

const dateOf = (table: Table): Column | undefined =>
  table.columns.find((column) => column.kind === 'date' && !isKey(table, column))

const questionsAbout = (table: Table, schema: DatabaseSchema): string[] => {
  const own = words(table.name)
  const [measure, name, date] = [measureOf(table), nameOf(table), dateOf(table)]
  const parent = table.foreignKeys
    .map((key) => schema.tables.find((other) => other.name === key.table))
    .find((other) => other !== undefined && other.name !== table.name && nameOf(other) !== undefined)
  return [
    ...(parent ? [`How many ${plural(own)} are there for each ${singular(words(parent.name))}?`] : []),
    ...(measure && name ? [`Which ${singular(own)} has the highest ${words(measure.name)}?`] : []),
    ...(measure ? [`What is the average ${words(measure.name)} of ${plural(own)}?`] : []),
    ...(date ? [`How many ${plural(own)} are there in each year?`] : []),
    `How many ${plural(own)} are there?`,
  ]
}

const hasDigits = (text: string): boolean => /\d/.test(text)

/**
 * Questions to begin with, made from what the caller may see: the largest tables first, and of each another kind of
 * question, so that a glance shows what can be asked.
 */
export const suggestQuestions = (schema: DatabaseSchema, limit = 5): string[] => {
  const tables = schema.tables
    .filter((table) => table.kind === 'table' && table.columns.length > 1)
    .sort((one, other) => (other.rowCount ?? 0) - (one.rowCount ?? 0))
    .slice(0, limit)
  const lists = tables.map((table) => questionsAbout(table, schema).filter((question) => !hasDigits(question)))
  const chosen = new Set<string>()
  for (let round = 0; round < limit && chosen.size < limit; round += 1)
    for (const [at, list] of lists.entries()) {
      const question = list[(round + at) % Math.max(list.length, 1)]
      if (question !== undefined && chosen.size < limit) chosen.add(question)
    }
  return [...chosen]
}
