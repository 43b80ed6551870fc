import { root } from '../language/lemmas.ts'
import type { Token } from '../language/tokens.ts'
import type { IndexedColumn, SchemaIndex } from '../schema/schema-index.ts'
import { hierarchyWords } from '../schema/hierarchy.ts'
import type { LinkedQuestion } from './link.ts'

/** A stretch of the question that says that a column is empty, or that it is not. */
export interface Absence {
  from: number
  to: number
  column: number
  /** The column has a value. */
  present: boolean
  /** Nothing else can be meant. */
  certain: boolean
}

const generic = new Set([
  'date',
  'time',
  'at',
  'on',
  'day',
  'timestamp',
  'datetime',
  'id',
  'to',
  'code',
  'number',
  'no',
  'key',
])
const articles = /^(?:a|an|any|the|known|given|their|his|her|its|specified|recorded|valid|own)$/
const auxiliaries = /^(?:been|be|yet|already|being|ever|fully|actually|still|get|got|have|has|had)$/
const negations = /^(?:not|never|.*n't|no|nobody)$/
const bounds =
  /^(?:in|on|after|before|since|between|within|during|by|at|from|last|this|until|for|to|later|earlier|less|more|over|under|than)$/
const endings = new Set(
  [
    'close',
    'end',
    'leave',
    'left',
    'discontinue',
    'terminate',
    'cancel',
    'retire',
    'expire',
    'resign',
    'delete',
    'deactivate',
  ].map(root),
)

/** Finds what the question wants to be missing or known: "without a composer", "not yet delivered", "have left", "open stores". */
export function findAbsences(question: LinkedQuestion, schema: SchemaIndex): Absence[] {
  const found = question.tokens.flatMap((token, at): Absence[] => {
    if (token.quoted || token.kind !== 'word') return []
    return [
      ...lacking(question, schema, at),
      ...happened(question, schema, at),
      ...stillOpen(question, schema, at),
      ...withoutSuperior(question, schema, at),
    ]
  })
  const first = found[0]
  return first === undefined ? [] : found.filter((each) => each.from < first.to)
}

/** The rows that are asked for have the column: their table is the one named last before, else after, or none is named. */
function isAsked({ tables }: LinkedQuestion, column: IndexedColumn, from: number, to: number): boolean {
  const places = [...tables].flatMap(([table, links]) =>
    links.flatMap((link) => (link.score > 0.85 && (link.to <= from || link.from >= to) ? [{ table, link }] : [])),
  )
  const before = Math.max(-1, ...places.filter(({ link }) => link.to <= from).map(({ link }) => link.to))
  const near = before < 0 ? places : places.filter(({ link }) => link.to === before)
  return near.length === 0 || near.some(({ table }) => table === column.table)
}

/** Nothing follows that the column could be compared with. */
function endsThere({ tokens }: LinkedQuestion, at: number): boolean {
  const next = tokens[at]
  return (
    next === undefined ||
    (next.kind === 'mark' && /^[?.!,;]$/.test(next.text)) ||
    /^(?:and|or|but|yet|in|for|listed|recorded|specified|assigned|given|set|so|at|of|on|please|sorted|ordered)$/.test(
      next.lower,
    )
  )
}

/** "Without a composer", "has no manager", "do not have a company", "composer is missing". */
function lacking(question: LinkedQuestion, schema: SchemaIndex, at: number): Absence[] {
  const { tokens, columns, tables } = question
  const word = tokens[at]?.lower ?? ''
  const have = (index: number) => /^(?:have|has|had|having|with|is|are)$/.test(tokens[index]?.lower ?? '')
  const opens =
    /^(?:without|lacking|lacks|lack|missing)$/.test(word) ||
    (word === 'no' && have(at - 1)) ||
    (/^(?:have|has|had|having|with|got)$/.test(word) && negations.test(tokens[at - 1]?.lower ?? ''))
  const found: Absence[] = []
  const missing = /^(?:missing|unknown|empty|blank|null|not|is|are|was|were)$/.test(word)
  if (!opens && !missing) return found
  for (const [id, links] of columns) {
    const column = schema.columns[id]
    if (column === undefined || !column.nullable || column.isPrimary || schema.tables[column.table]?.isView) continue
    for (const link of links) {
      if (!meansColumn(column, link.tokens, tokens)) continue
      const start = skip(tokens, at + 1)
      const after =
        /^(?:is|are|was|were) (?:missing|unknown|empty|blank|null|not known|not set|not given|not specified)$/.test(
          tokens
            .slice(link.to, link.to + 3)
            .map((token) => token.lower)
            .join(' ')
            .replace(/^((?:is|are|was|were) (?:missing|unknown|empty|blank|null)).*$/, '$1'),
        )
      if (!(opens && link.from === start && endsThere(question, link.to)) && !(after && link.to === at)) continue
      if (!isAsked(question, column, link.from, link.to)) continue
      const thing = [...tables].find(([, links]) => links.some((each) => each.from === link.from && each.score > 0.85))
      if (thing !== undefined && !pointsFromNamed(schema, column, thing[0], tables)) continue
      const to = after ? Math.min(tokens.length, link.to + 2) : link.to
      found.push({
        from: after ? link.from : opening(tokens, at),
        to,
        column: column.id,
        present: false,
        certain: true,
      })
    }
  }
  return best(schema, tables, found)
}

function skip(tokens: Token[], at: number): number {
  return articles.test(tokens[at]?.lower ?? '') ? skip(tokens, at + 1) : at
}

function opening(tokens: Token[], at: number): number {
  return negations.test(tokens[at - 1]?.lower ?? '') || tokens[at]?.lower === 'no' ? Math.max(0, at - 1) : at
}

/** Every telling word of the column's name is among the tokens. */
function meansColumn(column: IndexedColumn, linked: number[], tokens: Token[]): boolean {
  const words = (column.names[0]?.words ?? []).filter((word) => !generic.has(word))
  const roots = new Set(linked.map((at) => tokens[at]?.root))
  return words.length > 0 && words.every((word) => roots.has(root(word)))
}

/** A key that points to the thing named, out of a table that is named too: "employees without a store". */
function pointsFromNamed(
  schema: SchemaIndex,
  column: IndexedColumn,
  thing: number,
  tables: LinkedQuestion['tables'],
): boolean {
  const points = schema.edges.some((edge) => edge.from === column.id && edge.toTable === thing)
  return points && (tables.get(column.table)?.[0]?.score ?? 0) > 0.85
}

/** "Have not been shipped", "undelivered", "were returned", "closed stores": by whether the date of it is known. */
function happened(question: LinkedQuestion, schema: SchemaIndex, at: number): Absence[] {
  const { tokens, tables, values } = question
  const token = tokens[at]
  if (token === undefined) return []
  const prefixed = /^(?:un|non-?)(\w{4,}(?:ed|en|id|ld|nt))$/.exec(token.lower)?.[1]
  const said = root(prefixed ?? token.lower)
  if (!/(?:ed|en|wn|ft|id|ld|nt|ne)$/.test(token.lower)) return []
  const columns = schema.columns.filter((column) => {
    if (!column.nullable || (column.kind !== 'date' && column.kind !== 'time')) return false
    if (schema.tables[column.table]?.isView) return false
    const words = (column.names[0]?.words ?? []).filter((word) => !generic.has(word))
    return words.length === 1 && root(words[0] ?? '') === said && isAsked(question, column, at, at + 1)
  })
  if (columns.length === 0) return []
  let from = at
  while (from > 0 && auxiliaries.test(tokens[from - 1]?.lower ?? '')) from -= 1
  const negated = negations.test(tokens[from - 1]?.lower ?? '')
  if (negated) from -= 1
  const next = tokens[at + 1]
  const owns = (column: IndexedColumn) =>
    (tables.get(column.table) ?? []).some((link) => link.from === at + 1 && link.score > 0.85)
  const adjective = columns.some(owns)
  const passive = /^(?:is|are|was|were|been|be|have|has|had|already)$/.test(tokens[at - 1]?.lower ?? '')
  const absent = prefixed !== undefined || negated
  const timed = /\b(?:when|date|dates|time)\b/i.test(question.text)
  if (!absent && (timed || !(adjective || (passive && leavesOpen(question, at + 1))))) return []
  if (negated && next !== undefined && (bounds.test(next.lower) || next.number !== undefined)) return []
  if (!absent && values.some((value) => value.kind === 'exact' && value.from <= at && value.to > at)) return []
  const to = absent && next?.lower === 'yet' ? at + 2 : at + 1
  return best(
    schema,
    tables,
    columns.map((column) => ({ from, to, column: column.id, present: !absent, certain: true })),
  )
}

/** Neither a bound nor anything else follows that would make more of it. */
function leavesOpen({ tokens }: LinkedQuestion, at: number): boolean {
  const next = tokens[at]
  return next === undefined || next.kind === 'mark' || /^(?:and|or|but|already|the|our|us|from)$/.test(next.lower)
}

/** "Open stores", "active employees": those without an end. */
function stillOpen({ tokens, tables }: LinkedQuestion, schema: SchemaIndex, at: number): Absence[] {
  if (!/^(?:open|active|current|existing|ongoing|unexpired|former|inactive)$/.test(tokens[at]?.lower ?? '')) return []
  return schema.columns.flatMap((column): Absence[] => {
    const ends = (column.names[0]?.words ?? []).some((word) => endings.has(root(word)))
    if (!ends || !column.nullable || column.kind !== 'date') return []
    const owner = (tables.get(column.table) ?? []).some((link) => link.score > 0.85 && link.from === at + 1)
    const present = /^(?:former|inactive)$/.test(tokens[at]?.lower ?? '')
    return owner ? [{ from: at, to: at + 1, column: column.id, present, certain: true }] : []
  })
}

/** "Reports to nobody", "does not report to anyone". */
function withoutSuperior({ tokens }: LinkedQuestion, schema: SchemaIndex, at: number): Absence[] {
  if (!/^(?:anyone|anybody|nobody|no-one|none|else)$/.test(tokens[at]?.lower ?? '') && !noOne(tokens, at)) return []
  const before = tokens.slice(Math.max(0, at - 6), at).map((token) => token.root)
  const edge = schema.edges.find((each) => {
    if (each.fromTable !== each.toTable || !schema.columns[each.from]?.nullable) return false
    const words = (schema.columns[each.from]?.names[0]?.words ?? []).filter((word) => !generic.has(word))
    const said = words.some((word) => hierarchyWords.has(word)) ? [...words, ...hierarchyWords] : words
    return said.some((word) => before.includes(root(word)))
  })
  if (edge === undefined) return []
  const negation = tokens.findIndex((token, index) => index < at && negations.test(token.lower))
  return [{ from: negation < 0 ? at - 1 : negation, to: at + 1, column: edge.from, present: false, certain: true }]
}

function noOne(tokens: Token[], at: number): boolean {
  return tokens[at]?.lower === 'one' && tokens[at - 1]?.lower === 'no'
}

/** Of columns that fit alike, those of the tables that the question names. */
function best(schema: SchemaIndex, tables: LinkedQuestion['tables'], found: Absence[]): Absence[] {
  const named = found.filter((each) => (tables.get(schema.columns[each.column]?.table ?? -1)?.[0]?.score ?? 0) > 0.85)
  return named.length > 0 ? named : found
}
