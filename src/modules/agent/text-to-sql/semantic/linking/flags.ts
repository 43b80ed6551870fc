import { root } from '../language/lemmas.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import type { LinkedQuestion } from './link.ts'

/** A stretch of the question that says that a yes-or-no column holds, or that it does not; or that a number is zero or not. */
export interface Flag {
  from: number
  to: number
  column: number
  operator: '=' | '>'
  value: number
}

const fillers = new Set(['is', 'has', 'have', 'flag', 'be', 'do', 'allow', 'yn', 'can'].map(root))
const negations = /^(?:not|no|never|without|non|.*n't)$/
const stops = /^(?:[,;.]|but|and|or|who|that|which)$/

/** Finds yes-or-no columns that a question speaks of, but not those that figures are split by, and "out of stock". */
export function findFlags(question: LinkedQuestion, schema: SchemaIndex): Flag[] {
  return [...yesOrNo(question, schema), ...stock(question, schema)]
}

function yesOrNo({ tokens, columns, tables, values }: LinkedQuestion, schema: SchemaIndex): Flag[] {
  return schema.columns.flatMap((column): Flag[] => {
    const words = (column.names[0]?.words ?? []).map(root)
    const asks = column.kind === 'number' && fillers.has(words[0] ?? '') && words.length > 1
    if (!(column.kind === 'boolean' || asks) || schema.tables[column.table]?.isView) return []
    if (values.some((value) => value.column === column.id)) return []
    const telling = words.filter((word) => !fillers.has(word))
    const link = columns
      .get(column.id)
      ?.find((each) => telling.every((word) => each.tokens.some((at) => tokens[at]?.root === word)))
    if (link === undefined || telling.length === 0) return []
    const owner = tables.get(column.table)?.[0]?.score ?? 0
    const others = [...tables.values()].some((links) => links.some((each) => each.score > 0.85))
    if (others && owner <= 0.85) return []
    const before = tokens.slice(Math.max(0, link.from - 6), link.from)
    if (/^(?:by|per|each|every)$/.test(before.at(-1)?.lower ?? '')) return []
    const near = before.slice(before.findLastIndex((token) => stops.test(token.lower)) + 1)
    const negated = near.some((token) => negations.test(token.lower))
    return [{ from: link.from, to: link.to, column: column.id, operator: '=', value: negated ? 0 : 1 }]
  })
}

/** "Out of stock", "no stock left", "in stock": by the number of pieces that a table of things keeps. */
function stock({ tokens, tables }: LinkedQuestion, schema: SchemaIndex): Flag[] {
  const at = tokens.findIndex((token) => token.lower === 'stock')
  const one = tokens[at - 1]?.lower ?? ''
  const out = (one === 'of' && tokens[at - 2]?.lower === 'out') || (one === 'in' && tokens[at - 2]?.lower === 'not')
  const words = tokens.map((token) => token.lower)
  const counted = words.includes('units') || words.includes('than') || words.includes('number')
  if (at < 0 || !(out || (one === 'in' && !counted))) return []
  return schema.columns.flatMap((column): Flag[] => {
    const named = column.names[0]?.words ?? []
    const owner = (tables.get(column.table)?.[0]?.score ?? 0) > 0.85
    if (column.kind !== 'number' || !named.includes('stock') || !owner) return []
    const back = out ? 2 : 1
    return [{ from: at - back, to: at + 1, column: column.id, operator: out ? '=' : '>', value: 0 }]
  })
}
