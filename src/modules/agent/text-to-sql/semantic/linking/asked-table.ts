import type { SchemaIndex } from '../schema/schema-index.ts'
import type { LinkedQuestion } from './link.ts'

/** The table whose rows a question asks for, how it asks, and the columns that it wants beside their names. */
export interface AskedTable {
  table: number
  /** By "which …" or "top …", in keywords that open with it, or as a list of it. */
  how: 'which' | 'top' | 'keywords' | 'list'
  also: number[]
  /** Where its name ends. */
  to: number
}

const polite =
  /^(?:please|could|can|would|you|me|us|i|we|want|need|to|see|know|like|the|a|an|all|our|my|every|each|of|names?|different|current)$/
const verbs = /^(?:list|show|give|find|get|display|name|return|tell|provide|retrieve|present)$/

/** Finds the table whose rows are asked for; undefined when the question asks for something else, such as a column of it. */
export function findAskedTable(question: LinkedQuestion, schema: SchemaIndex): AskedTable | undefined {
  const { tokens } = question
  const opening = openingOf(question)
  if (opening === undefined) return undefined
  const { at, how } = opening
  const tables = schema.tables.flatMap((table) => {
    const link = (question.tables.get(table.id) ?? []).find(
      (each) => each.score > 0.85 && (each.exact || each.kind === 'root') && each.from === at,
    )
    return link === undefined || table.isView ? [] : [{ table: table.id, to: link.to }]
  })
  const [best] = tables.toSorted((one, other) => other.to - one.to)
  const longer = question.values.find(
    (value) =>
      value.kind === 'exact' && value.from === at && value.to > (best?.to ?? at + 1) && value.column !== undefined,
  )
  if (longer?.column !== undefined)
    return { table: schema.columns[longer.column]?.table ?? -1, how, also: [], to: longer.to }
  if (best === undefined) return undefined
  const column = [...question.columns].some(([id, links]) =>
    links.some(
      (link) =>
        link.exact &&
        link.from === at &&
        (link.to > best.to || (link.to === best.to && schema.columns[id]?.kind === 'text' && how === 'which')),
    ),
  )
  if (column) return undefined
  if (how === 'keywords' && tokens.length < best.to + 2) return undefined
  return { table: best.table, how, also: columnsBeside(question, schema, best.table, best.to), to: best.to }
}

function openingOf({ tokens }: LinkedQuestion): { at: number; how: AskedTable['how'] } | undefined {
  const first = tokens[0]?.lower ?? ''
  const top = tokens.findIndex((token) => /^(?:top|bottom)$/.test(token.lower))
  if (top >= 0 && top < 6) return { at: tokens[top + 1]?.number === undefined ? top + 1 : top + 2, how: 'top' }
  if (first === 'which' || first === 'what') return { at: 1, how: 'which' }
  let at = 0
  let how: AskedTable['how'] = 'keywords'
  while (at < tokens.length && (verbs.test(tokens[at]?.lower ?? '') || polite.test(tokens[at]?.lower ?? ''))) {
    if (/^(?:names?|different)$/.test(tokens[at]?.lower ?? '')) return undefined
    if (verbs.test(tokens[at]?.lower ?? '')) how = 'list'
    at += 1
  }
  return { at, how }
}

/** "… with their city and phone": columns named after "with their", of the table that is asked for. */
function columnsBeside(
  { tokens, columns }: LinkedQuestion,
  schema: SchemaIndex,
  table: number,
  from: number,
): number[] {
  const at = tokens.findIndex(
    (token, index) =>
      index >= from &&
      /^(?:with|and|plus)$/.test(token.lower) &&
      /^(?:their|its|his|her)$/.test(tokens[index + 1]?.lower ?? ''),
  )
  if (at < 0) return []
  const found: number[] = []
  for (let place = at + 2; place < tokens.length; place += 1) {
    if (/^(?:and|,|their|its)$/.test(tokens[place]?.lower ?? '')) continue
    const named = [...columns]
      .flatMap(([id, links]) => {
        const link = links.find((each) => each.score > 0.85 && each.from === place)
        return link === undefined || schema.columns[id]?.table !== table ? [] : [{ id, to: link.to }]
      })
      .toSorted((one, other) => other.to - one.to)[0]
    if (named === undefined) break
    found.push(named.id)
    place = named.to - 1
  }
  return found
}
