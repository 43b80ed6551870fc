import type { AskableDatabase } from '../../engine.ts'
import type { LinkedQuestion } from '../linking/link.ts'
import { quoteName, quoteText } from '../query/quote.ts'
import type { IndexedColumn, SchemaIndex } from '../schema/schema-index.ts'
import type { ValueIndex } from './value-index.ts'

const textsLookedUp = 2
const tablesLookedInto = 3
const columnsLookedInto = 8
const budgetMs = 150

/**
 * Looks for what a question gives as a value and the index does not hold, in the columns of the named tables that are too large
 * to be held whole: the name in row 60,000. What is found goes into the index; resolves to whether anything was.
 */
export async function lookUpValues(
  question: LinkedQuestion,
  schema: SchemaIndex,
  index: ValueIndex,
  database: AskableDatabase,
  signal?: AbortSignal,
): Promise<boolean> {
  const held = (from: number, to: number) =>
    question.values.some((value) => value.kind === 'exact' && value.from <= from && value.to >= to)
  const texts = question.values
    .filter((value) => value.column === undefined && value.value.length > 2 && !held(value.from, value.to))
    .slice(0, textsLookedUp)
    .map((value) => value.value)
  if (texts.length === 0) return false
  const tables = [...question.tables]
    .filter(([, [link]]) => (link?.score ?? 0) > 0.85)
    .slice(0, tablesLookedInto)
    .map(([table]) => table)
  const started = performance.now()
  let found = false
  for (const table of tables) {
    const left = budgetMs - (performance.now() - started)
    const columns = columnsOf(schema, table, index)
    if (left < 1 || columns.length === 0) continue
    try {
      const sql = statement(schema, table, columns, texts)
      const { rows } = await database.run(sql, {
        maxRows: columns.length,
        timeoutMs: left,
        ...(signal === undefined ? {} : { signal }),
      })
      for (const [place, value] of rows) {
        const column = columns[Number(place)]
        if (column !== undefined && typeof value === 'string') found = index.add(column.id, value) || found
      }
    } catch {
      continue
    }
  }
  return found
}

function columnsOf(schema: SchemaIndex, table: number, index: ValueIndex): IndexedColumn[] {
  return (schema.tables[table]?.columns ?? [])
    .flatMap((id) => schema.columns[id] ?? [])
    .filter((column) => column.kind === 'text' && !index.isWhole(column.id))
    .toSorted((one, other) => Number(other.isNaming) - Number(one.isNaming))
    .slice(0, columnsLookedInto)
}

/** Equality alone, in the spellings that are usual, so that an index of the database serves it. */
function statement(schema: SchemaIndex, table: number, columns: IndexedColumn[], texts: string[]): string {
  const { dialect } = schema.schema
  const spellings = new Set(texts.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase(), capitalized(text)]))
  const values = [...spellings].map((text) => quoteText(text, dialect)).join(', ')
  const source = quoteName(schema.tables[table]?.name ?? '', dialect)
  return columns
    .map((column, place) => {
      const name = quoteName(column.name, dialect)
      return `SELECT ${place} AS place, ${name} AS held FROM (SELECT ${name} FROM ${source} WHERE ${name} IN (${values}) LIMIT 1) AS found_${place}`
    })
    .join(' UNION ALL ')
}

function capitalized(text: string): string {
  return text.toLowerCase().replaceAll(/(?<![\p{L}\d])\p{L}/gu, (letter) => letter.toUpperCase())
}
