import type { Candidate } from '../generate/candidate.ts'
import type { ReadingContext } from '../generate/reading-context.ts'
import { columnsIn } from '../query/query.ts'

/** What each preposition before a value says of the column that holds it. */
const places: Record<string, RegExp> = {
  from: /^(?:origin|source|depart\w*|start|from|begin|nationality|country|home)$/,
  to: /^(?:dest\w*|arriv\w*|end|to|target)$/,
  by: /^(?:author|creator|director|artist|writer|by|maker|producer|publisher|editor|composer|singer)$/,
  in: /^(?:city|location|country|state|county|town|place|region|district|year|month|venue)$/,
}

/** How far the columns of a candidate are those that the question's words name best; features by name. */
export function namedElsewhere(context: ReadingContext, { query, chosen }: Candidate): Record<string, number> {
  const { question, schema } = context
  const shown = query.select.flatMap(columnsIn)
  const plain = query.select.filter((item) => item.aggregate === undefined).flatMap(columnsIn)
  const filtered = query.where.flatMap((condition) => columnsIn(condition.left))
  const tokens = (id: number) => question.columns.get(id)?.[0]?.tokens ?? []
  const taken = new Set(filtered.filter((id) => !shown.includes(id)).flatMap(tokens))
  for (const option of chosen)
    if (option.kind !== 'unused') for (let at = option.from; at < option.to; at += 1) taken.add(at)
  const borrowed = shown.filter((id) => tokens(id).length > 0 && tokens(id).every((at) => taken.has(at)))
  const used = new Set([...shown, ...filtered, ...(query.order === undefined ? [] : columnsIn(query.order.by))])
  return {
    'select.borrowed': borrowed.length,
    'select.beaten': shown.filter((id) => isBeaten(context, id, used)).length,
    'where.beaten': filtered.filter((id) => isBeaten(context, id, used)).length,
    'select.away': plain.filter((id) => schema.edges.some((edge) => edge.from === id && sameName(context, id, edge.to)))
      .length,
    'where.place': prepositions(context, chosen),
  }
}

function sameName({ schema }: ReadingContext, one: number, other: number): boolean {
  return schema.columns[one]?.name.toLowerCase() === schema.columns[other]?.name.toLowerCase()
}

/** Another column of the table, not used, is named better by all of the column's words and more. */
function isBeaten({ question, schema }: ReadingContext, id: number, used: ReadonlySet<number>): boolean {
  const link = question.columns.get(id)?.[0]
  if (link === undefined) return false
  return (schema.tables[schema.columns[id]?.table ?? -1]?.columns ?? []).some((other) => {
    const rival = used.has(other) ? undefined : question.columns.get(other)?.[0]
    return (
      rival !== undefined &&
      rival.score >= link.score - 0.05 &&
      rival.tokens.length > link.tokens.length &&
      link.tokens.every((at) => rival.tokens.includes(at))
    )
  })
}

/** Values in columns that the preposition before them speaks of, less those for which another column would have been that. */
function prepositions({ question, schema }: ReadingContext, chosen: Candidate['chosen']): number {
  let sum = 0
  for (const option of chosen) {
    const place = places[question.tokens[option.from - 1]?.lower ?? '']
    if (option.kind !== 'where' || option.column === undefined || place === undefined) continue
    const fits = (id: number | undefined) =>
      schema.columns[id ?? -1]?.names.some((name) => name.words.some((word) => place.test(word))) ?? false
    if (fits(option.column)) sum += 1
    else if (question.values.some((value) => value.from === option.from && fits(value.column))) sum -= 1
  }
  return sum
}
